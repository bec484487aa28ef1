"""The machine of a claim: who may do what in which state, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from qingce.domain.enterprises.claims.errors import ClaimElsewhere
from qingce.domain.enterprises.enums import OPEN_CLAIMS, ClaimAct, ClaimParty, ClaimState
from qingce.domain.enterprises.models import Claim
from qingce.shared.parties.enums import MemberRole, StaffRole

DECIDES = (StaffRole.REVIEWER, StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR)


@dataclass(frozen=True)
class Step:
    """A row of the machine.

    Args: target: None: the state stays. role: of a claimant, the smallest role inside the organisation.
    """

    sources: tuple[ClaimState, ...]
    target: ClaimState | None
    party: ClaimParty
    role: MemberRole = MemberRole.READER


STEPS = {
    ClaimAct.SEND_CODE: Step(OPEN_CLAIMS, ClaimState.CODE_SENT, ClaimParty.STAFF),
    ClaimAct.ENTER_CODE: Step((ClaimState.CODE_SENT,), None, ClaimParty.CLAIMANT, MemberRole.EDITOR),
    ClaimAct.GRANT: Step(OPEN_CLAIMS, ClaimState.GRANTED, ClaimParty.STAFF),
    ClaimAct.REFUSE: Step(OPEN_CLAIMS, ClaimState.REFUSED, ClaimParty.STAFF),
    ClaimAct.WITHDRAW: Step(OPEN_CLAIMS, ClaimState.WITHDRAWN, ClaimParty.CLAIMANT, MemberRole.EDITOR),
    ClaimAct.GIVE_UP: Step((ClaimState.GRANTED,), ClaimState.ENDED, ClaimParty.CLAIMANT, MemberRole.ADMIN),
    ClaimAct.END: Step((ClaimState.GRANTED,), ClaimState.ENDED, ClaimParty.STAFF),
}


def check_source(claim: Claim, act: ClaimAct) -> None:
    """Whether the claim is in a state in which this can be done.

    Raises: ClaimElsewhere.
    """
    if claim.state not in STEPS[act].sources:
        state = ClaimState(claim.state)
        raise ClaimElsewhere(f"This claim is “{state.label}” by now; look at it again.", state=str(state.label))


def move_on(claim: Claim, act: ClaimAct) -> None:
    """Sets the state to which an act leads; saved by whoever acts."""
    target = STEPS[act].target
    if target is not None:
        claim.state = target
