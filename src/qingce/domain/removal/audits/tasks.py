"""Background work of audits."""

from __future__ import annotations

from django.utils import timezone

from qingce.domain.removal.audits.releasing import release_audits
from qingce.domain.removal.audits.sweeping import sweep_audits
from qingce.shared.jobs.registry import job


@job(attempts=3)
def look_at_audit_clocks() -> None:
    """Reminds who owes something and stops what an enterprise left; what was done is not done again."""
    sweep_audits(at=timezone.now())


@job(attempts=3)
def remove_after_notices() -> None:
    """Removes what had its notice, soon after the day that ends it."""
    release_audits(at=timezone.now())
