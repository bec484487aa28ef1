"""The clocks of accreditations: terms that are over, what was asked for and did not come."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.removal.accreditation.enums import (
    IN_FORCE,
    AccreditationAct,
    AccreditationParty,
    AccreditationState,
)
from qingce.domain.removal.accreditation.errors import AccreditationElsewhere
from qingce.domain.removal.accreditation.stepping import take_step
from qingce.domain.removal.accreditation.transitions import ACCREDITATIONS
from qingce.domain.removal.models import Accreditation
from qingce.shared.ledger.actions import hold


def sweep_accreditations(*, at: datetime) -> dict[str, int]:
    """Ends what is over; it may run twice. Returns: how many expired and lapsed."""
    on = localdate(at)
    expired = Accreditation.objects.filter(state__in=IN_FORCE, valid_until__lt=on)
    lapsed = Accreditation.objects.filter(state=AccreditationState.ASKED, due_on__lt=on)
    return {
        "expired": sum(_end(pk, AccreditationAct.EXPIRE, at) for pk in list(expired.values_list("pk", flat=True))),
        "lapsed": sum(_end(pk, AccreditationAct.LAPSE, at) for pk in list(lapsed.values_list("pk", flat=True))),
    }


def _end(pk: int, act: AccreditationAct, at: datetime) -> int:
    with transaction.atomic():
        row = hold(ACCREDITATIONS, pk)
        ends = row.valid_until if act == AccreditationAct.EXPIRE else row.due_on
        if ends is None or ends >= localdate(at):
            return 0
        try:
            take_step(row, act, AccreditationParty.CLOCK, actor=None, at=at)
        except AccreditationElsewhere:  # somebody was faster
            return 0
    return 1
