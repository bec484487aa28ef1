"""Publications of audited enterprises taken from a file: one row each, tried first, then taken in as one act (CPA-2).

What is refused is told by row and heading, and keeps nothing else back. Nothing is kept between trying and taking in:
the rows come again and are checked again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.cleaner_production.acts import FILE_TAKEN
from qingce.domain.cleaner_production.duties import kinds_of, publications_of, writable_fields
from qingce.domain.cleaner_production.enums import PUBLICATION_FILE, PublicationKind
from qingce.domain.cleaner_production.errors import PublicationWrong
from qingce.domain.cleaner_production.judging import BOOK, NAMED
from qingce.domain.cleaner_production.models import PublicationFile
from qingce.domain.cleaner_production.publication_columns import NAME, NOT_PUBLISHED, YES, fields_by_heading, meaning
from qingce.domain.cleaner_production.publishing import (
    FIRST_DAY,
    PublicationText,
    check_told,
    checked_values,
    write_publication,
)
from qingce.domain.cleaner_production.roster_reading import AuditLine, audit_histories
from qingce.domain.enterprises.queries import Owners, owners_named
from qingce.pure.kernel.dates import InvalidDate, parse_date
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.names import name_key
from qingce.pure.kernel.text import clean
from qingce.pure.rules.book import Book
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.changes.actions import note_change
from qingce.shared.intake.queries import ROW, FileKind, read_tables, recognise
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, signatory_of
from qingce.shared.rulebooks.queries import book_at

MOST_ROWS, MOST_CHARACTERS, FILE_MB = 500, 200_000, 5
LOCK, LONGEST_NAME = "cleaner-publications", 200
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class FileRow:
    """A row of a file. Args: number: the header is row 1 where nothing stands above it. cells: heading → text."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class ReadPublication:
    """A row that can be taken in. Args: values: as a publication holds them."""

    number: int
    line: AuditLine
    said: PublicationText
    values: Mapping[str, object]


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot, with the cell for which it cannot. Args: heading: as in the file; empty: the row itself."""

    number: int
    heading: str
    text: str
    error: QingceError


@dataclass(frozen=True)
class FilePlan:
    """What a file would come to. Args: unknown: headings that mean nothing here."""

    taken: Sequence[ReadPublication]
    refused: Sequence[RefusedRow]
    unknown: Sequence[str]


def read_publication_file(path: Path, *, language: str) -> list[FileRow]:
    """The rows of the longest table of a CSV or workbook; totals, titles and notes are no rows.

    Raises: PublicationWrong: another kind of file, or too much in it; the errors of reading files.
    """
    if recognise(path) not in (FileKind.CSV, FileKind.XLSX):
        told = "Bring a CSV or XLSX file; what is a PDF, scanned or not, is typed out or put through OCR first."
        raise PublicationWrong(told, field="file", cause="format")
    table = max(read_tables(path, language=language), key=lambda each: each.height)
    if table.height > MOST_ROWS:
        raise _too_much()
    rows = [
        FileRow(int(each[ROW]), {name: clean(str(each[name])) for name in table.columns if each[name]})
        for each in table.frame.iter_rows(named=True)
    ]
    check_size(rows)
    return rows


def check_size(rows: Sequence[FileRow]) -> None:
    """Whether so much is taken in at once.

    Raises: PublicationWrong: not so much.
    """
    said = sum(len(name) + len(text) for row in rows for name, text in row.cells.items())
    if len(rows) > MOST_ROWS or said > MOST_CHARACTERS:
        raise _too_much()


def plan_publications(actor: Actor, rows: Sequence[FileRow], *, at: datetime) -> FilePlan:
    """What the rows would come to: each one's audit and text, or the cell for which it is refused; six queries.

    Raises: PublicationWrong: no heading names the enterprise; NoReleaseInForce.
    """
    today = localdate(at)
    book = book_at(BOOK, on=today)
    headings = list(dict.fromkeys(name for row in rows for name in row.cells))
    known = fields_by_heading(headings, book)
    if NAME not in known.values():
        told = "No heading says where the name of the enterprise stands; head that column 企业名称."
        raise PublicationWrong(told, field="file", cause="headings")
    said = {row.number: {known[name]: text for name, text in row.cells.items() if name in known} for row in rows}
    found = _Reading(actor, book, today, [*said.values()])
    taken: list[ReadPublication] = []
    refused: list[RefusedRow] = []
    back = {field: heading for heading, field in known.items()}
    for number, cells in said.items():
        try:
            taken.append(found.read(number, cells))
        except QingceError as error:
            field = found.cell_of(error)
            refused.append(RefusedRow(number, back.get(field, ""), cells.get(field, ""), error))
    return FilePlan(taken, refused, [each for each in headings if each not in known])


def take_publications(actor: Actor, rows: Sequence[FileRow], *, name: str, at: datetime) -> int:
    """Notes every row that can be, in one transaction; each is public and in the log. Two files go one at a time.

    Args: name: of the file.
    Returns: the number under which the file is kept, to be undone as a whole.
    Raises: as `plan_publications`; PublicationWrong: no row can be taken in, or too many.
    """
    check_size(rows)
    with transaction.atomic():
        one_at_a_time(LOCK)
        plan = plan_publications(actor, rows, at=at)
        if not plan.taken:
            raise PublicationWrong("No row can be taken in.", field="file", cause="none")
        file = PublicationFile.objects.create(
            name=clean(name)[:LONGEST_NAME],
            area=_area_of([each.line.row.division for each in plan.taken]),
            brought_by=actor.signature,
            brought_at=at,
        )
        for each in plan.taken:
            values = {**each.values, "file": file}
            write_publication(each.line, values, actor, signatory_of(actor.signature), at=at)
        note_change(PUBLICATION_FILE, file.pk, at=at)
        subject, detail = (PUBLICATION_FILE, file.pk), {"publications": len(plan.taken)}
        journal(FILE_TAKEN, by=actor.person_id or None, subject=subject, detail=detail, at=at)
    return file.pk


class _Reading:
    """The enterprises, audits and publications that a file speaks of, read at once."""

    def __init__(self, actor: Actor, book: Book, today: date, rows: Sequence[Mapping[str, str]]) -> None:
        self._actor, self._book, self._today = actor, book, today
        self._owners: Owners = owners_named(
            [each.get(NAME, "") for each in rows], [each.get("uscc", "") for each in rows]
        )
        numbers = self._owners.all()
        histories = audit_histories(numbers) if numbers else {}
        self._audits = {
            owner: [line for line in found.lines if kinds_of(line)] for owner, found in histories.items()
        }  # fmt: skip
        records = [line.row.id for lines in self._audits.values() for line in lines]
        self._there = {
            _sameness(record, kind, each.texts, each.published_on, each.place)
            for (record, kind), found in publications_of(records).items()
            for each in found
            if each.withdrawn_at is None
        }

    def read(self, number: int, cells: Mapping[str, str]) -> ReadPublication:
        """One row.

        Raises: PublicationWrong: with the field; InvalidDate; DutyMissing, OutOfArea.
        """
        line = self._line(self._owner(cells), cells)
        check_duty(self._actor, Duty.CLEANER_PRODUCTION, line.row.division)
        said = self._said(line, cells)
        values = checked_values(line, said, self._book, today=self._today)
        check_told(values)
        same = _sameness(line.row.id, said.kind, said.texts, said.published_on, said.place)
        if same in self._there:
            raise PublicationWrong("This was noted before, or stands in the file twice.", field=NAME, cause="twice")
        self._there.add(same)
        return ReadPublication(number, line, said, values)

    def cell_of(self, error: QingceError) -> str:
        """The field whose cell an error is about."""
        field = str(error.params.get("field", ""))
        if field:
            return NAME if field == "form" else field
        return "published_on" if isinstance(error, InvalidDate) else NAME

    def _owner(self, cells: Mapping[str, str]) -> int:
        name, code = cells.get(NAME, ""), cells.get("uscc", "").strip().upper()
        if not name:
            raise PublicationWrong("Name the enterprise.", field=NAME, cause="name")
        named, coded = self._owners.named(name), self._owners.coded(code)
        if coded is not None and named and coded not in named:
            told = "This code belongs to an enterprise of another name."
            raise PublicationWrong(told, field="uscc", cause="code")
        if coded is None and len(named) > 1:
            told = "More than one enterprise has this name; give its unified social credit code."
            raise PublicationWrong(told, field=NAME, cause="names")
        if coded is None and not named:
            told = "No enterprise of this name, and none of this code, stands on a roster."
            raise PublicationWrong(told, field=NAME, cause="roster")
        return next(iter(named)) if coded is None else coded

    def _line(self, owner: int, cells: Mapping[str, str]) -> AuditLine:
        lines = self._audits.get(owner, [])
        if not lines:
            raise PublicationWrong("This enterprise stands on no roster known here.", field=NAME, cause="roster")
        years, roster = _years(cells.get("years", "")), name_key(cells.get("roster", ""))
        if cells.get("years") and not years:
            told = "Write the year as 2022, or 2021-2022 for two years together."
            raise PublicationWrong(told, field="years", cause="years")
        fitting = [
            each
            for each in lines
            if (not years or years & _years(each.years)) and (not roster or roster == name_key(each.row.title))
        ]
        if len(fitting) != 1:
            field = "years" if years else "roster" if roster else NAME
            if fitting:
                told = "More than one audit of this enterprise fits; give the year, or the title of the roster."
                raise PublicationWrong(told, field=field, cause="audits", count=len(fitting))
            raise PublicationWrong(
                "No audit of this enterprise is of that year and roster.", field=field, cause="none-fits"
            )
        return fitting[0]

    def _said(self, line: AuditLine, cells: Mapping[str, str]) -> PublicationText:
        kind = self._kind(line, cells.get("kind", ""))
        asked = [each.id for each in writable_fields(kind, line, self._book) if each.id != NAMED]
        known = {each: cells.get(each, "") for each in asked}
        texts = {each: text for each, text in known.items() if text and meaning(text) != NOT_PUBLISHED}
        is_all = meaning(cells.get("is_all", "")) == YES
        refused = [each for each in asked if meaning(known[each]) == NOT_PUBLISHED]
        empty = [each for each in asked if not known[each]]
        if refused and empty and not is_all:
            told = "Some fields are said not to be published, others are empty; say it of each, or of all others."
            raise PublicationWrong(told, field=refused[0], cause="mixed")
        day = parse_date(cells.get("published_on", ""), earliest=FIRST_DAY, latest=self._today, allow_serial=True)
        return PublicationText(
            kind, day, texts, is_all or bool(refused), cells.get("place", ""), cells.get("link", "")
        )  # fmt: skip

    def _kind(self, line: AuditLine, text: str) -> PublicationKind:
        if not text:
            return kinds_of(line)[0]
        word = meaning(text)
        if word not in PublicationKind or word not in kinds_of(line):
            raise PublicationWrong("This audit does not ask for that.", field="kind", cause="kind")
        return PublicationKind(word)


def _years(text: str) -> set[int]:
    found = [int(each) for each in _YEAR.findall(text)]
    return set(range(min(found), max(found) + 1)) if found else set()


def _sameness(
    record: int, kind: str, texts: Mapping[str, str], on: date | None, place: str
) -> tuple[int, str, Collection[tuple[str, str]], date | None, str]:
    return record, str(kind), tuple(sorted(texts.items())), on, place


def _area_of(divisions: Sequence[str]) -> str:
    """The smallest area of all these places: one division, a prefecture, a province; empty: no one province."""
    if len(set(divisions)) == 1:
        return divisions[0]
    for digits in (4, 2):
        begins = {each[:digits] for each in divisions}
        if len(begins) == 1 and all(divisions):
            return begins.pop().ljust(6, "0")
    return ""


def _too_much() -> PublicationWrong:
    told = f"At most {MOST_ROWS} rows with {MOST_CHARACTERS} characters are taken in at once; split the file."
    return PublicationWrong(told, field="file", cause="rows", most=MOST_ROWS)
