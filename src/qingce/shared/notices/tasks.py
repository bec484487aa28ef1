"""The scheduled work of this room."""

from __future__ import annotations

from django.utils import timezone

from qingce.shared.jobs.registry import job
from qingce.shared.notices.actions import drop_follows, drop_unconfirmed, erase_old_contacts, settle_notices


@job(attempts=3)
def open_and_close_notices() -> int:
    """Begins and ends the periods whose day has come."""
    return settle_notices(at=timezone.now())


@job(attempts=3)
def forget_objectors() -> int:
    """Erases who objected where the answer is long past, and drops what nobody confirmed."""
    at = timezone.now()
    return erase_old_contacts(at=at) + drop_unconfirmed(at=at) + drop_follows(at=at)
