"""What the worker does with those who asked for a correction: it forgets them in time."""

from __future__ import annotations

from django.utils import timezone

from qingce.domain.records.actions.answering import erase_old_contacts
from qingce.shared.jobs.registry import job


@job(attempts=3)
def erase_contacts() -> int:
    """Erases who asked where the answer is long past."""
    return erase_old_contacts(at=timezone.now())
