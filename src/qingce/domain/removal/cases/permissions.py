"""Who sees which cases, and who works on them."""

from __future__ import annotations

from django.db.models import Q

from qingce.domain.removal.models.cases import PUBLIC
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of, within_duty


def own_cases(actor: Actor) -> Q:
    """The cases of the organisations that somebody belongs to."""
    return Q(organisation__in=[seat.organisation_id for seat in actor.seats])


def staff_cases(actor: Actor) -> Q:
    """The cases of enterprises where somebody of the staff reviews; what is being prepared is not theirs."""
    return PUBLIC & within_duty(actor, Duty.REVIEW_CASES, "division")


def approvable_cases(actor: Actor) -> Q:
    """Those where somebody approves reports, and decides on what is removed."""
    return PUBLIC & within_duty(actor, Duty.DECIDE_REMOVALS, "division")


def in_office(actor: Actor) -> Q:
    """The places whose cases somebody of the staff sees in the office: of cases, and of their counts."""
    return within_duty(actor, Duty.REVIEW_CASES, "division") | within_duty(actor, Duty.DECIDE_REMOVALS, "division")


def sees_whole_country(actor: Actor) -> bool:
    """Whether somebody of the staff sees the cases of all places."""
    return ("",) in (actor.areas(*roles_of(Duty.REVIEW_CASES)), actor.areas(*roles_of(Duty.DECIDE_REMOVALS)))
