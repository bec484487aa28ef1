"""The scheduled work of this room."""

from __future__ import annotations

from django.utils import timezone

from qingce.shared.jobs.registry import job
from qingce.shared.notices.actions import settle_notices


@job(attempts=3)
def open_and_close_notices() -> int:
    """Begins and ends the periods whose day has come."""
    return settle_notices(at=timezone.now())
