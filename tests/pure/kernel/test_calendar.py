from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.calendar import (
    CalendarGap,
    InvalidTerm,
    add_months,
    due_on,
    is_working_day,
    load_calendar,
    working_days_between,
)

COVERED = st.dates(date(2007, 1, 1), date(2026, 11, 1))


def test_calendar_covers_the_announced_years() -> None:
    assert load_calendar().years == frozenset(range(2007, 2027))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 10, 9), True),
        (date(2026, 10, 10), True),  # a Saturday worked for the National Day holiday
        (date(2026, 10, 11), False),
        (date(2026, 9, 20), True),  # a Sunday
        (date(2026, 10, 1), False),
        (date(2026, 9, 25), False),  # Mid-Autumn, a Friday
        (date(2020, 1, 31), False),  # holiday lengthened by the second notice of 2020
        (date(2020, 2, 3), True),
        (date(2020, 1, 19), True),
        (date(2007, 1, 3), False),
    ],
)
def test_is_working_day_knows_holidays_and_make_up_days(day: date, worked: bool) -> None:
    assert is_working_day(day, load_calendar()) is worked


@pytest.mark.parametrize(
    ("start", "term_workdays", "due"),
    [
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 11, 21), 5, date(2026, 11, 27)),  # starting on a Saturday
        (date(2026, 9, 30), 5, date(2026, 10, 13)),  # over National Day, its make-up Saturday counted
        (date(2026, 9, 18), 1, date(2026, 9, 20)),  # a make-up Sunday ends a term
        (date(2020, 1, 22), 10, date(2020, 2, 13)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),  # into the next year, whose 4 January is a make-up Sunday
    ],
)
def test_due_on_counts_from_the_day_after_the_start(start: date, term_workdays: int, due: date) -> None:
    assert due_on(start, term_workdays, load_calendar()) == due


def test_due_on_past_the_published_calendar_names_the_year() -> None:
    with pytest.raises(CalendarGap) as caught:
        due_on(date(2026, 12, 28), 10, load_calendar())
    assert (caught.value.code, caught.value.params) == ("calendar-gap", {"year": 2027})


def test_due_on_before_the_calendar_names_the_year() -> None:
    with pytest.raises(CalendarGap, match="2006"):
        due_on(date(2006, 5, 1), 1, load_calendar())


@pytest.mark.parametrize("term_workdays", [0, -1])
def test_due_on_refuses_a_term_without_days(term_workdays: int) -> None:
    with pytest.raises(InvalidTerm):
        due_on(date(2026, 11, 20), term_workdays, load_calendar())


@given(COVERED, st.integers(1, 30))
def test_due_on_is_that_many_working_days_later(start: date, term_workdays: int) -> None:
    calendar = load_calendar()
    due = due_on(start, term_workdays, calendar)
    assert working_days_between(start, due, calendar) == term_workdays
    assert working_days_between(due, start, calendar) == -term_workdays
    assert is_working_day(due, calendar)
    assert working_days_between(start, due - timedelta(days=1), calendar) == term_workdays - 1


def test_working_days_between_one_day_and_itself_is_none() -> None:
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 20), load_calendar()) == 0


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 20), 1, date(2026, 12, 20)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 20), -24, date(2024, 11, 20)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_add_months_ends_in_the_last_day_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_add_months_outside_the_years_of_dates_is_refused() -> None:
    with pytest.raises(ValueError, match="9999"):
        add_months(date(9999, 12, 1), 1)
