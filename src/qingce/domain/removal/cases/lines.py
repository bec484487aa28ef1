"""Which papers a record of a case needs, with the time that each has to cover, and what speaks against a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from qingce.domain.removal.cases.enums import Doubt, NeededLine
from qingce.pure.kernel.calendar import add_months
from qingce.pure.rules.book import Book
from qingce.pure.rules.papers import served
from qingce.pure.rules.values import read_facts

if TYPE_CHECKING:
    from qingce.domain.documents.queries import DocumentRow
    from qingce.pure.rules.schema import Item

_MONTHS = {"months": 1, "years": 12}


def needed_lines(
    book: Book,
    types: Book,
    lists: Sequence[Sequence[str]],
    facts: Sequence[Mapping[str, object]],
    *,
    applied_on: date,
) -> tuple[NeededLine, ...]:
    """The lines of all lists that a record's violations ask for, each once (IPE-2017 §2.1).

    A line whose time hangs on a violation's own facts stands there for each violation; others once for the record.

    Args: lists, facts: of each violation, as they were determined. types: the rulebook `documents`.
    """
    found: dict[str, NeededLine] = {}
    for number, (wanted, known) in enumerate(zip(lists, facts, strict=True), start=1):
        for name in wanted:
            for item in book.requirements[name].item:
                line = _line(book, types, name, item, known, number=number, applied_on=applied_on)
                found.setdefault(line.key, line)
    return tuple(found.values())


def _line(
    book: Book, types: Book, name: str, item: Item, known: Mapping[str, object], *, number: int, applied_on: date
) -> NeededLine:
    days = [each for each in (*(item.between or ()), item.of_day or "") if each]
    values = read_facts(book, {each: known.get(each) for each in days})
    dates = {each: value for each, value in values.items() if isinstance(value, date)}
    missing = next((each for each in days if each not in dates), "")
    since = until = None
    if item.window:
        since, until = window_before(book, item.window, applied_on), applied_on
    elif item.between and not missing:
        since, until = (dates[each] for each in item.between)
    by, owner = served(types), book.head.id
    kinds = dict.fromkeys(kind for paper in item.any_of for kind in by.get(f"{owner} document.{paper}", ()))
    return NeededLine(
        key=f"{name}.{item.id}" + (f".{number}" if days else ""),
        list_title=book.requirements[name].title,
        title=item.title,
        clause=item.clause,
        papers=tuple(item.any_of),
        types=tuple(kinds),
        since=since,
        until=until,
        on=dates.get(item.of_day) if item.of_day else None,
        missing=missing,
    )


def window_before(book: Book, parameter: str, day: date) -> date:
    """The first day of a term that ends on a day: the day after the one that lies the term back."""
    value, unit = int(book.value(parameter, on=day)), book.parameters[parameter].unit
    if unit in _MONTHS:
        return add_months(day, -value * _MONTHS[unit]) + timedelta(days=1)
    return day - timedelta(days=value - 1)


def doubts_of(
    line: NeededLine, papers: Sequence[DocumentRow], *, applied_on: date, recorded_on: date | None
) -> dict[int, tuple[Doubt, ...]]:
    """What speaks against each of the papers of a line, by their dates alone; what several cover together counts.

    Args: recorded_on: the day of the record; papers on what was put right afterwards cannot be older.
    """
    covers = _covers(line, papers)
    return {each.id: tuple(_doubts(line, each, covers, applied_on, recorded_on)) for each in papers}


def _doubts(
    line: NeededLine, paper: DocumentRow, covers: bool, applied_on: date, recorded_on: date | None
) -> list[Doubt]:
    found = []
    if paper.withdrawn_at is not None:
        found.append(Doubt.WITHDRAWN)
    if paper.expires_on and paper.expires_on < applied_on and line.since is None and line.on is None:
        found.append(Doubt.EXPIRED)
    if line.since and not covers:
        found.append(Doubt.NO_TIME if paper.covers_from is None or paper.covers_until is None else Doubt.OUTSIDE)
    if line.on and not _is_of(paper, line.on):
        found.append(Doubt.OTHER_DAY)
    if not line.since and not line.on and recorded_on and paper.issued_on and paper.issued_on < recorded_on:
        found.append(Doubt.BEFORE)
    return found


def _is_of(paper: DocumentRow, day: date) -> bool:
    if paper.covers_from and paper.covers_until:
        return paper.covers_from <= day <= paper.covers_until
    return paper.issued_on == day


def _covers(line: NeededLine, papers: Sequence[DocumentRow]) -> bool:
    """Whether the papers together cover the line's time without a gap of a month or more.

    A monthly report covers its month; the last one may be up to a month old on the day of the application.
    """
    if line.since is None or line.until is None:
        return True
    spans = sorted((each.covers_from, each.covers_until) for each in papers if each.covers_from and each.covers_until)
    reached = line.since - timedelta(days=1)
    for start, end in spans:
        if start > add_months(reached, 1):
            return False
        reached = max(reached, end)
    return add_months(reached, 1) >= line.until
