"""The days of a term: when it is due, how much of it is left, and which days of the calendar were counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from qingce.domain.records.enums import Due
from qingce.pure.kernel.calendar import Calendar, CalendarGap, due_on, load_calendar, working_days_between

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CountedDay:
    """A day of a term. Args: number: which working day it is; None: it is not worked. is_special: otherwise than its
    weekday says: a holiday, or a weekend day that is worked in place of one."""

    day: date
    number: int | None
    is_special: bool


def last_day(starts_on: date, term_workdays: int) -> date | None:
    """The due day; None: the term runs into a year whose working days are not published."""
    try:
        return due_on(starts_on, term_workdays, load_calendar())
    except CalendarGap:
        return None


def left_until(due: date | None, term_workdays: int, *, starts_on: date, today: date) -> Due:
    """How long there is time, in the form that pages show."""
    calendar = load_calendar()
    if due is None:
        return Due(None, term_workdays, None, _missing_year(starts_on, term_workdays, calendar))
    return Due(due, term_workdays, workdays_left(due, today=today))


def workdays_left(due: date, *, today: date) -> int | None:
    """Working days left; below 0: late; None: it cannot be said, for a year is not published."""
    try:
        return working_days_between(today, due, load_calendar())
    except CalendarGap:  # overdue into a year that has no calendar yet: the exact number no longer matters
        return -1 if today > due else None


def counted_days(starts_on: date, due: date) -> list[CountedDay]:
    """Every day after the start up to the due day, the working days numbered."""
    calendar, found, number = load_calendar(), [], 0
    day = starts_on
    while day < due:
        day += _DAY
        is_worked = calendar.is_working_day(day)
        number += is_worked
        is_special = is_worked != (day.weekday() < _SATURDAY)
        found.append(CountedDay(day, number if is_worked else None, is_special))
    return found


@cache
def calendar_end() -> date:
    """The last day whose year is published: what is due and cannot be reckoned is due later than this."""
    return date(max(load_calendar().years), 12, 31)


def _missing_year(starts_on: date, term_workdays: int, calendar: Calendar) -> int | None:
    try:
        due_on(starts_on, term_workdays, calendar)
    except CalendarGap as gap:
        return int(str(gap.params["year"]))
    return None
