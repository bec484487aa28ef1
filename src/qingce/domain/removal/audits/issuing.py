"""The reports of an audit as documents: the preliminary one for its parties, the final one for all once confirmed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from qingce.domain.removal.audits.holding import audit_not_found
from qingce.domain.removal.audits.permissions import parties_see, staff_audits
from qingce.domain.removal.audits.report_drafting import FINAL, KINDS, PRELIMINARY, report_draft
from qingce.domain.removal.audits.report_enums import ReportKind
from qingce.domain.removal.audits.report_parts import SaidIn
from qingce.domain.removal.models import Audit, AuditReport
from qingce.pure.kernel.errors import QingceError
from qingce.shared.changes.actions import note_change
from qingce.shared.issuing.actions import issue_document
from qingce.shared.issuing.enums import Draft, Issued, Language
from qingce.shared.issuing.queries import issued_about, issued_by_code
from qingce.shared.parties.enums import Actor
from qingce.shared.rulebooks.queries import book_of

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_CODES = {"zh": "zh-hans", "en": "en"}
# The preliminary one is a document from when it is handed over, the final one from when it is confirmed.
_READY = Q(kind=ReportKind.PRELIMINARY, handed_at__isnull=False) | Q(kind=ReportKind.FINAL, confirmed_at__isnull=False)


def preliminary_draft(number: int, language: Language, *, on: date) -> Draft | None:
    """What the preliminary report of an audit says, the newest that was handed over; None: there is none."""
    del on
    return _newest(number, ReportKind.PRELIMINARY, language)


def final_draft(number: int, language: Language, *, on: date) -> Draft | None:
    """What the final report of an audit says to everybody, the newest that was confirmed; None: there is none."""
    del on
    return _newest(number, ReportKind.FINAL, language)


def is_never_public(number: int) -> bool:
    """Whether everybody may read a preliminary report: never, it is for the parties."""
    del number
    return False


def issue_audit_reports(*, at: datetime) -> int:
    """Makes the documents of reports that have none, in each language; it may run twice, or in two processes at once.

    Returns: of how many reports. Cost: the typesetting outside of any transaction.
    Raises: the errors of issuing, after the others were made.
    """
    made, faults = 0, list[QingceError]()
    for report in list(AuditReport.objects.filter(_READY, issued=None).select_related("audit").order_by("pk")):
        try:
            made += _issue(report, at)
        except QingceError as error:
            faults.append(error)
    if faults:
        raise faults[0]
    return made


def documents_of_audit(pk: int, kind: ReportKind) -> tuple[Issued, ...]:
    """The documents that hold of a kind of report: one in each language; one query."""
    return issued_about(KINDS[kind], pk)


def audit_document(pk: int, code: str, *, actor: Actor, is_staff: bool = False) -> Issued:
    """A document of an audit for who may read it besides the public; two queries.

    Raises: AuditNotFound: also for everybody else; DocumentCodeWrong; IssuedDocumentNotFound.
    """
    seen = staff_audits(actor) if is_staff else parties_see(actor)
    if not Audit.objects.filter(seen, pk=pk).exists():
        raise audit_not_found(pk)
    issued = issued_by_code(code)
    if issued.subject != pk or issued.kind not in (PRELIMINARY, FINAL):
        raise audit_not_found(pk)
    return issued


def _issue(report: AuditReport, at: datetime) -> bool:
    chinese, *_others = [
        issue_document(_draft_in(report, language), subject=report.audit_id, at=at) for language in LANGUAGES
    ]
    with transaction.atomic():
        held = AuditReport.objects.select_for_update().get(pk=report.pk)
        if held.issued_id is not None:
            return False
        held.issued_id = chinese.id
        held.save(update_fields=["issued"])
        note_change("audit", report.audit_id, at=at)
        return True


def _newest(number: int, kind: ReportKind, language: Language) -> Draft | None:
    rows = AuditReport.objects.filter(_READY, audit=number, kind=kind).select_related("audit")
    report = rows.order_by("-pk").first()
    return _draft_in(report, language) if report else None


def _draft_in(report: AuditReport, language: Language) -> Draft:
    with translation.override(_CODES[language]):
        return report_draft(report, SaidIn(language, book_of(report.audit.rules)))
