"""What the worker does for this room."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from qingce.shared.files.actions import sweep_files
from qingce.shared.files.limits import limits
from qingce.shared.jobs.registry import job


@job(attempts=3)
def clear_unattached() -> int:
    """Drop uploads that were never attached to anything, and bytes that no row names."""
    return sweep_files(before=timezone.now() - timedelta(hours=limits().unattached_hours))
