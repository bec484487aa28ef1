"""Who explains the records of an enterprise, and who reads what is not public of it."""

from __future__ import annotations

from qingce.domain.disclosure.errors import EnterpriseNotSpokenFor
from qingce.domain.enterprises.queries import holders_by_enterprise, holders_of
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind, OrganisationState, Seat
from qingce.shared.parties.queries import seat_for


def speaker_for(actor: Actor, enterprise_id: int, needed: MemberRole = MemberRole.READER) -> Seat:
    """The membership by which somebody speaks for an enterprise; two queries at most.

    Where a merge brought two holders together, each keeps to what it wrote in its own name till that is settled.

    Raises: EnterpriseNotSpokenFor: none of one's organisations holds it; RoleTooSmall.
    """
    own = [each.organisation_id for each in holders_of(enterprise_id) if actor.seat_in(each.organisation_id)]
    if not own:
        raise EnterpriseNotSpokenFor(
            "Only members of the organisation that speaks for this enterprise explain its records. "
            "If it is yours, claim it first."
        )
    return seat_for(actor, own[0], needed)


def enterprises_spoken_for(actor: Actor) -> list[int]:
    """The enterprises that one's organisations speak for, by number; two queries at most."""
    own = {
        seat.organisation_id
        for seat in actor.seats
        if seat.kind == OrganisationKind.ENTERPRISE and seat.state == OrganisationState.ACTIVE
    }
    return sorted(holders_by_enterprise(own)) if own else []
