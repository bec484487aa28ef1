"""The agency writes its reports and hands them to platform and enterprise at once; both may comment on them."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from qingce.domain.removal.audits.acts import ANSWERED, COMMENTED, REPORT_COMPLETED, REPORT_HANDED, REPORT_SAVED
from qingce.domain.removal.audits.duties import tick_by_act, untick_act
from qingce.domain.removal.audits.enums import AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditElsewhere, AuditIncomplete, AuditReportChanged, AuditTextWrong
from qingce.domain.removal.audits.findings import check_findings, check_settled, state_findings
from qingce.domain.removal.audits.holding import audit_for, audit_text, check_audit_seen, note_audit
from qingce.domain.removal.audits.issuing_tasks import issue_audit_documents
from qingce.domain.removal.audits.report_enums import AuditReportText, AuditResult, ReportKind
from qingce.domain.removal.audits.report_facts import facts_of_audit
from qingce.domain.removal.audits.report_guards import standing_report
from qingce.domain.removal.audits.report_keeping import kept_of_audit
from qingce.domain.removal.audits.report_terms import audit_report_sections
from qingce.domain.removal.audits.telling import tell_staff, tell_step
from qingce.domain.removal.models import Audit, AuditReport, DutyTick, FurtherVisit, ReportComment
from qingce.shared.parties.enums import Actor

STATES = {ReportKind.PRELIMINARY: AuditState.REPORTING, ReportKind.FINAL: AuditState.FOLLOW_UP}
COMPLETE, COMMENT = "complete-final", {ReportKind.PRELIMINARY: "comment-preliminary", ReportKind.FINAL: "comment-final"}


@transaction.atomic
def save_audit_report(
    actor: Actor, pk: int, kind: ReportKind, text: AuditReportText, *, revision: int, at: datetime
) -> int:
    """Saves a report of the agency; nobody overwrites what another wrote meanwhile.

    Args: revision: of the report that was read; 0: there was none.
    Returns: the new revision.
    Raises: AuditNotFound; NotYourAudit; AuditElsewhere: its stage is not now, or it stands; AuditReportChanged;
        AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, STATES[kind])
    said = _checked(kind, text)
    row = standing_report(audit, kind)
    if (row.revision if row else 0) != revision:
        raise AuditReportChanged("Somebody saved this report meanwhile; look at it before you save again.")
    if row is None:
        row = AuditReport(audit=audit, kind=kind, revision=0)
    elif not _is_written(row):
        raise AuditElsewhere("This report stands; it is not changed any more.", cause="stands")
    row.texts, row.result, row.reason = dict(said.texts), said.result, said.reason
    row.revision += 1
    row.written_by, row.written_at = actor.signature, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # somebody began it at the same moment
        raise AuditReportChanged("Somebody saved this report meanwhile; look at it before you save again.") from error
    note_audit(audit, actor, REPORT_SAVED, at=at, kind=kind, revision=row.revision)
    return row.revision


@transaction.atomic
def hand_report_over(actor: Actor, pk: int, kind: ReportKind, *, revision: int, at: datetime) -> None:
    """Hands a report to the platform and, at the same time, to the enterprise.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere: it was handed over; AuditReportChanged; AuditIncomplete: a
        section is empty, or, where it passes, a finding is not put right or a visit has no result.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, STATES[kind])
    row = standing_report(audit, kind)
    if row is None:
        raise AuditIncomplete("Write the report first.", cause="report")
    if row.handed_at is not None:
        raise AuditElsewhere("This report was handed over already.", cause="handed")
    if row.revision != revision:
        raise AuditReportChanged("Somebody saved this report meanwhile; look at it before you save again.")
    _check_whole(row)
    if kind == ReportKind.PRELIMINARY:
        check_findings(audit)
        state_findings(audit, row)
        tick_by_act(audit, kind, AuditParty.ENTERPRISE, signature=actor.signature, at=at)
    else:
        _check_follow_up(audit, row)
    row.facts, row.kept = facts_of_audit(audit), kept_of_audit(audit)
    row.handed_by, row.handed_at = actor.signature, at
    row.save(update_fields=["facts", "kept", "handed_by", "handed_at"])
    tick_by_act(audit, kind, AuditParty.AGENCY, signature=actor.signature, at=at)
    note_audit(audit, actor, REPORT_HANDED, at=at, kind=kind)
    if kind == ReportKind.PRELIMINARY:
        issue_audit_documents.enqueue()
    tell_step(audit, REPORT_HANDED, "", at=at)
    tell_staff(audit, "comment", at=at)


@transaction.atomic
def comment_on_report(
    actor: Actor, pk: int, kind: ReportKind, party: AuditParty, text: str, *, at: datetime
) -> int:  # fmt: skip
    """Says something to a report that was handed over; what is said to the final one is answered before it is complete.

    Args: party: as whom. Returns: number of the comment.
    Raises: AuditNotFound; NotYourAudit: one is the agency; AuditElsewhere; AuditIncomplete: nothing was handed over;
        AuditTextWrong.
    """
    audit = audit_for(actor, pk, party, STATES[kind])
    if party == AuditParty.AGENCY:
        raise AuditElsewhere("The agency answers comments; it makes none.", cause="agency")
    row = standing_report(audit, kind)
    if row is None or row.handed_at is None:
        raise AuditIncomplete("The report was not handed over yet.", cause="report")
    comment = ReportComment.objects.create(
        report=row, party=party, text=audit_text(text, "Write something first."), said_by=actor.signature, said_at=at
    )
    if kind == ReportKind.FINAL and row.completed_at is not None:
        row.completed_by, row.completed_at = "", None
        row.save(update_fields=["completed_by", "completed_at"])
        untick_act(audit, COMPLETE, reason=comment.text, signature=actor.signature, at=at)
    if party != AuditParty.ENTERPRISE:
        tick_by_act(audit, COMMENT[kind], party, signature=actor.signature, at=at)
    note_audit(audit, actor, COMMENTED, at=at, kind=kind, comment=comment.pk)
    tell_step(audit, COMMENTED, "", at=at)
    return comment.pk


@transaction.atomic
def answer_comment(actor: Actor, pk: int, comment: int, answer: str, *, at: datetime) -> None:
    """Settles a comment: what was changed, or why nothing was.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere: there is no such comment, or it is answered; AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, AuditState.REPORTING, AuditState.FOLLOW_UP)
    rows = ReportComment.objects.filter(report__audit=audit, report__ended_at=None, answered_at=None)
    row = rows.filter(pk=comment).first()
    if row is None:
        raise AuditElsewhere("This comment was answered already; look at it again.", cause="answered")
    row.answer = audit_text(answer, "Say what you changed, or why you changed nothing.")
    row.answered_by, row.answered_at = actor.signature, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    note_audit(audit, actor, ANSWERED, at=at, comment=comment)


@transaction.atomic
def complete_final(actor: Actor, pk: int, *, seen: int, at: datetime) -> None:
    """Completes the final report once the platform has commented on it and each comment is answered.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditChanged; AuditIncomplete.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, AuditState.FOLLOW_UP)
    check_audit_seen(audit, seen)
    row = standing_report(audit, ReportKind.FINAL)
    if row is None or row.handed_at is None:
        raise AuditIncomplete("The report was not handed over yet.", cause="report")
    if row.completed_at is not None:
        raise AuditElsewhere("This report stands; it is not changed any more.", cause="stands")
    if not DutyTick.objects.filter(audit=audit, duty="comment-final", back_at=None).exists():
        raise AuditIncomplete("The platform has not commented on the report yet.", cause="uncommented")
    if ReportComment.objects.filter(report=row, answered_at=None).exists():
        raise AuditIncomplete("A comment on the report has no answer yet.", cause="comments")
    _check_whole(row)
    _check_follow_up(audit, row)
    row.facts, row.kept = facts_of_audit(audit), kept_of_audit(audit)
    row.completed_by, row.completed_at = actor.signature, at
    row.save(update_fields=["facts", "kept", "completed_by", "completed_at"])
    tick_by_act(audit, COMPLETE, AuditParty.AGENCY, signature=actor.signature, at=at)
    note_audit(audit, actor, REPORT_COMPLETED, at=at)
    tell_step(audit, REPORT_COMPLETED, "", at=at)
    tell_staff(audit, "report", at=at)


def end_reports(audit: Audit, *, at: datetime) -> None:
    """Another agency took over, in its transaction: what the former one wrote is kept, but counts no longer."""
    AuditReport.objects.filter(audit=audit, ended_at=None).update(ended_at=at)
    FurtherVisit.objects.filter(audit=audit, told_at=None, ended_at=None).update(ended_at=at)


def _is_written(row: AuditReport) -> bool:
    """Whether the agency still writes it: the preliminary one until it is handed over, the final one until complete."""
    return row.handed_at is None if row.kind == ReportKind.PRELIMINARY else row.completed_at is None


def _checked(kind: ReportKind, text: AuditReportText) -> AuditReportText:
    texts = {each.id: audit_text(text.texts.get(each.id, "")) for each in audit_report_sections(kind)}
    if kind == ReportKind.PRELIMINARY:
        return AuditReportText(texts)
    if text.result and text.result not in AuditResult:
        raise AuditTextWrong("Choose what the report concludes.", cause="missing")
    reason = audit_text(text.reason) if text.result == AuditResult.NOT_PASSED else ""
    return AuditReportText(texts, text.result, reason)


def _check_whole(row: AuditReport) -> None:
    for each in audit_report_sections(ReportKind(row.kind)):
        if not row.texts.get(each.id):
            raise AuditIncomplete(f"“{each.en}” is still empty.", cause="section", zh=each.zh, en=each.en)
    if row.kind == ReportKind.FINAL and not row.result:
        raise AuditIncomplete("Choose what the report concludes.", cause="conclusion")
    if row.result == AuditResult.NOT_PASSED and not row.reason:
        raise AuditIncomplete("Say why the audit is not passed; it is public.", cause="reason")


def _check_follow_up(audit: Audit, row: AuditReport) -> None:
    if FurtherVisit.objects.filter(audit=audit, told_at=None, ended_at=None).exists():
        raise AuditIncomplete("A further audit on site was called and has no result yet.", cause="visit")
    if row.result == AuditResult.PASSED:
        check_settled(audit)
