"""Audits of enterprises and what they published, as data (CPA-1, CPA-2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.enums import ListKind, Obligation, PublicationKind, Result
from qingce.domain.cleaner_production.queries import (
    AuditLine,
    FieldState,
    PublicationDuty,
    Timing,
    Verdict,
    audit_lines_after,
    duties_of,
    published_lines_after,
)
from qingce.domain.records.enums import GROUNDS
from qingce.domain.statistics.datasets.shapes import (
    Asked,
    Column,
    Dataset,
    Filter,
    Kind,
    Piece,
    Value,
    nested,
    numbered,
)
from qingce.shared.rulebooks.errors import NoReleaseInForce

FIELDS_LAW = "办法第十一条"
ENTERPRISE = Filter("enterprise", _("Number of an enterprise, with those merged into it"))
ROSTER = Filter("roster", _("Number of a published list"))
YEAR = Filter("year", _("Year of the record"), least=1900, most=2200)
WHOSE = (
    Column("record", Kind.INTEGER, _("Number of the record, as in the address of its page")),
    Column("enterprise", Kind.INTEGER, _("Number of the enterprise, as in the address of its page")),
    Column("enterprise_name", Kind.TEXT, _("Name of the enterprise")),
)
FIELDS_AT_LEAST = 8  # of a mandatory audit; judging more audits than a piece has room for would cost most of its time
Row = tuple[Value, ...]


def _whose(line: AuditLine) -> Row:
    return (line.row.id, line.row.enterprise_id, line.row.enterprise)


def _lines(asked: Asked, *, after: int, limit: int) -> list[AuditLine]:
    return audit_lines_after(
        after,
        limit,
        enterprise=asked.number("enterprise"),
        roster=asked.number("roster"),
        year=asked.number("year"),
    )


def _audits(asked: Asked) -> Piece:
    rows = [
        (
            each.row.id,
            (
                *_whose(each), each.row.division, each.listed.value if each.listed else "", each.years,
                each.obligation.value if each.obligation else "", ";".join(each.grounds), each.department,
                each.batch_name, each.result.value if each.result else "", each.is_off_roster, each.note, each.roster,
                each.row.title, each.row.issuer, each.row.published_on,
            ),
        )
        for each in _lines(asked, after=asked.place(0), limit=asked.limit + 1)
    ]  # fmt: skip
    return numbered(rows, asked.limit)


def _judged(lines: Sequence[AuditLine], asked: Asked) -> dict[int, list[PublicationDuty]]:
    try:
        return duties_of(lines, on=asked.on)
    except NoReleaseInForce:
        return {}


def _duties(asked: Asked) -> Piece:
    judged = asked.limit // FIELDS_AT_LEAST + 2  # the one at which the piece before ended among them
    lines = _lines(asked, after=asked.place(0) - 1, limit=judged)
    found = _judged(lines, asked)
    groups = [
        (line.row.id, [row for duty in found.get(line.row.id, ()) for row in _duty_rows(line, duty)]) for line in lines
    ]
    return nested(groups, asked, is_last=len(lines) < judged)


def _duty_rows(line: AuditLine, duty: PublicationDuty) -> Iterator[Row]:
    """One for each field; one without a field where nobody can tell which were due."""
    told = (
        *_whose(line), line.years, duty.kind.value, duty.verdict.value, duty.timing.value if duty.timing else "",
        duty.due_on,
    )  # fmt: skip
    for each in duty.fields:
        asked = each.asked
        yield (*told, asked.id, asked.zh, asked.en, asked.clause, each.state.value, each.text, each.on)
    if not duty.fields:
        yield (*told, "", "", "", "", "", "", None)


def _publications(asked: Asked) -> Piece:
    numbers, lines = published_lines_after(asked.place(0) - 1, asked.limit + 1)
    found = _judged(lines, asked)
    rows = {
        line.row.id: [row for duty in found.get(line.row.id, ()) for row in _publication_rows(line, duty)]
        for line in lines
    }
    groups = [(number, rows.get(number, [])) for number in numbers]
    return nested(groups, asked, is_last=len(numbers) <= asked.limit)


def _publication_rows(line: AuditLine, duty: PublicationDuty) -> Iterator[Row]:
    for each in duty.publications:
        yield (
            each.id, *_whose(line), each.kind.value, each.published_on, each.place, each.link,
            ";".join(name for name, text in each.texts.items() if text), each.is_all, each.is_own, each.has_copy,
        )  # fmt: skip


AUDITS = Dataset(
    name="cleaner-audits",
    title=_("Cleaner production: audits of enterprises, with results"),
    row=_("What a published list says of one enterprise"),
    basis="办法第八、十、十八条",
    columns=(
        *WHOSE,
        Column("division", Kind.TEXT, _("Place: a GB/T 2260 code; empty: not known"), clause="GB/T 2260"),
        Column("listed", Kind.CODE, _("Kind of the list; empty: another source"), choices=ListKind),
        Column("years", Kind.TEXT, _("Years of the list, such as 2021 or 2021-2022")),
        Column("obligation", Kind.CODE, _("Mandatory or voluntary"), choices=Obligation),
        Column("grounds", Kind.CODES, _("Grounds of a mandatory audit"), clause="办法第八条", choices=GROUNDS),
        Column("department", Kind.TEXT, _("Department in charge")),
        Column("batch", Kind.TEXT, _("Batch of the year, as the list calls it")),
        Column("result", Kind.CODE, _("Evaluation and acceptance"), clause="办法第十八条", choices=Result),
        Column("is_off_roster", Kind.BOOLEAN, _("A result of an enterprise that no roster known here names")),
        Column("note", Kind.TEXT, _("Note on the list")),
        Column("roster", Kind.INTEGER, _("Number of the published list; empty: it came otherwise")),
        Column("title", Kind.TEXT, _("Title of the source")),
        Column("issuer", Kind.TEXT, _("Who published it")),
        Column("published_on", Kind.DATE, _("Day of publication; empty: not known")),
    ),
    read=_audits,
    filters=(ENTERPRISE, ROSTER, YEAR),
    page="cleaner-rosters",
)
DUTIES = Dataset(
    name="cleaner-duties",
    title=_("Cleaner production: what enterprises had to publish, field by field"),
    row=_("A field that an audit asks to be published, and whether it is known to be"),
    basis=FIELDS_LAW,
    columns=(
        *WHOSE,
        Column("years", Kind.TEXT, _("Years of the list, such as 2021 or 2021-2022")),
        Column("kind", Kind.CODE, _("What the publication is for"), choices=PublicationKind),
        Column("verdict", Kind.CODE, _("What its fields come to"), clause=FIELDS_LAW, choices=Verdict),
        Column("timing", Kind.CODE, _("Whether in time; empty: cannot be told"), clause=FIELDS_LAW, choices=Timing),
        Column("due_on", Kind.DATE, _("Last day of the term; empty: none runs, or its start is not known")),
        Column("field", Kind.TEXT, _("Field of the rules; empty: the roster names no ground, so none can be named")),
        Column("field_zh", Kind.TEXT, _("The field in Chinese")),
        Column("field_en", Kind.TEXT, _("The field in English")),
        Column("clause", Kind.TEXT, _("Clause that asks for it")),
        Column("state", Kind.CODE, _("Whether it was published"), choices=FieldState),
        Column("text", Kind.TEXT, _("What was published, the latest")),
        Column("first_published_on", Kind.DATE, _("When it was first published; empty: not known")),
    ),
    read=_duties,
    filters=(ENTERPRISE, ROSTER, YEAR),
    depth=2,
    page="cleaner-rosters",
)
PUBLICATIONS = Dataset(
    name="cleaner-publications",
    title=_("Cleaner production: what was published of audits, where and when"),
    row=_("A publication, or a search that found nothing"),
    basis=FIELDS_LAW,
    columns=(
        Column("id", Kind.INTEGER, _("Number of the publication")),
        *WHOSE,
        Column("kind", Kind.CODE, _("What the publication is for"), choices=PublicationKind),
        Column("published_on", Kind.DATE, _("Day of publication, or of the search")),
        Column("place", Kind.TEXT, _("Where; empty: on the enterprise's page here")),
        Column("link", Kind.TEXT, _("Address where it was published; empty: none noted")),
        Column("fields", Kind.TEXT, _("Fields of the rules that it names, between semicolons; empty: none found")),
        Column("is_all", Kind.BOOLEAN, _("Whether the other fields were looked for and not found")),
        Column("is_own", Kind.BOOLEAN, _("Whether the enterprise published it here itself")),
        Column("has_copy", Kind.BOOLEAN, _("Whether its page has a saved copy")),
    ),
    read=_publications,
    depth=2,
    page="cleaner-rosters",
)
