"""The scheduled work of this room."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from qingce.shared.jobs.registry import job

KEPT = timedelta(days=1)


@job(attempts=3)
def sweep_uploads() -> None:
    """Removes what uploads left behind whose process was killed; one under way is younger than a day."""
    remove_uploads(before=timezone.now() - KEPT)


def remove_uploads(*, before: datetime) -> int:
    """Removes files of uploads last written before a moment; returns how many."""
    old = [path for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir() if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
