"""What the worker does for this room."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from qingce.shared.changes.actions import number_changes, prune_changes, run_followers
from qingce.shared.jobs.registry import job

KEPT = timedelta(days=30)


def feed_step(at: datetime) -> int:
    """Number what was committed and bring the followers up to date.

    Returns: how many changes were numbered or applied.
    """
    return number_changes(at=at) + run_followers(at=at)


@job(attempts=3)
def prune_old_changes() -> int:
    """Drop changes of a month ago that every follower has applied."""
    return prune_changes(before=timezone.now() - KEPT)
