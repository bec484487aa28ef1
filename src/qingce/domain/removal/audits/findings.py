"""What the audit found, as the preliminary report states it; the enterprise puts it right, the agency judges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.documents.queries import get_document
from qingce.domain.enterprises.queries import family_of
from qingce.domain.removal.audits.acts import REMEDY_IN, REMEDY_JUDGED, VISIT_CALLED, VISIT_TOLD
from qingce.domain.removal.audits.duties import take_back
from qingce.domain.removal.audits.enums import AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditElsewhere, AuditIncomplete, AuditTextWrong, RemedyUnfit
from qingce.domain.removal.audits.holding import audit_for, audit_text, note_audit
from qingce.domain.removal.audits.noted import noted_findings
from qingce.domain.removal.audits.report_enums import ReportedFinding, ReportKind
from qingce.domain.removal.audits.reports_reading import findings_in
from qingce.domain.removal.audits.telling import tell_step
from qingce.domain.removal.models import Audit, AuditFinding, AuditReport, FurtherVisit, Remedy, RemedyPaper
from qingce.shared.parties.enums import Actor

FURTHER = ("support-further-audit", "observe-further-audit")


def check_findings(audit: Audit) -> None:
    """That the form says of each finding what it is.

    Raises: AuditIncomplete.
    """
    for each in noted_findings(audit):
        if not each.finding:
            raise AuditIncomplete("A finding of the auditor's form has no words yet.", cause="words")


def state_findings(audit: Audit, report: AuditReport) -> None:
    """Keeps what the form says now as the findings of the preliminary report."""
    AuditFinding.objects.bulk_create(
        AuditFinding(
            report=report,
            item=each.item,
            grade=dict(each.grade),
            finding=each.finding,
            action=each.action,
            deadline=each.deadline,
        )
        for each in noted_findings(audit)
    )


def reported_findings(audit: Audit) -> tuple[ReportedFinding, ...]:
    """The findings of the preliminary report with what was done about each; four queries."""
    report = AuditReport.objects.filter(audit=audit, kind=ReportKind.PRELIMINARY, ended_at=None).first()
    return findings_in(report) if report else ()


def check_settled(audit: Audit) -> None:
    """That each finding was judged to be put right.

    Raises: AuditIncomplete.
    """
    if any(not each.is_settled for each in reported_findings(audit)):
        raise AuditIncomplete("Not every finding is judged to be put right.", cause="unsettled")


@transaction.atomic
def hand_remedy_in(
    actor: Actor, pk: int, finding: int, text: str, documents: Sequence[int], *, at: datetime
) -> int:  # fmt: skip
    """Says what was done about a finding, with documents of the enterprise's shelf; only the parties see it.

    Returns: number of what was handed in.
    Raises: AuditNotFound; NotYourAudit; AuditElsewhere: it waits for the agency's word, or was put right;
        DocumentNotFound; RemedyUnfit; AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.ENTERPRISE, AuditState.FOLLOW_UP)
    known = next((each for each in reported_findings(audit) if each.id == finding), None)
    if known is None or known.is_settled or not known.is_judged:
        raise AuditElsewhere("Nothing is handed in about this finding now; look at it again.", cause="finding")
    said = audit_text(text, "Say what was done.")
    papers = [(number, _fitting(audit, number, actor)) for number in dict.fromkeys(documents)]
    try:
        with transaction.atomic():
            row = Remedy.objects.create(finding_id=finding, text=said, handed_by=actor.signature, handed_at=at)
    except IntegrityError as error:
        raise AuditElsewhere(
            "Nothing is handed in about this finding now; look at it again.", cause="finding"
        ) from error
    RemedyPaper.objects.bulk_create(
        RemedyPaper(remedy=row, document_id=number, document_version=version) for number, version in papers
    )
    note_audit(audit, actor, REMEDY_IN, at=at, finding=finding)
    tell_step(audit, REMEDY_IN, "", at=at)
    return row.pk


@transaction.atomic
def judge_remedy(actor: Actor, pk: int, remedy: int, is_effective: bool, *, why: str, at: datetime) -> None:
    """The agency judges whether what was done worked, with the reason.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere: it is judged already; AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, AuditState.FOLLOW_UP)
    rows = Remedy.objects.filter(finding__report__audit=audit, finding__report__ended_at=None, is_effective=None)
    row = rows.filter(pk=remedy).first()
    if row is None:
        raise AuditElsewhere("This is judged already; look at it again.", cause="judged")
    row.is_effective, row.why = is_effective, audit_text(why, "Say why you judge so.")
    row.judged_by, row.judged_at = actor.signature, at
    row.save(update_fields=["is_effective", "why", "judged_by", "judged_at"])
    note_audit(audit, actor, REMEDY_JUDGED, at=at, finding=row.finding_id)
    tell_step(audit, REMEDY_JUDGED, "", at=at)


@transaction.atomic
def call_visit(actor: Actor, pk: int, on: date | None, *, why: str, at: datetime) -> int:
    """Calls a further audit on site; the duties that go with it are owed (anew) from then on.

    Returns: its number.
    Raises: AuditNotFound; NotYourAudit; AuditElsewhere: one is called already; AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, AuditState.FOLLOW_UP)
    if on is None or on < localdate(at):
        raise AuditTextWrong("Name a day from today on.", cause="day")
    said = audit_text(why, "Say what has to be seen on site.")
    try:
        with transaction.atomic():
            row = FurtherVisit.objects.create(audit=audit, on=on, why=said, called_by=actor.signature, called_at=at)
    except IntegrityError as error:
        raise AuditElsewhere("A further audit on site is called already; look at it again.", cause="visit") from error
    take_back(audit, FURTHER, reason=said, by=actor.signature, at=at)
    note_audit(audit, actor, VISIT_CALLED, at=at, visit=row.pk)
    tell_step(audit, VISIT_CALLED, said, at=at)
    return row.pk


@transaction.atomic
def tell_visit(actor: Actor, pk: int, visit: int, result: str, *, at: datetime) -> None:
    """Tells what a further audit on site has shown.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditTextWrong.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, AuditState.FOLLOW_UP)
    row = FurtherVisit.objects.filter(audit=audit, pk=visit, told_at=None, ended_at=None).first()
    if row is None:
        raise AuditElsewhere("This visit has its result already; look at it again.", cause="visit")
    row.result, row.told_by, row.told_at = audit_text(result, "Say what was seen."), actor.signature, at
    row.save(update_fields=["result", "told_by", "told_at"])
    note_audit(audit, actor, VISIT_TOLD, at=at, visit=visit)
    tell_step(audit, VISIT_TOLD, "", at=at)


def _fitting(audit: Audit, number: int, actor: Actor) -> int:
    """The version of a document of the enterprise's own shelf that holds."""
    found = get_document(number, actor=actor)
    family = set(family_of([audit.case.enterprise_id]).values_list("pk", flat=True))
    if not found.is_own or found.row.enterprise_id not in family:
        raise RemedyUnfit("This document is another enterprise's.", cause="other")
    if found.row.withdrawn_at is not None:
        raise RemedyUnfit("This document was withdrawn from the shelf.", cause="withdrawn")
    return found.row.version
