"""A case in the reader's language: what was decided by which clause, which papers, who owes what until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingce.domain.documents.queries import DocumentType, document_types
from qingce.domain.removal.enums import CaseParty, CaseState, Declared
from qingce.domain.removal.queries import CaseDetail, declarations_of, declared_text, report_sections
from qingce.doors.web.rules.words import clause_words, said, value_words
from qingce.doors.web.templatetags.qingce_web import day, is_chinese
from qingce.pure.kernel.calendar import CalendarGap, load_calendar, working_days_between
from qingce.pure.rules.values import read_facts
from qingce.shared.issuing.queries import issued_by_ids
from qingce.shared.rulebooks.errors import NoReleaseInForce
from qingce.shared.rulebooks.queries import book_of

if TYPE_CHECKING:
    from django.http import QueryDict

    from qingce.domain.removal.enums import CaseRow, NeededLine
    from qingce.domain.removal.queries import CaseRecordRow, DeclaredRow, LineStanding, ReportRow
    from qingce.pure.rules.book import Book

TABLE = "removal"


@dataclass(frozen=True)
class ShownLine:
    """A line of a record's list. Args: time: which time or day its papers have to be of; empty: none in particular."""

    standing: LineStanding
    list_title: str
    title: str
    clause: str
    time: str
    types: tuple[str, ...]

    @property
    def id(self) -> str:
        """Of the element on the page."""
        return f"line-{self.standing.record}-{self.standing.line.key}".replace(".", "-")


@dataclass(frozen=True)
class ShownClaim:
    """What papers have to prove. Args: is_proven: None: not judged yet."""

    violation: int
    fact: str
    title: str
    is_proven: bool | None

    @property
    def field(self) -> str:
        """Its name in a form."""
        return f"claim-{self.violation}-{self.fact}"


@dataclass(frozen=True)
class ShownRecord:
    """A record of a case. Args: reasons: title and clause of each rule that counts. answers: by title, what is said."""

    row: CaseRecordRow
    outcome: str
    reasons: tuple[tuple[str, str], ...]
    lines: tuple[ShownLine, ...]
    claims: tuple[ShownClaim, ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShownReport:
    """A report. Args: sections: title and text. code: of its document; empty: not made yet."""

    row: ReportRow
    sections: tuple[tuple[str, str], ...]
    code: str = ""


@dataclass(frozen=True)
class ShownCase:
    """A case as every page of it shows it."""

    found: CaseDetail
    records: tuple[ShownRecord, ...]
    reports: tuple[ShownReport, ...]
    declared: tuple[tuple[DeclaredRow, str, str], ...]
    standing: str

    @property
    def row(self) -> CaseRow:
        """Its head."""
        return self.found.row


def shown_case(found: CaseDetail, *, on: date) -> ShownCase:
    """A case in the reader's language; two queries for the books of then, none where they are in memory."""
    book = book_of(found.rules) if found.rules else None
    types = _types(found)
    records = tuple(_record(each, found, book, types) for each in found.records)
    issued = [each.issued for each in found.reports if each.issued]
    codes = {each.id: each.code for each in issued_by_ids(issued)} if issued else {}
    return ShownCase(
        found=found,
        records=records,
        reports=tuple(
            ShownReport(each, _sections(each), codes.get(each.issued or 0, "")) for each in reversed(found.reports)
        ),
        declared=tuple((each, *_declared(each)) for each in found.declarations),
        standing=standing_words(found.row, on=on),
    )


def standing_words(row: CaseRow, *, on: date) -> str:
    """Who owes what until when, in a sentence; empty: nobody owes anything."""
    if row.state == CaseState.ON_SITE:
        return _("An agency has to audit on site, watched by an NGO.")
    if row.owed_by is None or row.state == CaseState.DRAFT:
        return ""
    if row.state == CaseState.HANDING_IN:
        said = _("The enterprise hands in documents; the terms of the staff stand still meanwhile.")
    elif row.state == CaseState.REPORTED:
        said = _("Another person than the reviewer approves the report.")
    else:
        said = _("The staff take the next step.")
    return f"{said} {_until(row, on)}".strip()


def _until(row: CaseRow, on: date) -> str:
    if row.due_on is None:
        return _("The calendar of working days of a year of the term is not published yet; then the last day is told.")
    if row.owed_by != CaseParty.ENTERPRISE and (worked := _workdays_until(row.due_on, on)):
        return worked
    left = (row.due_on - on).days
    if left < 0:
        told = ngettext("It was due on %(day)s, %(days)d day ago.", "It was due on %(day)s, %(days)d days ago.", -left)
        return told % {"day": day(row.due_on), "days": -left}
    told = ngettext("Last day: %(day)s, %(days)d day from now.", "Last day: %(day)s, %(days)d days from now.", left)
    return told % {"day": day(row.due_on), "days": left}


def _workdays_until(due_on: date, on: date) -> str:
    """The staff's terms are working days; empty: no calendar says how many are left."""
    try:
        left = working_days_between(on, due_on, load_calendar())
    except CalendarGap:
        return ""
    if due_on < on:
        late = ngettext(
            "%(days)d working day late (was due by %(day)s)", "%(days)d working days late (was due by %(day)s)", -left
        )
        return late % {"days": -left, "day": day(due_on)}
    if due_on == on:
        return _("due today")
    told = ngettext("%(days)d working day left (until %(day)s)", "%(days)d working days left (until %(day)s)", left)
    return told % {"days": left, "day": day(due_on)}


def rule_words(book: Book) -> dict[str, tuple[str, str]]:
    """Title and clause of every rule of the table, by its name."""
    return {
        row.id: (said(row.title), clause_words(row.clause)) for group in book.tables[TABLE].group for row in group.row
    }


def outcome_words(book: Book, outcome: str | None) -> str:
    """What an outcome is called; empty: there is none yet."""
    return next((said(each.title) for each in book.tables[TABLE].outcome if each.id == outcome), "")


def fact_words(
    book: Book, facts: Sequence[Mapping[str, object]], unknown: Sequence[Sequence[str]]
) -> list[tuple[str, str]]:
    """What is stated of a record's violations, by title; what nobody knows, too."""
    found: list[tuple[str, str]] = []
    for place, each in enumerate(facts):
        known = {name: value for name, value in each.items() if name in book.facts}
        for name, value in read_facts(book, known).items():
            if name in book.facts:
                found.append((said(book.facts[name].title), value_words(book.facts[name], value)))
        found += [(said(book.facts[name].title), _("don't know")) for name in unknown[place] if name in book.facts]
    return found


def declarations_shown(party: CaseParty) -> list[tuple[str, str, str, str]]:
    """What a party has to declare: kind, version, text, clause."""
    language = "zh" if is_chinese() else "en"
    return [(each.id, each.version, each.said(language), each.clause) for each in declarations_of(party)]


def declared_in(said: QueryDict) -> list[Declared]:
    """The declarations that were ticked in a form."""
    parts = (each.partition("/") for each in said.getlist("declared"))
    return [Declared(kind, version) for kind, _slash, version in parts]


def fragment_of(said: QueryDict) -> str:
    """To which part of the page a form leads back; empty: to its top."""
    place = said.get("place", "")
    return f"#{place}" if place and place.replace("-", "").isalnum() else ""


def _record(row: CaseRecordRow, found: CaseDetail, book: Book | None, types: Mapping[str, DocumentType]) -> ShownRecord:
    rules = rule_words(book) if book else {}
    names = dict.fromkeys(name for each in row.rows for name in each)
    claims = tuple(
        ShownClaim(place, name, said(book.facts[name].title), value)
        for place, each in enumerate(row.claims, start=1)
        for name, value in each.items()
        if book and name in book.facts
    )
    lines = tuple(_line(each, types) for each in found.lines if each.case_record == row.id)
    return ShownRecord(
        row=row,
        outcome=outcome_words(book, row.outcome) if book else "",
        reasons=tuple(rules[name] for name in names if name in rules),
        lines=lines,
        claims=claims,
        answers=tuple(fact_words(book, row.answers, row.unknown)) if book and row.answers else (),
    )


def _line(standing: LineStanding, types: Mapping[str, DocumentType]) -> ShownLine:
    line = standing.line
    return ShownLine(
        standing=standing,
        list_title=said(line.list_title),
        title=said(line.title),
        clause=clause_words(line.clause),
        time=_time(line),
        types=tuple(_type_name(types[each]) for each in line.types if each in types),
    )


def _time(line: NeededLine) -> str:
    if line.missing:
        return _("Of which time: not stated yet.")
    if line.since and line.until:
        return _("Covers %(since)s to %(until)s.") % {"since": day(line.since), "until": day(line.until)}
    return _("Of %(day)s.") % {"day": day(line.on)} if line.on else ""


def _type_name(kind: DocumentType) -> str:
    return kind.name_zh if is_chinese() else kind.name_en


def _types(found: CaseDetail) -> Mapping[str, DocumentType]:
    if found.row.applied_on is None:
        return {}
    try:
        return document_types(on=found.row.applied_on)
    except NoReleaseInForce:
        return {}


def _sections(row: ReportRow) -> tuple[tuple[str, str], ...]:
    language = "zh" if is_chinese() else "en"
    return tuple((each.said(language), row.texts.get(each.id, "")) for each in report_sections())


def _declared(row: DeclaredRow) -> tuple[str, str]:
    text = declared_text(row.party, row.kind, row.version)
    return text.said("zh" if is_chinese() else "en"), text.clause
