"""The reports on the page of an audit: the agency writes them, the others comment, what is confirmed is public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingce.domain.removal.actions import (
    answer_comment,
    comment_on_report,
    complete_final,
    hand_report_over,
    save_audit_report,
)
from qingce.domain.removal.enums import AuditParty, AuditReportRow, AuditReportText, AuditResult, AuditState, ReportKind
from qingce.domain.removal.queries import (
    audit_report_sections,
    documents_of_audit,
    facts_for_report,
    reports_of_audit,
)
from qingce.doors.web.audits.parts import AuditForm, AuditPage, AuditPart, register_part
from qingce.doors.web.numbers import number_in
from qingce.shared.issuing.enums import Issued
from qingce.shared.issuing.queries import issued_by_ids

WRITTEN = {AuditState.REPORTING: ReportKind.PRELIMINARY, AuditState.FOLLOW_UP: ReportKind.FINAL}


@dataclass(frozen=True)
class ShownReport:
    """A report. Args: sections: name, title and text. documents: in each language; none: not made yet."""

    row: AuditReportRow
    title: str
    sections: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]
    documents: tuple[Issued, ...]
    is_open: bool
    completes: bool

    @property
    def is_passed(self) -> bool:
        """What it concludes."""
        return self.row.result == AuditResult.PASSED


def fact_lines(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What the audit itself says, line by line."""
    observer = _("The platform itself") if facts.get("is_platform_observing") and not facts.get("observer") else ""
    lines = [
        (_("Enterprise"), facts.get("enterprise", "")),
        (_("Unified social credit code"), facts.get("uscc", "")),
        (_("Case"), str(facts.get("case", ""))),
        (_("Records of the case"), _("; ").join(each["title"] for each in facts.get("records", ()))),
        (_("Audit agency"), facts.get("agency", "")),
        (_("Observing NGO"), facts.get("observer", "") or observer),
        (_("On site"), " – ".join(dict.fromkeys(facts.get("days", ())))),
        (_("Further audits on site"), _("; ").join(each["on"] for each in facts.get("visits", ()))),
    ]
    return tuple((title, text) for title, text in lines if text)


def _reports(page: AuditPage) -> Mapping[str, Any] | None:
    rows = reports_of_audit(page.row.id, page.party)
    kind = WRITTEN.get(page.row.state)
    held = next((each for each in rows if each.kind == kind and each.ended_at is None), None)
    writes = page.writes and page.party == AuditParty.AGENCY and kind is not None and _is_open(held)
    if not rows and not writes:
        return None
    return {
        "reports": [_shown(each, page) for each in rows],
        "writes": writes,
        "kind": kind.value if kind else "",
        "title": str(kind.label) if kind else "",
        "held": held,
        "hands": writes and held is not None and held.handed_at is None,
        "fields": _fields(page, kind, held) if writes and kind else (),
        "is_final": kind == ReportKind.FINAL,
        "facts": fact_lines(facts_for_report(page.row.id)) if writes else (),
        "is_agency": page.party == AuditParty.AGENCY,
        "comments": page.writes and page.party != AuditParty.AGENCY,
        "seen": page.row.version,
        "is_public": page.party is None,
        "document_url": "web:office-audit-document" if page.party == AuditParty.PLATFORM else "web:my-audit-document",
    }


def _is_open(row: AuditReportRow | None) -> bool:
    """Whether the agency may save it."""
    if row is None:
        return True
    return row.handed_at is None if row.kind == ReportKind.PRELIMINARY else row.completed_at is None


def _shown(row: AuditReportRow, page: AuditPage) -> ShownReport:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    sections = tuple(
        (each.id, each.said(language), row.texts.get(each.id, "")) for each in audit_report_sections(row.kind)
    )
    is_open = row.ended_at is None and row.handed_at is not None and WRITTEN.get(page.row.state) == row.kind
    answered = all(each.answered_at for each in row.comments)
    completes = is_open and row.kind == ReportKind.FINAL and row.completed_at is None and answered
    return ShownReport(
        row, str(row.kind.label), sections, fact_lines(row.facts), _documents(row, page), is_open, completes
    )


def _documents(row: AuditReportRow, page: AuditPage) -> tuple[Issued, ...]:
    """The documents of a report; of one that was ended the public gets none, as it no longer holds."""
    if row.issued is None or (page.party is None and row.ended_at is not None):
        return ()
    newest = documents_of_audit(page.row.id, row.kind)
    return newest if row.issued in {each.id for each in newest} else tuple(issued_by_ids([row.issued]))


def _fields(page: AuditPage, kind: ReportKind, held: AuditReportRow | None) -> list[tuple[str, str, str, str]]:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    said = page.request.POST if page.request.POST.get("act") == "save-report" else {}
    texts = held.texts if held else {}
    return [
        (each.id, each.said(language), each.clause, said.get(f"text-{each.id}", texts.get(each.id, "")))
        for each in audit_report_sections(kind)
    ]


def _kind(form: AuditForm) -> ReportKind:
    return ReportKind.FINAL if form.said.get("kind") == ReportKind.FINAL else ReportKind.PRELIMINARY


def _number(form: AuditForm, name: str) -> int:
    return number_in(form.said.get(name, "")) or 0


def _save(form: AuditForm) -> None:
    kind, said = _kind(form), form.said
    texts = {each.id: said.get(f"text-{each.id}", "") for each in audit_report_sections(kind)}
    text = AuditReportText(texts, said.get("result", ""), said.get("reason", ""))
    save_audit_report(form.actor, form.pk, kind, text, revision=_number(form, "revision"), at=form.at)


def _hand(form: AuditForm) -> None:
    hand_report_over(form.actor, form.pk, _kind(form), revision=_number(form, "revision"), at=form.at)


def _comment(form: AuditForm) -> None:
    comment_on_report(form.actor, form.pk, _kind(form), form.party, form.said.get("text", ""), at=form.at)


def _answer(form: AuditForm) -> None:
    answer_comment(form.actor, form.pk, _number(form, "comment"), form.said.get("text", ""), at=form.at)


def _complete(form: AuditForm) -> None:
    complete_final(form.actor, form.pk, seen=_number(form, "seen"), at=form.at)


ACTS = {
    "save-report": _save,
    "hand-report": _hand,
    "comment-report": _comment,
    "answer-comment": _answer,
    "complete-report": _complete,
}
register_part(AuditPart("reports", "web/audits/_reports.html", _reports, ACTS, 60))
