"""Reminders: once for each term, the nearest only, anew when the deadline moves."""

from __future__ import annotations

from datetime import date

import pytest

from qingce.pure.kernel.reminding import reminders_due

TERMS = (30, 7, 1)
ON = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("day", "told", "reached"),
    [
        (date(2026, 3, 31), None, [(5, 30)]),
        (date(2026, 3, 9), None, [(5, 30)]),
        (date(2026, 3, 8), None, [(5, 7)]),
        (date(2026, 3, 8), 30, [(5, 7)]),
        (date(2026, 3, 8), 7, []),
        (date(2026, 3, 8), 1, []),
        (date(2026, 3, 2), 7, [(5, 1)]),
        (date(2026, 3, 1), 1, []),
        (date(2026, 3, 1), None, [(5, 1)]),
    ],
)
def test_nearest_term_is_told_once(day: date, told: int | None, reached: list[tuple[int, int]]) -> None:
    before = {} if told is None else {(5, day): told}
    assert reminders_due([(5, day)], before, terms=TERMS, on=ON) == reached


def test_moved_deadline_is_told_of_anew() -> None:
    told = {(5, date(2026, 3, 8)): 7}
    assert reminders_due([(5, date(2026, 3, 6)), (6, None)], told, terms=TERMS, on=ON) == [(5, 7)]
