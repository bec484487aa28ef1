"""An audit from its preliminary report to the notice, step by step."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from qingce.domain.removal.actions import (
    answer_comment,
    comment_on_report,
    complete_final,
    confirm_report,
    go_on_with_audit,
    hand_remedy_in,
    hand_report_over,
    judge_remedy,
    save_audit_report,
)
from qingce.domain.removal.audits.enums import AuditParty, AuditState
from qingce.domain.removal.audits.report_enums import AuditReportText, AuditResult, ReportKind
from qingce.domain.removal.audits.report_guards import standing_report
from qingce.domain.removal.models import AuditReport, ReportComment
from qingce.domain.removal.queries import audit_report_sections, findings_of_audit
from qingce.shared.checklists.actions import save_answer
from qingce.shared.checklists.enums import AnswerText, Edit, Place
from qingce.shared.parties.enums import Actor, StaffRole
from tests.domain.removal.audits.auditing import Audited, accepted, all_ticked, at_stage
from tests.domain.removal.cases.applying import reviewing
from tests.factories import AT

K, P = ReportKind, AuditParty
ITEM = "procedures"


def text_of(kind: ReportKind, result: AuditResult | None = AuditResult.PASSED, reason: str = "") -> AuditReportText:
    """A report in which each section says something."""
    texts = {each.id: f"{each.zh}：样例" for each in audit_report_sections(kind)}
    return AuditReportText(texts) if kind == K.PRELIMINARY else AuditReportText(texts, result or "", reason)


def standing(found: Audited, kind: ReportKind = K.FINAL) -> AuditReport:
    """The report that holds."""
    row = standing_report(found.row, kind)
    assert row is not None
    return row


def saved(found: Audited, kind: ReportKind, *, at: datetime = AT, **more: str) -> int:
    """Saves a report as the agency. Returns: its revision."""
    row = standing_report(found.row, kind)
    said = text_of(kind, AuditResult(more.get("result", "passed")), more.get("reason", ""))
    return save_audit_report(
        found.agency, found.audit, kind, said, revision=row.revision if row else 0, at=at
    )  # fmt: skip


def handed(found: Audited, kind: ReportKind, *, at: datetime = AT, **more: str) -> None:
    """Saves a report and hands it over."""
    revision = saved(found, kind, at=at, **more)
    hand_report_over(found.agency, found.audit, kind, revision=revision, at=at)


def reporting(*, has_finding: bool = False) -> Audited:
    """An audit whose preliminary report is due."""
    found = accepted()
    at_stage(found, AuditState.AUDITING)
    if has_finding:
        said = AnswerText("minor", "操作规程没有更新", "更新规程", date(2026, 12, 20), "")
        save_answer(found.agency, Place("audit", found.audit, ITEM), Edit(uuid4(), 0, said), at=AT)
    at_stage(found, AuditState.REPORTING)
    return found


def following_up(*, has_finding: bool = False, at: datetime = AT) -> Audited:
    """One in the follow-up."""
    found = reporting(has_finding=has_finding)
    handed(found, K.PRELIMINARY, at=at)
    comment_on_report(found.staff, found.audit, K.PRELIMINARY, P.PLATFORM, "请写明采样点", at=at)
    all_ticked(found, at=at)
    go_on_with_audit(found.agency, found.audit, seen=found.row.version, at=at)
    return found


def put_right(found: Audited, *, is_effective: bool = True, at: datetime = AT) -> None:
    """Every finding is answered and judged."""
    for each in findings_of_audit(found.audit):
        remedy = hand_remedy_in(found.own.actor, found.audit, each.id, "已更新规程", [], at=at)
        judge_remedy(found.agency, found.audit, remedy, is_effective, why="查看了新规程", at=at)


def completed(found: Audited, *, at: datetime = AT, **more: str) -> None:
    """The final report is handed over, commented on by the staff, answered and completed."""
    handed(found, K.FINAL, at=at, **more)
    comment = comment_on_report(found.staff, found.audit, K.FINAL, P.PLATFORM, "结论请写明依据", at=at)
    answer_comment(found.agency, found.audit, comment, "已补充依据", at=at)
    for each in ReportComment.objects.filter(report=standing(found), answered_at=None):
        answer_comment(found.agency, found.audit, each.pk, "已补充", at=at)
    complete_final(found.agency, found.audit, seen=found.row.version, at=at)
    all_ticked(found, at=at)


def approver() -> Actor:
    """Somebody who decides on removals and did not comment."""
    return reviewing("approve@example.org", StaffRole.SENIOR_REVIEWER)


def noticed(*, has_finding: bool = False, at: datetime = AT) -> Audited:
    """One whose notice runs."""
    found = following_up(has_finding=has_finding, at=at)
    put_right(found, at=at)
    completed(found, at=at)
    confirm_report(approver(), found.audit, seen=found.row.version, at=at)
    return found


OVER = AT + timedelta(days=8)
