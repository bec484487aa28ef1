"""Terms and limits of correction requests: data, with where each comes from."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from qingce.domain.records.enums import Due, Outcome
from qingce.pure.kernel.calendar import Calendar, CalendarGap, due_on, load_calendar, working_days_between


@dataclass(frozen=True)
class RequestTerms:
    """One term or limit each; `data/terms.toml` says what for."""

    answer_workdays: int
    source_zh: str
    source_en: str
    requests_per_hour: int
    tries_per_hour: int
    files_most: int
    file_mb: int
    statement_longest: int
    proposed_longest: int
    answer_longest: int
    name_longest: int
    additions_most: int
    form_hours: int
    contact_kept_days: int


@cache
def request_terms() -> RequestTerms:
    """The shipped terms; a missing or an unknown one is an error."""
    text = files("qingce.domain.records").joinpath("data/terms.toml").read_text("utf-8")
    return RequestTerms(**tomllib.loads(text)["correction_request"])


@dataclass(frozen=True)
class AnswerText:
    """A reason that is used again and again; people change it to fit."""

    number: int
    outcome: Outcome
    zh: str
    en: str


@cache
def answer_texts() -> tuple[AnswerText, ...]:
    """The shipped reasons, in the order of the table."""
    text = files("qingce.domain.records").joinpath("data/answer_texts.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(AnswerText(place, Outcome(row["outcome"]), row["zh"], row["en"]) for place, row in enumerate(rows))


def due(received_on: date, term_workdays: int, *, stored: date | None, today: date) -> Due:
    """Until when an answer is owed, and how many working days are left.

    Args: stored: what was worked out on receipt; None: the calendar then lacked a year, and is asked again.
    Returns: without a day where the calendar still lacks a year of the term, with that year.
    """
    calendar = load_calendar()
    try:
        last = stored or due_on(received_on, term_workdays, calendar)
    except CalendarGap as gap:
        return Due(None, term_workdays, None, int(str(gap.params["year"])))
    return Due(last, term_workdays, _left(today, last, calendar))


def _left(today: date, last: date, calendar: Calendar) -> int | None:
    try:
        return working_days_between(today, last, calendar)
    except CalendarGap:  # overdue into a year that has no calendar yet: the exact number no longer matters
        return -1 if today > last else None
