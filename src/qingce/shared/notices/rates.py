"""How often one address may come. The address is not kept: a digest that only this hour's key can make is counted."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from qingce.pure.kernel.addresses import network_of
from qingce.shared.notices.errors import ObjectedTooOften
from qingce.shared.notices.models import RecentTry
from qingce.shared.notices.terms import notice_terms

_HOUR = timedelta(hours=1)


def note_try(address: str, *, at: datetime) -> None:
    """Counts a form that an address sent, before any work is done on it.

    Raises: ObjectedTooOften.
    """
    _count("try", address, notice_terms().tries_per_hour, at)


def note_objection(address: str, *, at: datetime) -> None:
    """Counts an objection or a subscription that an address is about to make.

    Raises: ObjectedTooOften.
    """
    _count("objection", address, notice_terms().objections_per_hour, at)


def _count(what: str, address: str, most: int, at: datetime) -> None:
    hour = at.replace(minute=0, second=0, microsecond=0)
    key = _key(what, address, hour)
    with transaction.atomic():
        RecentTry.objects.filter(hour__lt=hour).delete()
        if not RecentTry.objects.filter(key=key).update(count=F("count") + 1):
            _begin(key, hour)
        count = RecentTry.objects.values_list("count", flat=True).get(key=key)
        if count > most:  # takes its own count back, too: what is refused needs none
            minutes = -(-int((hour + _HOUR - at).total_seconds()) // 60)
            raise ObjectedTooOften(
                f"Much came from your address within this hour. Try again in {minutes} minutes.", minutes=minutes
            )


def _begin(key: bytes, hour: datetime) -> None:
    try:
        with transaction.atomic():
            RecentTry.objects.create(key=key, hour=hour, count=1)
    except IntegrityError:  # the same address at the same moment
        RecentTry.objects.filter(key=key).update(count=F("count") + 1)


def _key(what: str, address: str, hour: datetime) -> bytes:
    text = f"notices\0{what}\0{hour.isoformat()}\0{network_of(address)}"
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256")[:16]
