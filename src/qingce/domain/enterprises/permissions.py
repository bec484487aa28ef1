"""Who may see which enterprises, and which claims of them and questions about them."""

from __future__ import annotations

from django.db.models import Q

from qingce.domain.enterprises.claims.transitions import DECIDES
from qingce.shared.parties.enums import Actor, Duty, OrganisationKind, OrganisationState
from qingce.shared.parties.queries import in_areas, within_duty

PLACE = "enterprise__division"


def visible_to(actor: Actor) -> Q:
    """Every enterprise in the database is public; who asks narrows nothing."""
    del actor
    return Q()


def claims_visible_to(actor: Actor) -> Q:
    """The claims of which somebody sees more than the public does; the three below say how much."""
    return own_claims(actor) | claims_for_staff(actor) | claims_for_government(actor)


def own_claims(actor: Actor) -> Q:
    """The claims of the organisations that somebody belongs to: seen whole but for who decided."""
    return Q(organisation__in=[seat.organisation_id for seat in actor.seats])


def claims_for_staff(actor: Actor) -> Q:
    """The claims of enterprises that somebody's staff role reaches: seen whole."""
    return in_areas(actor.areas(*DECIDES), PLACE)


def claims_for_government(actor: Actor) -> Q:
    """The claims of enterprises in the area of a government that somebody belongs to: organisation, state and days."""
    areas = {
        seat.area
        for seat in actor.seats
        if seat.kind == OrganisationKind.GOVERNMENT and seat.state == OrganisationState.ACTIVE
    }
    return in_areas(tuple(sorted(areas)), PLACE)


def questions_visible_to(actor: Actor) -> Q:
    """The questions that somebody reviews: by the place that the description names, else by the area of its batch."""
    named = within_duty(actor, Duty.REVIEW_MATCHES, "division")
    return named | Q(division="") & within_duty(actor, Duty.REVIEW_MATCHES, "batch__area")
