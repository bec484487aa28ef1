"""What the worker does for this room."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from qingce.shared.files.limits import limits
from qingce.shared.files.looking import files_to_look_into, look_into_file
from qingce.shared.jobs.registry import job

_AT_ONCE = 100


@job(attempts=3)
def look_into(file_id: int) -> None:
    """Draw the pages of a file and read its signatures."""
    look_into_file(file_id, at=timezone.now())


@job(attempts=3)
def look_into_waiting() -> int:
    """Look into files that came before this was done, or whose job was given up."""
    found = files_to_look_into(most=_AT_ONCE)
    for file_id in found:
        look_into_file(file_id, at=timezone.now())
    return len(found)


@job(attempts=3)
def clear_unattached() -> int:
    """Drop uploads that were never attached to anything, and bytes that no row names."""
    from qingce.shared.files.actions import sweep_files

    return sweep_files(before=timezone.now() - timedelta(hours=limits().unattached_hours))
