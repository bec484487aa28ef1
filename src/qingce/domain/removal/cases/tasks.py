"""Background work of cases."""

from __future__ import annotations

from django.utils import timezone

from qingce.domain.removal.cases.sweeping import sweep_cases
from qingce.shared.jobs.registry import job


@job(attempts=3)
def look_at_clocks() -> None:
    """Fills in deadlines, reminds enterprises and ends what nobody goes on with; what was done is not done again."""
    sweep_cases(at=timezone.now())
