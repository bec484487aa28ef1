"""Who explains the records of an enterprise, and who reads what is not public of it."""

from __future__ import annotations

from django.db.models import Q

from qingce.domain.disclosure.enums import PUBLIC_DISCLOSURES, DisclosureState
from qingce.domain.disclosure.errors import EnterpriseNotSpokenFor
from qingce.domain.enterprises.queries import holders_by_enterprise, holders_of
from qingce.shared.parties.enums import Actor, Duty, MemberRole, OrganisationKind, OrganisationState, Seat
from qingce.shared.parties.queries import seat_for, within_duty

PUBLIC = Q(state__in=[*PUBLIC_DISCLOSURES, DisclosureState.WITHDRAWN])  # of a withdrawn one that, when and why


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


def visible_to(actor: Actor) -> Q:
    """The disclosures of which somebody sees anything: what was published, one's own, for staff their area's."""
    found = PUBLIC | own_disclosures(actor)
    return found | staff_disclosures(actor) if actor.is_staff else found


def own_disclosures(actor: Actor) -> Q:
    """What the organisations that somebody belongs to have sent."""
    return Q(organisation__in=[seat.organisation_id for seat in actor.seats])


def staff_disclosures(actor: Actor) -> Q:
    """What was sent about enterprises in the areas where somebody of the staff checks disclosures."""
    return within_duty(actor, Duty.DISCLOSURES, "enterprise__division")
