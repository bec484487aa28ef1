"""Background work of the alliance."""

from __future__ import annotations

from django.utils import timezone

from qingce.domain.removal.alliance.inviting import sweep_observations
from qingce.shared.jobs.registry import job


@job(attempts=3)
def look_at_invitations() -> None:
    """Asks the next member where one did not answer; what was done is not done again."""
    sweep_observations(at=timezone.now())
