"""One text of a column as a value of its kind, or the problem with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import polars as pl

from qingce.pure.kernel.amounts import parse_amount_cny, parse_decimal
from qingce.pure.kernel.dates import FOUNDING_DAY, InvalidDate, parse_date, parse_year
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.uscc import UsccStatus, parse_uscc, uscc_status
from qingce.shared.intake.enums import FieldKind
from qingce.shared.intake.numbers import Bounds, within

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal

    from qingce.shared.intake.enums import Field

DTYPES: dict[FieldKind, pl.DataType] = {
    FieldKind.TEXT: pl.String(),
    FieldKind.LONG_TEXT: pl.String(),
    FieldKind.DATE: pl.Date(),
    FieldKind.YEAR: pl.Int16(),
    FieldKind.AMOUNT_CNY: pl.Decimal(16, 2),
    FieldKind.DECIMAL: pl.Decimal(20, 6),
    FieldKind.CHOICE: pl.String(),
    FieldKind.CHOICES: pl.List(pl.String()),
    FieldKind.BOOLEAN: pl.Boolean(),
    FieldKind.USCC: pl.String(),
}
_SIZES = {FieldKind.AMOUNT_CNY: (16, 2), FieldKind.DECIMAL: (20, 6)}  # digits and places, as in DTYPES
_DAY_NUMBER = r"[0-9]{5}(?:\.[0-9]+)?"
_FIRST_DAY_NUMBER = 32_874  # 1 January 1990
_LONGEST_SHOWN = 64
_YES = frozenset({"true", "yes", "y", "1", "是", "有", "√"})
_NO = frozenset({"false", "no", "n", "0", "否", "无", "×"})
_CHOICE_SEPARATORS = re.compile(r"\s*[;；、,，|]\s*")


class UnknownChoice(InvalidValue):
    """A text is none of the values that a column may have."""

    code = "choice-unknown"


class NotYesOrNo(InvalidValue):
    """A text says neither yes nor no."""

    code = "boolean-unreadable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text: a value, a text kept as written, or a problem."""

    value: Any = None
    as_written: str | None = None
    problem: InvalidValue | None = None


def parser_of(field: Field, today: date) -> Callable[[str], Outcome]:
    """The function that reads one text of this field; it never raises."""
    parse: dict[FieldKind, Callable[[str], Any]] = {
        FieldKind.DATE: partial(_date, today=today),
        FieldKind.YEAR: partial(_year, field=field, today=today),
        FieldKind.AMOUNT_CNY: partial(_sized, parse=parse_amount_cny, bounds=bounds_of(field)),
        FieldKind.DECIMAL: partial(_sized, parse=parse_decimal, bounds=bounds_of(field)),
        FieldKind.CHOICE: partial(read_choice, choices=field.choices),
        FieldKind.CHOICES: partial(read_choices, choices=field.choices),
        FieldKind.BOOLEAN: read_boolean,
    }
    if field.kind is FieldKind.USCC:
        return _read_uscc
    return partial(_outcome, parse=parse[field.kind])


def read_choice(text: str, *, choices: tuple[str, ...]) -> str:
    """The choice that a text names, upper and lower case alike.

    Raises: UnknownChoice: lists near ones, else all.
    """
    wanted = text.lower()
    if wanted in choices:
        return wanted
    near = get_close_matches(wanted[:_LONGEST_SHOWN], choices, n=3, cutoff=0.5) or choices
    listed = ", ".join(near)
    shown = text[:_LONGEST_SHOWN]
    raise UnknownChoice(f"{shown!r} is not one of the values; write one of: {listed}.", text=shown, choices=listed)


def read_choices(text: str, *, choices: tuple[str, ...]) -> list[str]:
    """The choices that a text names, separated by semicolons, commas or 、, each once.

    Raises: UnknownChoice.
    """
    parts = [part for part in _CHOICE_SEPARATORS.split(text) if part]
    return list(dict.fromkeys(read_choice(part, choices=choices) for part in parts))


def read_boolean(text: str) -> bool:
    """Whether a text says yes (是, yes, true, 1) or no (否, no, false, 0).

    Raises: NotYesOrNo.
    """
    word = text.lower()
    if word in _YES or word in _NO:
        return word in _YES
    shown = text[:_LONGEST_SHOWN]
    raise NotYesOrNo(f"{shown!r} says neither yes nor no; write 是 or 否 (yes, no).", text=shown)


def bounds_of(field: Field) -> Bounds:
    """What numbers a field takes: its own bounds, else those of its kind."""
    digits, places = _SIZES.get(field.kind, _SIZES[FieldKind.DECIMAL])
    places = places if field.places is None else field.places
    return Bounds(field.digits or digits, places, minimum=field.minimum, maximum=field.maximum)


@lru_cache(maxsize=32_768)  # the days of a few decades, in two or three ways to write them
def _date(text: str, *, today: date) -> date:
    """The date a text gives; five figures are the day number of a spreadsheet if that is a day since 1990.

    Earlier day numbers are more often dates cut short (20200) than dates.
    """
    try:
        return parse_date(text, latest=today)
    except InvalidDate:
        if not re.fullmatch(_DAY_NUMBER, text) or int(text[:5]) < _FIRST_DAY_NUMBER:
            raise
        return parse_date(text, latest=today, allow_serial=True)


def _year(text: str, *, field: Field, today: date) -> int:
    earliest = FOUNDING_DAY.year if field.minimum is None else field.minimum
    latest = today.year if field.maximum is None else min(field.maximum, today.year)
    return parse_year(text, earliest=earliest, latest=latest)


def _sized(text: str, *, parse: Callable[[str], Decimal], bounds: Bounds) -> Decimal:
    return within(parse(text), bounds, text=text)


def _read_uscc(text: str) -> Outcome:
    """A masked or malformed code says less, but is no reason to put the row aside; a mistyped one is."""
    status = uscc_status(text)
    if status is UsccStatus.VALID:
        return Outcome(value=parse_uscc(text))
    if status is UsccStatus.EMPTY:
        return Outcome()
    if status is UsccStatus.WRONG_CHECK_DIGIT:
        return _outcome(text, parse=parse_uscc)
    return Outcome(as_written=text)


def _outcome(text: str, *, parse: Callable[[str], Any]) -> Outcome:
    try:
        return Outcome(value=parse(text))
    except InvalidValue as error:
        return Outcome(problem=error)
