"""What the staff do with a claim: grant it, refuse it, end one that was granted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from qingce.domain.enterprises.claims.errors import (
    ClaimantClosed,
    ClaimantKnown,
    ClaimReasonMissing,
    ClaimTextTooLong,
    HeldByAnother,
    OwnAffair,
)
from qingce.domain.enterprises.claims.locking import claims_of_family, granted_of_family, locked_claim
from qingce.domain.enterprises.claims.noting import write_to_admins
from qingce.domain.enterprises.claims.terms import claim_terms
from qingce.domain.enterprises.claims.transitions import CLAIMANTS, CLAIMS, DECIDES
from qingce.domain.enterprises.enums import OPEN_CLAIMS, ClaimAct, ClaimParty, ClaimState, ProofKind
from qingce.domain.enterprises.models import Claim
from qingce.pure.kernel.text import clean
from qingce.shared.ledger.actions import Writes, apply_transition, check_step
from qingce.shared.parties.actions import admit_by_claim
from qingce.shared.parties.enums import Actor, OrganisationState
from qingce.shared.parties.errors import OrganisationKnown
from qingce.shared.parties.queries import check_reach, organisations_by_ids, seat_for, taker_of


def grant_claim(
    actor: Actor, pk: int, *, reason: str, grounds: Collection[ProofKind], ending: Collection[int] = (), at: datetime
) -> None:
    """Gives the enterprise to the claiming organisation, which is let in with it; other open claims stay open.

    Args: grounds: what shows the claim. ending: the granted claims of other organisations that end with it, each
        named: a transfer; they must be all there are.
    Raises: ClaimNotFound; OutOfArea; OwnAffair; ClaimElsewhere; ClaimReasonMissing; GroundsMissing; HeldByAnother;
        ClaimantClosed; ClaimantKnown.
    """
    text = checked_reason(reason)
    with transaction.atomic():
        claim = deciding(actor, pk, ClaimAct.GRANT)
        for former in _former(claim, ending):
            _end(former, ClaimAct.END, ClaimParty.STAFF, actor=actor, reason=text, at=at)
            write_to_admins(former, "claim-ended", at=at, params={"cause": "transfer", "reason": text})
        _decide(claim, ClaimAct.GRANT, actor=actor, reason=text, grounds=grounds, at=at)
        _admit(actor, claim, reason=text, at=at)


def refuse_claim(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Refuses an open claim; the organisation may claim again.

    Raises: ClaimNotFound; OutOfArea; OwnAffair; ClaimElsewhere; ClaimReasonMissing.
    """
    text = checked_reason(reason)
    with transaction.atomic():
        _decide(deciding(actor, pk, ClaimAct.REFUSE), ClaimAct.REFUSE, actor=actor, reason=text, at=at)


def end_claim(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Takes an enterprise from the organisation that holds it, by the staff.

    Raises: ClaimNotFound; OutOfArea; OwnAffair; ClaimElsewhere; ClaimReasonMissing.
    """
    text = checked_reason(reason)
    with transaction.atomic():
        claim = deciding(actor, pk, ClaimAct.END)
        _end(claim, ClaimAct.END, ClaimParty.STAFF, actor=actor, reason=text, at=at)
        write_to_admins(claim, "claim-ended", at=at, params={"cause": "staff", "reason": text})


def give_up_claim(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Gives an enterprise up, by an admin of the organisation that holds it.

    Raises: ClaimNotFound; OrganisationNotFound; RoleTooSmall; ClaimElsewhere; ClaimReasonMissing.
    """
    text = checked_reason(reason)
    with transaction.atomic():
        claim = locked_claim(pk)
        seat_for(actor, claim.organisation_id, CLAIMANTS[ClaimAct.GIVE_UP])
        _end(claim, ClaimAct.GIVE_UP, ClaimParty.CLAIMANT, actor=actor, reason=text, at=at)
        write_to_admins(claim, "claim-ended", at=at, params={"cause": "given-up", "reason": text})


def checked_reason(reason: str) -> str:
    """A reason as it is kept.

    Raises: ClaimReasonMissing; ClaimTextTooLong.
    """
    text, longest = clean(reason), claim_terms().reason_longest
    if not text:
        raise ClaimReasonMissing("Say why: the organisation is told the reason.")
    if len(text) > longest:
        raise ClaimTextTooLong(f"This takes at most {longest} characters.", longest=longest)
    return text


def deciding(actor: Actor, pk: int, act: ClaimAct) -> Claim:
    """A claim that this member of the staff may act on now, held with its family until the transaction ends.

    Raises: ClaimNotFound; OutOfArea; OwnAffair; ClaimElsewhere.
    """
    claim = locked_claim(pk)
    check_reach(actor, claim.enterprise.division, *DECIDES)
    if is_own_affair(actor, claim):
        raise OwnAffair("You belong to an organisation that is concerned; a colleague has to decide.")
    check_step(CLAIMS, claim, act, party=ClaimParty.STAFF)
    return claim


def is_own_affair(actor: Actor, claim: Claim) -> bool:
    """Whether somebody claimed it, or belongs to an organisation that claims or holds the enterprise; one query."""
    if claim.submitted_by == actor.signature or claim.contact_id == actor.person_id:
        return True
    concerned = claims_of_family(root_of(claim)).filter(state__in=(*OPEN_CLAIMS, ClaimState.GRANTED))
    own = {seat.organisation_id for seat in actor.seats}
    return bool(own & {claim.organisation_id, *concerned.values_list("organisation", flat=True)})


def root_of(claim: Claim) -> int:
    """The number of the enterprise that stands for the family of a claim's enterprise."""
    return claim.enterprise.canonical_id or claim.enterprise_id


def _former(claim: Claim, ending: Collection[int]) -> Sequence[Claim]:
    """The granted claims of others, held; exactly those that the decision names."""
    others = granted_of_family(root_of(claim)).exclude(organisation=claim.organisation_id)
    held = list(others.select_for_update(of=("self",)).order_by("pk"))
    if {each.pk for each in held} != set(ending):
        names = "、".join(each.organisation.name for each in held)
        raise HeldByAnother(
            f"By now this enterprise is held by: {names or '—'}. Say whether it is to be transferred.",
            holders=names or "—",
        )
    return held


def _admit(actor: Actor, claim: Claim, *, reason: str, at: datetime) -> None:
    try:
        admit_by_claim(actor, claim.organisation_id, reason=reason, at=at)
    except OrganisationKnown as error:
        raise ClaimantKnown(
            "Another open organisation has the same code. Close it first, if it is not the enterprise's; "
            "if it is, refuse this claim.",
        ) from error
    found = organisations_by_ids([claim.organisation_id])[claim.organisation_id]
    if found.state == OrganisationState.CLOSED:
        raise ClaimantClosed(f"{found.name} was closed; refuse the claim.", organisation=found.name)


def _decide(
    claim: Claim, act: ClaimAct, *, actor: Actor, reason: str, grounds: Collection[ProofKind] = (), at: datetime
) -> None:
    said = {"reason": reason, "grounds": sorted(each.value for each in set(grounds)), "code_digest": None}
    signed = {"decided_by": actor.signature, "decided_at": at}
    by = taker_of(actor, ClaimParty.STAFF)
    apply_transition(CLAIMS, claim, act, by=by, at=at, writes=Writes(columns=said | signed))
    write_to_admins(claim, "claim-decided", at=at, params={"state": str(claim.state), "reason": reason})


def _end(claim: Claim, act: ClaimAct, party: ClaimParty, *, actor: Actor, reason: str, at: datetime) -> None:
    said = {"end_reason": reason, "ended_by": actor.signature, "ended_at": at}
    apply_transition(CLAIMS, claim, act, by=taker_of(actor, party), at=at, writes=Writes(columns=said))
