"""When the notice of a report is over and no objection is open, the records leave the public list by themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.records.actions import remove_after_notice
from qingce.domain.records.queries import rows_by_ids
from qingce.domain.removal.audits.concluding import CLAUSE
from qingce.domain.removal.audits.enums import AuditAct, AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditIncomplete
from qingce.domain.removal.audits.report_enums import ReportKind
from qingce.domain.removal.audits.report_guards import check_notice, standing_report
from qingce.domain.removal.audits.reports_reading import audit_report_digest
from qingce.domain.removal.audits.stepping import take_audit_step
from qingce.domain.removal.audits.transitions import AUDITS
from qingce.domain.removal.cases.announcing import announce
from qingce.domain.removal.cases.enums import CaseAct, CaseParty
from qingce.domain.removal.cases.stepping import Stepped, take_step
from qingce.domain.removal.cases.transitions import CASES
from qingce.domain.removal.models import Audit, AuditReport, CaseRecord, ReportComment
from qingce.shared.ledger.actions import hold
from qingce.shared.notices.actions import settle_notices
from qingce.shared.parties.enums import NOBODY, TOGETHER


def release_audits(*, at: datetime) -> int:
    """Removes what was passed and had its notice; it may run twice, or in two processes at once.

    It runs every few minutes, so that a removal follows the end of its notice; a clock that was set back finds nothing.

    Each audit is one transaction: what a kill leaves is done at the next go.

    Returns: how many audits passed.
    """
    settle_notices(at=at)
    passed = 0
    for pk in audits_over(at):
        with transaction.atomic():
            passed += _release(pk, at)
    return passed


def audits_over(at: datetime) -> list[int]:
    """The audits whose notice had its last day, by number; one query that reads only those whose notice runs."""
    reports = AuditReport.objects.filter(
        audit__state=AuditState.NOTICE, kind=ReportKind.FINAL, ended_at=None, notice__ends_on__lt=localdate(at)
    )
    return list(reports.order_by("audit").values_list("audit", flat=True))


def _release(pk: int, at: datetime) -> bool:
    audit = hold(AUDITS, pk)
    if audit.state != AuditState.NOTICE:
        return False
    try:
        check_notice(audit, at)
    except AuditIncomplete:
        return False
    report = standing_report(audit, ReportKind.FINAL)
    if report is None:
        return False
    rows = _listed(audit)
    facts: dict[str, object] = {"report": audit_report_digest(report), "records": [row.record_id for row in rows]}
    step = Stepped(clause=CLAUSE, facts=facts)
    take_audit_step(audit, AuditAct.PASS, AuditParty.CLOCK, actor=None, at=at, said=step)
    case = hold(CASES, audit.case_id)
    passed = Stepped({"result": "passed", "asked": ""}, clause=CLAUSE, facts={**facts, "audit": audit.pk})
    take_step(case, CaseAct.PASS_ON_SITE, CaseParty.CLOCK, actor=None, at=at, said=passed)
    announce(case, CaseAct.PASS_ON_SITE, at=at)
    for row in rows:
        remove_after_notice(
            row.record_id, case=case.pk, clause=CLAUSE, reason=report.texts["conclusion"],
            decided_by=_decided_by(report), at=at,
        )  # fmt: skip
        row.removed_at = at
        row.save(update_fields=["removed_at"])
    return True


def _listed(audit: Audit) -> list[CaseRecord]:
    """The records of the case that are still on the public list; one that left it for another reason stays as it is."""
    rows = list(CaseRecord.objects.select_for_update().filter(case=audit.case_id, is_open=True).order_by("place", "pk"))
    listed = {each.id for each in rows_by_ids([row.record_id for row in rows], actor=NOBODY)}
    return [row for row in rows if row.record_id in listed]


def _decided_by(report: AuditReport) -> str:
    """Both who looked at it for the platform: the last one who commented, and who confirmed it."""
    comments = ReportComment.objects.filter(report=report).exclude(party=AuditParty.ENTERPRISE)
    first = comments.order_by("-pk").values_list("said_by", flat=True).first()
    return TOGETHER.join(each for each in (first, report.confirmed_by) if each)
