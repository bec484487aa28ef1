"""The report of a review as a document: filled in from the case, issued once it is approved, as PDF and as DOCX."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingce.domain.removal.cases.enums import CasePath, Result
from qingce.domain.removal.cases.standing import LineStanding, standings_of
from qingce.domain.removal.cases.terms import report_sections
from qingce.domain.removal.enums import TABLE
from qingce.domain.removal.models import CaseRecord, CaseReport
from qingce.shared.changes.actions import note_change
from qingce.shared.issuing.actions import issue_document
from qingce.shared.issuing.enums import Draft, Language, draft
from qingce.shared.rulebooks.queries import book_of

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book

KIND = "case-report"
_CODES = {"zh": "zh-hans", "en": "en"}
_LANGUAGE: Language = "zh"  # reports are written in Chinese


def report_draft(number: int, language: Language, *, on: date) -> Draft | None:
    """What the newest approved report of a case says; None: there is none."""
    del on
    report = CaseReport.objects.filter(case=number).exclude(approved_at=None).order_by("-round").first()
    return _draft_of(report, language) if report else None


def issue_reports(*, at: datetime, case: int | None = None) -> int:
    """Makes the documents of approved reports that have none: one, or all that a stopped process left.

    Returns: how many. Cost: the typesetting outside of any transaction.
    """
    waiting = CaseReport.objects.filter(issued=None).exclude(approved_at=None).order_by("pk")
    made = 0
    for report in list(waiting.filter(case=case) if case else waiting):
        issued = issue_document(_draft_of(report, _LANGUAGE), subject=report.case_id, at=at)
        with transaction.atomic():
            held = CaseReport.objects.select_for_update().get(pk=report.pk)
            if held.issued_id is None:
                held.issued_id = issued.id
                held.save(update_fields=["issued"])
                note_change("case", report.case_id, at=at)
                made += 1
    return made


def _draft_of(report: CaseReport, language: Language) -> Draft:
    with translation.override(_CODES[language]):
        return _draft(report, language)


def _draft(report: CaseReport, language: Language) -> Draft:
    case = report.case
    records = list(CaseRecord.objects.filter(case=case).exclude(outcome="").order_by("place", "pk"))
    lines, book = standings_of(case), book_of(case.rules)
    result = Result(report.result)
    facts = [
        (_("Case"), str(case.pk)),
        (_("Enterprise"), case.enterprise.name),
        (_("Unified social credit code"), case.enterprise.uscc or "—"),
        (_("Applied on"), case.applied_on.isoformat() if case.applied_on else "—"),
        (_("Way of removal"), str(CasePath(case.path).label) if case.path else "—"),
        (_("Round"), str(report.round)),
    ]
    approved = localdate(report.approved_at).isoformat() if report.approved_at else "—"
    end = [(_("Result"), str(result.label)), (_("Approved on"), approved)]
    if report.missing:
        end.append((_("What is missing, and why"), report.missing))
    return draft(
        KIND,
        language=language,
        title=case.enterprise.name,
        subtitle=ngettext("Case %(case)d, %(count)d record", "Case %(case)d, %(count)d records", len(records))
        % {"case": case.pk, "count": len(records)},
        issuer=_("Qingce · %(host)s") % {"host": urlsplit(settings.BASE_URL).netloc},
        issued_on=localdate(report.approved_at or report.written_at),
        values={
            "facts": facts,
            "records": [_record(each, lines, book, language) for each in records],
            "findings": [(each.said(language), report.texts.get(each.id, "")) for each in report_sections()],
            "result": end,
            "notes": [
                _("Rules: %(book)s, %(digest)s.") % {"book": book.key, "digest": case.rules},
                _("If facts turn out to be concealed or papers forged, the records are restored."),
            ],
        },
    )


def _record(
    row: CaseRecord, lines: tuple[LineStanding, ...], book: Book, language: Language
) -> tuple[str, str, str, str]:
    rules = {each.id: each for group in book.tables[TABLE].group for each in group.row}
    names = dict.fromkeys(name for each in row.rows for name in each if name in rules)
    why = [
        _("%(rule)s (%(clause)s)") % {"rule": _in(rules[name].title, language), "clause": rules[name].clause}
        for name in names
    ]
    papers = []
    for each in lines:
        if each.case_record == row.pk:
            title = _in(each.line.title, language)
            papers += [
                _("%(line)s: %(paper)s. %(found)s") % {"line": title, "paper": paper.said.title, "found": paper.proves}
                for paper in each.papers
            ]
            if each.excuse and each.excuse.is_waived:
                papers.append(_("%(line)s: waived. %(why)s") % {"line": title, "why": each.excuse.why})
    outcome = next((_in(each.title, language) for each in book.tables[TABLE].outcome if each.id == row.outcome), "")
    return row.title, row.source, "\n".join([outcome, *why]), "\n".join(papers) or "—"


def _in(text: object, language: Language) -> str:
    return str(getattr(text, language))
