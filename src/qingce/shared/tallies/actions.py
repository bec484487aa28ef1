"""Counts how often one address comes. A digest that only this hour's key can make is counted, not the address."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from qingce.pure.kernel.addresses import network_of
from qingce.shared.tallies.errors import CameTooOften
from qingce.shared.tallies.models import HourTally

_HOUR = timedelta(hours=1)


def count_visit(purpose: str, address: str, *, most: int, at: datetime) -> None:
    """Counts that a network came for a purpose, before any work is done for it; what is refused is not counted.

    Args: purpose: each has a count of its own. address: all of its network count as one. most: within the clock's hour.
    Raises: CameTooOften.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    key = _key(purpose, address, hour)
    with transaction.atomic():
        HourTally.objects.filter(hour__lt=hour).delete()
        if not HourTally.objects.filter(key=key).update(count=F("count") + 1):
            _begin(key, hour)
        count = HourTally.objects.values_list("count", flat=True).get(key=key)
        if count > most:  # takes its own count back, too
            raise CameTooOften(-(-int((hour + _HOUR - at).total_seconds()) // 60))


def _begin(key: bytes, hour: datetime) -> None:
    try:
        with transaction.atomic():
            HourTally.objects.create(key=key, hour=hour, count=1)
    except IntegrityError:  # the same address at the same moment
        HourTally.objects.filter(key=key).update(count=F("count") + 1)


def _key(purpose: str, address: str, hour: datetime) -> bytes:
    text = f"tally\0{purpose}\0{hour.isoformat()}\0{network_of(address)}"
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256")[:16]
