"""China's working days: weekends, statutory holidays and the weekend days worked in their place.

The State Council announces them year by year; a year without an announcement has no calendar, and a term that runs
into it says so.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from qingce.pure.kernel.errors import InvalidValue, QingceError

MONTHS_PER_YEAR = 12
_SATURDAY = 5
_DAY = timedelta(days=1)


class CalendarGap(QingceError):
    """A year has no published calendar of working days."""

    code = "calendar-gap"


class InvalidTerm(InvalidValue):
    """A term is not a positive number of working days."""

    code = "term-invalid"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days of the years whose holidays are announced.

    Attributes:
        years: the years covered.
        holidays: announced days off, weekend days among them.
        make_up_days: weekend days that are worked.
    """

    years: frozenset[int]
    holidays: frozenset[date]
    make_up_days: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked.

        Raises: CalendarGap: the year of the day has no published calendar; params `year`.
        """
        if day.year not in self.years:
            raise CalendarGap(
                f"The working days of {day.year} are not published; add the State Council's notice to the calendar.",
                year=day.year,
            )
        return day in self.make_up_days or (day.weekday() < _SATURDAY and day not in self.holidays)


@cache
def load_calendar() -> Calendar:
    """The shipped calendar: 2007 to 2026 with make-up working days.

    Returns: covers exactly the years for which the State Council's notice is in the shipped data.
    """
    from qingce.pure.kernel.tables import read_table

    days: dict[str, set[date]] = {"off": set(), "work": set()}
    for row in read_table("calendar.csv"):
        days[row["kind"]].add(date.fromisoformat(row["date"]))
    return Calendar(
        years=frozenset(int(row["year"]) for row in read_table("calendar_notices.csv")),
        holidays=frozenset(days["off"]),
        make_up_days=frozenset(days["work"]),
    )


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether the day is worked in China.

    Raises: CalendarGap: the year of the day has no published calendar.
    """
    return calendar.is_working_day(day)


def due_on(start: date, term_workdays: int, calendar: Calendar) -> date:
    """Last working day of a term; the start day is day zero.

    Args: term_workdays: > 0. calendar: must cover the whole term.
    Returns: local date; the term ends when that day ends.
    Raises:
        CalendarGap: a year of the term has no published calendar.
        InvalidTerm: term_workdays is not positive.
    Source: IPE-2017 §2.1 note (1).
    """
    if term_workdays <= 0:
        raise InvalidTerm(f"A term has at least one working day, not {term_workdays}.", term_workdays=term_workdays)
    day, left = start, term_workdays
    while left:
        day += _DAY
        left -= calendar.is_working_day(day)
    return day


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start` up to and including `end`; the start day is day zero.

    Returns: days; below zero if `end` lies before `start`. `due_on(a, n, c)` is n working days after a.
    Raises: CalendarGap: a year between has no published calendar.
    """
    if end < start:
        return -working_days_between(end, start, calendar)
    span = (end - start).days
    return sum(calendar.is_working_day(start + timedelta(days=after)) for after in range(1, span + 1))


def add_months(day: date, months: int) -> date:
    """The same day some calendar months later, or the last day of that month if it is shorter.

    Args: months: may be below zero.
    Returns: 31 January + 1 month = last day of February.
    Raises: ValueError: the result lies outside the years 1 to 9999.
    """
    year, month0 = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + months, MONTHS_PER_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {day} leave the years 1 to 9999.")
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))
