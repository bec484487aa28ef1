"""The machine of a claim: who may do what in which state, and where it leads."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from qingce.domain.enterprises.claims.errors import ClaimElsewhere, GroundsMissing
from qingce.domain.enterprises.claims.terms import claim_terms
from qingce.domain.enterprises.enums import ClaimAct, ClaimParty, ClaimState, ProofKind
from qingce.domain.enterprises.models import Claim
from qingce.pure.workflow.machine import Machine, Transition
from qingce.shared.ledger.registry import Guard, Stateful, Term, Touched
from qingce.shared.parties.enums import MemberRole, StaffRole

DECIDES = (StaffRole.REVIEWER, StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR)
# The smallest role inside the claiming organisation by which a member takes a step of the claimant.
CLAIMANTS = {
    ClaimAct.ENTER_CODE: MemberRole.EDITOR,
    ClaimAct.WITHDRAW: MemberRole.EDITOR,
    ClaimAct.GIVE_UP: MemberRole.ADMIN,
}
_STAFF, _CLAIMANT = (ClaimParty.STAFF.value,), (ClaimParty.CLAIMANT.value,)

MACHINE = Machine(
    "claim",
    ClaimState.SUBMITTED,
    (
        Transition(ClaimState.SUBMITTED, ClaimAct.SEND_CODE, ClaimState.CODE_SENT, _STAFF, deadline="code"),
        Transition(ClaimState.SUBMITTED, ClaimAct.GRANT, ClaimState.GRANTED, _STAFF, guard="grounds"),
        Transition(ClaimState.SUBMITTED, ClaimAct.REFUSE, ClaimState.REFUSED, _STAFF),
        Transition(ClaimState.SUBMITTED, ClaimAct.WITHDRAW, ClaimState.WITHDRAWN, _CLAIMANT),
        Transition(ClaimState.CODE_SENT, ClaimAct.SEND_CODE, ClaimState.CODE_SENT, _STAFF, deadline="code"),
        Transition(ClaimState.CODE_SENT, ClaimAct.ENTER_CODE, ClaimState.CODE_SENT, _CLAIMANT),
        Transition(ClaimState.CODE_SENT, ClaimAct.GRANT, ClaimState.GRANTED, _STAFF, guard="grounds"),
        Transition(ClaimState.CODE_SENT, ClaimAct.REFUSE, ClaimState.REFUSED, _STAFF),
        Transition(ClaimState.CODE_SENT, ClaimAct.WITHDRAW, ClaimState.WITHDRAWN, _CLAIMANT),
        Transition(ClaimState.GRANTED, ClaimAct.GIVE_UP, ClaimState.ENDED, _CLAIMANT),
        Transition(ClaimState.GRANTED, ClaimAct.END, ClaimState.ENDED, _STAFF),
    ),
    frozenset({ClaimState.REFUSED, ClaimState.WITHDRAWN, ClaimState.ENDED}),
)


def _check_grounds(claim: Claim, _at: datetime) -> None:
    if not claim.grounds:
        raise GroundsMissing("Say what shows the claim: papers, the code, or a check of yours.")
    if ProofKind.CODE in claim.grounds and claim.code_right_at is None:
        raise GroundsMissing("The code of a letter was not typed in; it cannot be what shows the claim.", cause="code")
    if ProofKind.PAPERS in claim.grounds and not claim.proofs.exists():
        raise GroundsMissing("No file came with this claim; papers cannot be what shows it.", cause="papers")


def _elsewhere(claim: Claim) -> ClaimElsewhere:
    state = ClaimState(claim.state)
    return ClaimElsewhere(f"This claim is “{state.label}” by now; look at it again.", state=str(state.label))


CLAIMS = Stateful(
    machine=MACHINE,
    model=Claim,
    kind="claim",
    title=_("Claim of an enterprise"),
    states=dict(ClaimState.choices),
    parties={ClaimParty.STAFF: _("Staff"), ClaimParty.CLAIMANT: _("The claiming organisation")},
    guards={
        "grounds": Guard(_("What shows the claim is there: papers, the code typed in, or a check"), _check_grounds)
    },
    terms={
        "code": Term(
            _("The code of the letter counts for some days"),
            "code_ends_at",
            lambda _claim, at: at + timedelta(days=claim_terms().code_days),
        )
    },
    touches=lambda claim: Touched(organisation=claim.organisation_id),
    not_open=_elsewhere,
)
