"""Background work of accreditations."""

from __future__ import annotations

from django.utils import timezone

from qingce.domain.removal.accreditation.sweeping import sweep_accreditations
from qingce.shared.jobs.registry import job


@job(attempts=3)
def look_at_accreditations() -> None:
    """Ends terms that are over; what was done is not done again."""
    sweep_accreditations(at=timezone.now())
