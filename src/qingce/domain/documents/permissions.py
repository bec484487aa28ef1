"""Who may see which documents, and how much of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from qingce.domain.documents.enums import Audience
from qingce.domain.documents.errors import EnterpriseNotHeld
from qingce.domain.documents.registry import met_by
from qingce.domain.enterprises.queries import family_of, holders_by_enterprise, holders_of
from qingce.shared.parties.enums import Actor, Duty, MemberRole, OrganisationKind, OrganisationState, Seat
from qingce.shared.parties.queries import seat_for, within_duty

PUBLIC = Q(audience=Audience.PUBLIC, withdrawn_at=None)
SHARED = Q(audience__in=[Audience.PUBLIC, Audience.PARTIES])


def visible_to(actor: Actor) -> Q:
    """The documents of which somebody sees anything: public ones, one's own, those of cases, for staff their area's.

    Of a closed one the staff see that it is there, of which type and until when; see `reading.py`.
    """
    if actor.is_nobody:
        return PUBLIC
    found = PUBLIC | own_documents(actor) | of_parties(actor)
    return found | staff_documents(actor) if actor.is_staff else found


def own_documents(actor: Actor) -> Q:
    """The documents of the enterprises that one's organisations hold now; two queries.

    Where a merge brought two holders together, each sees what was added in its own name till that is settled.
    """
    own = {seat.organisation_id for seat in _speaking(actor)}
    if not own:
        return Q(pk__in=())
    holders = holders_by_enterprise(own)
    alone = [root for root, found in holders.items() if len(found) == 1]
    contested = [root for root, found in holders.items() if len(found) > 1]
    found = of_enterprises(alone)
    return found | of_enterprises(contested) & Q(organisation__in=own) if contested else found


def of_parties(actor: Actor) -> Q:
    """The documents that somebody meets as a party of a case, if they are for parties or for everybody."""
    return SHARED & met_by(actor)


def enterprises_kept(actor: Actor) -> list[int]:
    """The enterprises whose documents one's organisations keep, by number; two queries at most."""
    own = {seat.organisation_id for seat in _speaking(actor)}
    return sorted(holders_by_enterprise(own)) if own else []


def staff_documents(actor: Actor) -> Q:
    """The documents of the enterprises in the areas where somebody of the staff looks after documents."""
    return within_duty(actor, Duty.DOCUMENTS, "enterprise__division")


def public_of(enterprise_id: int) -> Q:
    """What everybody sees of an enterprise and those merged into it."""
    return PUBLIC & of_enterprises([enterprise_id])


def seat_for_enterprise(actor: Actor, enterprise_id: int, needed: MemberRole = MemberRole.READER) -> Seat:
    """The membership by which somebody speaks for an enterprise; two queries at most.

    Raises: EnterpriseNotHeld: none of one's organisations holds it; RoleTooSmall.
    """
    own = [each.organisation_id for each in holders_of(enterprise_id) if actor.seat_in(each.organisation_id)]
    if not own:
        raise EnterpriseNotHeld("Only members of the organisation that speaks for this enterprise keep its documents.")
    return seat_for(actor, own[0], needed)


def _speaking(actor: Actor) -> list[Seat]:
    return [
        seat
        for seat in actor.seats
        if seat.kind == OrganisationKind.ENTERPRISE and seat.state == OrganisationState.ACTIVE
    ]


def of_enterprises(roots: Sequence[int]) -> Q:
    """The documents of these enterprises and of those merged into them."""
    return Q(enterprise__in=family_of(roots).values("pk")) if roots else Q(pk__in=())
