"""Reports, comments, findings, visits of an audit, for who was checked before; the public gets what is public."""

from __future__ import annotations

from hashlib import sha256

from qingce.domain.removal.audits.enums import AuditParty
from qingce.domain.removal.audits.report_enums import (
    AuditReportRow,
    CommentRow,
    RemedyRow,
    ReportedFinding,
    ReportKind,
    VisitRow,
)
from qingce.domain.removal.audits.report_facts import facts_of_audit
from qingce.domain.removal.models import Audit, AuditFinding, AuditReport, FurtherVisit, Remedy, ReportComment
from qingce.pure.kernel.canonical import canonical_json


def audit_report_digest(row: AuditReport) -> str:
    """SHA-256 of what a report says, as canonical JSON."""
    said = {"kind": row.kind, "texts": row.texts, "result": row.result, "reason": row.reason, "facts": row.facts}
    return sha256(canonical_json(said)).hexdigest()


def reports_of_audit(pk: int, party: AuditParty | None) -> tuple[AuditReportRow, ...]:
    """The reports of an audit, the newest of each kind last; three queries.

    Args: party: as whom somebody reads; None: the public, who reads what was confirmed. The agency alone reads what
        it has not handed over.
    """
    rows = AuditReport.objects.filter(audit=pk).order_by("pk")
    if party is None:
        rows = rows.exclude(confirmed_at=None)
    elif party != AuditParty.AGENCY:
        rows = rows.exclude(handed_at=None)
    found = list(rows)
    comments: dict[int, list[CommentRow]] = {}
    if party is not None and found:
        for each in ReportComment.objects.filter(report__in=found).order_by("pk"):
            comments.setdefault(each.report_id, []).append(_comment(each))
    return tuple(_row(each, tuple(comments.get(each.pk, ()))) for each in found)


def facts_for_report(pk: int) -> dict[str, object]:
    """What the audit says now, for whoever writes its report; five queries."""
    rows = Audit.objects.select_related("case__enterprise", "agency", "observer")
    return facts_of_audit(rows.get(pk=pk))


def findings_in(report: AuditReport) -> tuple[ReportedFinding, ...]:
    """The findings of a preliminary report with what was done about each; three queries."""
    remedies: dict[int, list[RemedyRow]] = {}
    rows = Remedy.objects.filter(finding__report=report).order_by("pk").prefetch_related("papers")
    for each in rows:
        remedies.setdefault(each.finding_id, []).append(_remedy(each))
    return tuple(
        ReportedFinding(
            id=each.pk,
            item=each.item,
            grade=each.grade,
            finding=each.finding,
            action=each.action,
            deadline=each.deadline,
            remedies=tuple(remedies.get(each.pk, ())),
        )
        for each in AuditFinding.objects.filter(report=report).order_by("pk")
    )


def findings_of_audit(pk: int) -> tuple[ReportedFinding, ...]:
    """The findings of the preliminary report that holds, once it was handed over; four queries."""
    reports = AuditReport.objects.filter(audit=pk, kind=ReportKind.PRELIMINARY, ended_at=None)
    report = reports.exclude(handed_at=None).first()
    return findings_in(report) if report else ()


def visits_of_audit(pk: int) -> tuple[VisitRow, ...]:
    """The further audits on site, in their order; one query."""
    rows = FurtherVisit.objects.filter(audit=pk, ended_at=None).order_by("pk")
    return tuple(VisitRow(each.pk, each.on, each.why, each.called_at, each.result, each.told_at) for each in rows)


def _row(row: AuditReport, comments: tuple[CommentRow, ...]) -> AuditReportRow:
    return AuditReportRow(
        id=row.pk,
        kind=ReportKind(row.kind),
        texts=row.texts,
        result=row.result,
        reason=row.reason,
        facts=row.facts,
        revision=row.revision,
        written_by=row.written_by,
        written_at=row.written_at,
        handed_at=row.handed_at,
        completed_at=row.completed_at,
        confirmed_at=row.confirmed_at,
        ended_at=row.ended_at,
        notice=row.notice_id,
        issued=row.issued_id,
        digest=audit_report_digest(row),
        comments=comments,
    )


def _comment(row: ReportComment) -> CommentRow:
    return CommentRow(
        id=row.pk,
        party=AuditParty(row.party),
        text=row.text,
        said_by=row.said_by,
        said_at=row.said_at,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
    )


def _remedy(row: Remedy) -> RemedyRow:
    return RemedyRow(
        id=row.pk,
        text=row.text,
        papers=tuple((each.document_id, each.document_version) for each in row.papers.all()),
        handed_by=row.handed_by,
        handed_at=row.handed_at,
        is_effective=row.is_effective,
        why=row.why,
        judged_by=row.judged_by,
        judged_at=row.judged_at,
    )
