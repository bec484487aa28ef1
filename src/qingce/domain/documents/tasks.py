"""Background work of this room."""

from __future__ import annotations

from django.utils import timezone

from qingce.domain.documents.reminding import remind
from qingce.shared.jobs.registry import job


@job(attempts=3)
def remind_of_expiry() -> None:
    """Tells members of papers that expire soon; what was told is not told again."""
    remind(at=timezone.now())
