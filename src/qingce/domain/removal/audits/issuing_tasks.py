"""Background work of audits: their documents."""

from __future__ import annotations

from django.utils import timezone

from qingce.domain.removal.audits.issuing import issue_audit_reports
from qingce.shared.jobs.registry import job


@job(attempts=3)
def issue_audit_documents() -> None:
    """Makes the documents of reports that were handed over or confirmed; what was made is not made again."""
    issue_audit_reports(at=timezone.now())
