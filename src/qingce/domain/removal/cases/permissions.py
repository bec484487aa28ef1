"""Who sees which cases, and who works on them."""

from __future__ import annotations

from django.db.models import Q

from qingce.domain.removal.cases.enums import PUBLIC_CASES
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import within_duty

PUBLIC = Q(state__in=PUBLIC_CASES)


def own_cases(actor: Actor) -> Q:
    """The cases of the organisations that somebody belongs to."""
    return Q(organisation__in=[seat.organisation_id for seat in actor.seats])


def staff_cases(actor: Actor) -> Q:
    """The cases of enterprises where somebody of the staff reviews; what is being prepared is not theirs."""
    return PUBLIC & within_duty(actor, Duty.REVIEW_CASES, "division")


def approvable_cases(actor: Actor) -> Q:
    """Those where somebody approves reports, and decides on what is removed."""
    return PUBLIC & within_duty(actor, Duty.DECIDE_REMOVALS, "division")
