"""How often one address may ask. The address is not kept: a digest that only this hour's key can make is counted."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from qingce.domain.records.models import RecentAsking
from qingce.domain.records.terms import request_terms
from qingce.pure.kernel.addresses import network_of
from qingce.pure.kernel.errors import QingceError

_HOUR = timedelta(hours=1)


class AskedTooOften(QingceError):
    """One address sends more than one person would."""

    code = "asked-too-often"


def note_try(address: str, *, at: datetime) -> None:
    """Counts a form or a file that an address sent, before any work is done on it.

    Raises: AskedTooOften.
    """
    _count("try", address, request_terms().tries_per_hour, at)


def note_request(address: str, *, at: datetime) -> None:
    """Counts a request that an address is about to make.

    Raises: AskedTooOften.
    """
    _count("request", address, request_terms().requests_per_hour, at)


def _count(what: str, address: str, most: int, at: datetime) -> None:
    hour = at.replace(minute=0, second=0, microsecond=0)
    key = _key(what, address, hour)
    with transaction.atomic():
        RecentAsking.objects.filter(hour__lt=hour).delete()
        if not RecentAsking.objects.filter(key=key).update(count=F("count") + 1):
            _begin(key, hour)
        count = RecentAsking.objects.values_list("count", flat=True).get(key=key)
        if count > most:
            minutes = -(-int((hour + _HOUR - at).total_seconds()) // 60)
            raise AskedTooOften(
                f"Much came from your address within this hour. Try again in {minutes} minutes.", minutes=minutes
            )


def _begin(key: bytes, hour: datetime) -> None:
    try:
        with transaction.atomic():
            RecentAsking.objects.create(key=key, hour=hour, count=1)
    except IntegrityError:  # the same address at the same moment
        RecentAsking.objects.filter(key=key).update(count=F("count") + 1)


def _key(what: str, address: str, hour: datetime) -> bytes:
    text = f"asking\0{what}\0{hour.isoformat()}\0{network_of(address)}"
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256")[:16]
