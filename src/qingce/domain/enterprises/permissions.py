"""Who may see which enterprises, and which claims of them and questions about them."""

from __future__ import annotations

from django.db.models import Q

from qingce.domain.enterprises.claims.transitions import DECIDES
from qingce.domain.enterprises.models import Claim
from qingce.shared.parties.enums import Actor, Duty, OrganisationKind, OrganisationState
from qingce.shared.parties.queries import in_areas, within_duty


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
    return _placed(actor.areas(*DECIDES))


def claims_for_government(actor: Actor) -> Q:
    """The claims of enterprises in the area of a government that somebody belongs to: organisation, state and days."""
    areas = {
        seat.area
        for seat in actor.seats
        if seat.kind == OrganisationKind.GOVERNMENT and seat.state == OrganisationState.ACTIVE
    }
    return _placed(tuple(sorted(areas)))


def _placed(areas: tuple[str, ...]) -> Q:
    """Claims by their place; of one whose enterprise had none then, by the place that has become known since."""
    own = in_areas(areas, "division")
    if "" in areas:
        return own  # all of them; no enterprise has to be looked at
    placed = Claim.objects.filter(own)
    unplaced = Claim.objects.filter(in_areas(areas, "enterprise__division"), division="")
    # Asked apart, each by its own index, and put together by number: where a row may be one or the other, PostgreSQL
    # reads every claim there is; and a condition on two tables would read both.
    return Q(pk__in=placed.values("pk").union(unplaced.values("pk")))


def questions_visible_to(actor: Actor) -> Q:
    """The questions that somebody reviews: by the place that the description names, else by the area of its batch."""
    named = within_duty(actor, Duty.REVIEW_MATCHES, "division")
    return named | Q(division="") & within_duty(actor, Duty.REVIEW_MATCHES, "batch__area")
