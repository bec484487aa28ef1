"""Background work of this room."""

from __future__ import annotations

from django.utils import timezone

from qingce.domain.disclosure.issuing import issue_waiting
from qingce.shared.jobs.registry import job


@job(attempts=3)
def issue_missing_documents() -> int:
    """Makes and mails the documents to be sealed that a process left when it ended."""
    return issue_waiting(at=timezone.now())
