"""The platform confirms the report; it can take the conclusion back while the notice runs, with a public reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.removal.audits.announcing import announce_report
from qingce.domain.removal.audits.duties import tick_by_act, untick_act
from qingce.domain.removal.audits.enums import AuditAct, AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditIncomplete, NotYourAudit
from qingce.domain.removal.audits.holding import approving_audit, audit_text, check_audit_seen
from qingce.domain.removal.audits.issuing_tasks import issue_audit_documents
from qingce.domain.removal.audits.report_enums import AuditResult, ReportKind
from qingce.domain.removal.audits.report_guards import check_report, standing_report
from qingce.domain.removal.audits.reports_reading import audit_report_digest
from qingce.domain.removal.audits.stepping import take_audit_step
from qingce.domain.removal.cases.stepping import Stepped
from qingce.domain.removal.models import Audit, AuditReport, ReportComment
from qingce.shared.ledger.actions import THE_PLATFORM
from qingce.shared.notices.actions import withdraw_notice
from qingce.shared.notices.enums import NoticeState
from qingce.shared.notices.queries import get_notice, notice_terms
from qingce.shared.parties.enums import Actor

CLAUSE = "IPE-2017 §2.2.4 审核结论说明公示"
PUBLISHING = ("confirm-report", "notice", "publish")
WRITING = ("final", "comment-final", "complete-final")


@transaction.atomic
def confirm_report(actor: Actor, pk: int, *, seen: int, at: datetime) -> AuditResult:
    """Confirms the final report, by somebody who did not comment on it: report and conclusion are public from now on.

    Where it passes, the notice begins; where not, the audit ends and the case needs another one.

    Raises: AuditNotFound; NotYourAudit: one commented on it; DutyMissing; OutOfArea; AuditElsewhere; AuditChanged;
        AuditIncomplete.
    """
    audit = approving_audit(actor, pk, AuditState.FOLLOW_UP)
    check_audit_seen(audit, seen)
    check_report(audit, at)
    report = _report(audit)
    _check_stranger(actor, report)
    report.confirmed_by, report.confirmed_at = actor.signature, at
    result = AuditResult(report.result)
    facts = {"report": audit_report_digest(report)}
    if result == AuditResult.PASSED:
        step = Stepped(clause=CLAUSE, facts=facts)
        take_audit_step(audit, AuditAct.CONFIRM, AuditParty.PLATFORM, actor=actor, at=at, said=step)
    else:
        step = Stepped({"reason": report.reason}, reason=report.reason, clause=CLAUSE, facts=facts)
        take_audit_step(audit, AuditAct.FAIL, AuditParty.PLATFORM, actor=actor, at=at, said=step)
    report.notice_id = announce_report(audit, report, at=at)
    report.save(update_fields=["confirmed_by", "confirmed_at", "notice"])
    for each in PUBLISHING:
        tick_by_act(audit, each, AuditParty.PLATFORM, signature=actor.signature, at=at)
    issue_audit_documents.enqueue()
    return result


@transaction.atomic
def take_conclusion_back(actor: Actor, pk: int, *, ends: bool, reason: str, seen: int, at: datetime) -> None:
    """An objection was right: before anything is removed the audit goes back to the follow-up, or ends not passed.

    Args: ends: it ends. reason: public.
    Raises: AuditNotFound; NotYourAudit; DutyMissing; OutOfArea; AuditElsewhere: it is removed, or ended; AuditChanged;
        AuditTextWrong.
    """
    audit = approving_audit(actor, pk, AuditState.NOTICE)
    check_audit_seen(audit, seen)
    report = _report(audit)
    said = audit_text(reason, "Say why; the reason is public.")
    facts = {"report": audit_report_digest(report)}
    if report.notice_id and get_notice(report.notice_id, today=localdate(at)).row.state != NoticeState.WITHDRAWN:
        withdraw_notice(report.notice_id, reason=said[: notice_terms().reason_longest], by=THE_PLATFORM, at=at)
    for each in PUBLISHING if ends else (*PUBLISHING, *WRITING):
        untick_act(audit, each, reason=said, signature=actor.signature, at=at)
    if ends:
        step = Stepped({"reason": said}, reason=said, clause=CLAUSE, facts=facts)
        take_audit_step(audit, AuditAct.FAIL, AuditParty.PLATFORM, actor=actor, at=at, said=step)
        return
    report.ended_at = at
    report.save(update_fields=["ended_at"])
    step = Stepped(reason=said, clause="IPE-2017 §2.2.4 后续跟进", facts=facts)
    take_audit_step(audit, AuditAct.REOPEN, AuditParty.PLATFORM, actor=actor, at=at, said=step)


def may_confirm(actor: Actor, pk: int) -> bool:
    """Whether somebody did not comment on the report that waits; two queries."""
    report = AuditReport.objects.filter(audit=pk, kind=ReportKind.FINAL, ended_at=None).first()
    return report is not None and not _commented(actor, report)


def _report(audit: Audit) -> AuditReport:
    report = standing_report(audit, ReportKind.FINAL)
    if report is None:
        raise AuditIncomplete("The agency has not completed the final report yet.", cause="report")
    return report


def _check_stranger(actor: Actor, report: AuditReport) -> None:
    if _commented(actor, report):
        raise NotYourAudit("You commented on this report; another person confirms it.", cause="commented")


def _commented(actor: Actor, report: AuditReport) -> bool:
    return ReportComment.objects.filter(report__audit=report.audit_id, said_by=actor.signature).exists()
