"""The scheduled work of this room."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from qingce.shared.jobs.actions import prune_jobs
from qingce.shared.jobs.registry import job

KEPT = timedelta(days=30)


@job(attempts=3)
def prune_finished_jobs() -> int:
    """Drop what is kept about jobs that finished a month ago."""
    return prune_jobs(before=timezone.now() - KEPT)
