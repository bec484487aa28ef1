"""How long a period is: the term as a rulebook fixes it on a day, its last day, and how much of it is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from qingce.pure.kernel.calendar import CalendarGap, add_months, due_on, load_calendar, working_days_between
from qingce.shared.notices.enums import Left, NoticeUnit
from qingce.shared.notices.errors import NoticeTermUnfit
from qingce.shared.notices.registry import NoticeTerm
from qingce.shared.rulebooks.queries import book_of, release_at

MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class Counted:
    """A term as it is on a day, with where that stands."""

    book: str
    parameter: str
    digest: str
    clause: str
    value: int
    unit: NoticeUnit


def term_on(term: NoticeTerm, *, on: date, area: str) -> Counted:
    """The term that holds on a day in a place; two queries at most.

    Raises: NoReleaseInForce; NoSuchRulebook, NoValueThen: the book has no such parameter then; NoticeTermUnfit.
    """
    release = release_at(term.book, on=on, jurisdiction=area)
    book = book_of(release.digest)
    value = book.value(term.parameter, on=on)
    found = book.parameters[term.parameter]
    if found.unit not in NoticeUnit or value != int(value) or value < 1:
        raise NoticeTermUnfit(
            f"{term.parameter} of {book.key} is {value} {found.unit}, which is no term of a notice.",
            name=term.parameter, book=book.key,
        )  # fmt: skip
    return Counted(term.book, term.parameter, release.digest, found.clause or "", int(value), NoticeUnit(found.unit))


def last_day(start: date, value: int, unit: NoticeUnit) -> date:
    """The last day of a period; the start day is day zero.

    Raises: CalendarGap: it runs into a year whose working days are not published.
    """
    if unit == NoticeUnit.WORKING_DAYS:
        return due_on(start, value, load_calendar())
    if unit == NoticeUnit.CALENDAR_DAYS:
        return start + timedelta(days=value)
    return add_months(start, value * (MONTHS_PER_YEAR if unit == NoticeUnit.YEARS else 1))


def left_of(ends_on: date, unit: NoticeUnit, *, today: date) -> Left:
    """How much of a period is left; counted in days of the calendar unless it runs in working days."""
    if unit != NoticeUnit.WORKING_DAYS:
        return Left(ends_on, (ends_on - today).days, NoticeUnit.CALENDAR_DAYS)
    try:
        return Left(ends_on, working_days_between(today, ends_on, load_calendar()), unit)
    except CalendarGap as gap:
        return Left(ends_on, None if today <= ends_on else -1, unit, int(str(gap.params["year"])))
