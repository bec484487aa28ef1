"""Who sees which accreditations, and who works on them."""

from __future__ import annotations

from django.db.models import Q

from qingce.domain.removal.accreditation.enums import EVER_GRANTED, AccreditationState
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import within_duty

EVER = Q(state__in=EVER_GRANTED)


def own_accreditations(actor: Actor) -> Q:
    """Those of the organisations that somebody belongs to."""
    return Q(organisation__in=[seat.organisation_id for seat in actor.seats])


def staff_accreditations(actor: Actor) -> Q:
    """Those of agencies where somebody of the staff has the duty; what is being prepared is not theirs."""
    return ~Q(state=AccreditationState.DRAFT) & within_duty(actor, Duty.ACCREDIT_AGENCIES, "organisation__area")
