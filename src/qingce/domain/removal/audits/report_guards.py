"""What must hold before a report is confirmed, and before records are removed."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from qingce.domain.removal.audits.errors import AuditIncomplete
from qingce.domain.removal.audits.guards import check_stage
from qingce.domain.removal.audits.report_enums import AuditResult, ReportKind
from qingce.domain.removal.models import Audit, AuditReport, ReportComment
from qingce.shared.notices.queries import is_notice_settled


def standing_report(audit: Audit, kind: ReportKind) -> AuditReport | None:
    """The report of a kind that holds; one query."""
    return AuditReport.objects.filter(audit=audit, kind=kind, ended_at=None).first()


def check_report(row: Audit, at: datetime) -> None:
    """The final report was handed over, commented on, and completed with each comment answered.

    Raises: AuditIncomplete.
    """
    del at
    report = standing_report(row, ReportKind.FINAL)
    if report is None or report.completed_at is None:
        raise AuditIncomplete("The agency has not completed the final report yet.", cause="report")
    if ReportComment.objects.filter(report=report, answered_at=None).exists():
        raise AuditIncomplete("A comment on the report has no answer yet.", cause="comments")


def check_passing(row: Audit, at: datetime) -> None:
    """All duties of the follow-up are done, and the final report passes.

    Raises: AuditIncomplete.
    """
    check_report(row, at)
    check_stage(row, at)
    report = standing_report(row, ReportKind.FINAL)
    if report is None or report.result != AuditResult.PASSED:
        raise AuditIncomplete("The final report does not say that the audit is passed.", cause="result")


def check_notice(row: Audit, at: datetime) -> None:
    """The notice of the report has ended, and every objection is answered in public.

    Raises: AuditIncomplete.
    """
    report = standing_report(row, ReportKind.FINAL)
    if report is None or report.notice_id is None or not is_notice_settled(report.notice_id, today=localdate(at)):
        raise AuditIncomplete("The notice is not over, or an objection is not answered.", cause="notice")
