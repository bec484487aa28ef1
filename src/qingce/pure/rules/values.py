"""Facts as they are written in JSON or typed into a form, read by their types."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from qingce.pure.rules.errors import InvalidFact
from qingce.pure.rules.fitting import DECIMALS, decimals

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import Fact

Value: TypeAlias = bool | int | Decimal | date | str | tuple[str, ...]
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
LONGEST = 60  # characters of a number
SHOWN = 40
YES = frozenset({"true", "yes", "是"})
NO = frozenset({"false", "no", "否"})


def choice_key(fact: str, choice: str) -> str:
    """The name under which one choice of many is known by itself: matters=exceedance."""
    return f"{fact}={choice}"


def read_facts(book: Book, raw: Mapping[str, object]) -> dict[str, Value]:
    """The facts of a case with the types that the book gives them.

    None and "" are unknown and left out. A fact of several choices is a list of all that apply; or single choices are
    known by themselves: {"matters=exceedance": true}. Dates are 2017-06-01; numbers are numbers or their digits.

    Args: raw: fact to value, as JSON or a form gives it.
    Returns: fact to value; of several choices, all known, a tuple in the book's order.
    Raises: InvalidFact: names the fact and what is allowed.
    """
    known = {name: written for name, written in raw.items() if written is not None and written != ""}
    read = {name: _read(book, name, written) for name, written in known.items()}
    for name, fact in book.facts.items():
        if fact.type == "choices":
            _join(name, fact, read)
    return read


def allowed(fact: Fact) -> str:
    """What a fact can be, for people: 0 to 10000000 t; yes, no; green, blue, yellow."""
    if fact.type in {"whole", "number"}:
        kind = "whole number" if fact.type == "whole" else f"number with at most {DECIMALS} digits behind the point"
        ends = f", {fact.min if fact.min is not None else ''} … {fact.max if fact.max is not None else ''}"
        return f"{kind}{ends if fact.min is not None or fact.max is not None else ''} {fact.unit}".strip()
    if fact.type == "date":
        return "date such as 2017-06-01"
    if fact.type == "yes-no":
        return "yes, no"
    names = ", ".join(each.id for each in fact.choice)
    return f"list of: {names}" if fact.type == "choices" else names


def _join(name: str, fact: Fact, read: dict[str, Value]) -> None:
    """Single choices become the whole, if all of them are known."""
    single = {each.id: choice_key(name, each.id) for each in fact.choice}
    given = [key for key in single.values() if key in read]
    if given and name in read:
        _refuse(name, fact, given[0], "given as a whole and by single choices; keep one", "both-ways")
    if len(given) == len(single):
        read[name] = tuple(each for each, key in single.items() if read.pop(key))


def _read(book: Book, name: str, written: object) -> Value:
    fact = book.facts.get(name)
    if fact is not None:
        return _READERS[fact.type](name, fact, written)
    whole, _, choice = name.partition("=")
    fact = book.facts.get(whole)
    if fact is None or fact.type != "choices" or choice not in {each.id for each in fact.choice}:
        known = ", ".join(book.facts)
        raise InvalidFact(
            name, f"{book.key} knows no such fact; it knows: {known}.", allowed=known, cause="unknown", value=""
        )
    return _read_yes_no(name, fact, written)


def _read_yes_no(name: str, fact: Fact, written: object) -> bool:
    if isinstance(written, bool):
        return written
    text = written.strip().lower() if isinstance(written, str) else ""
    if text not in YES | NO:
        _refuse(name, fact, written, "must be yes or no", "yes-no")
    return text in YES


def _read_choice(name: str, fact: Fact, written: object) -> str:
    if not isinstance(written, str) or written not in {each.id for each in fact.choice}:
        _refuse(name, fact, written, f"must be one of: {allowed(fact)}", "choice")
    return written


def _read_choices(name: str, fact: Fact, written: object) -> tuple[str, ...]:
    if isinstance(written, str) or not isinstance(written, Sequence | set | frozenset):
        _refuse(name, fact, written, f"must be a {allowed(fact)}", "choices")
    chosen = {_read_choice(name, fact, each) for each in written}
    return tuple(each.id for each in fact.choice if each.id in chosen)


def _read_date(name: str, fact: Fact, written: object) -> date:
    day = written if type(written) is date else _day(name, fact, written)
    if not EARLIEST <= day <= LATEST:
        _refuse(name, fact, written, f"lies outside of {EARLIEST} … {LATEST}", "date")
    return day


def _day(name: str, fact: Fact, written: object) -> date:
    text = written.strip() if isinstance(written, str) else ""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        _no_date(name, fact, written)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _no_date(name, fact, written)


def _no_date(name: str, fact: Fact, written: object) -> NoReturn:
    _refuse(name, fact, written, "must be a date such as 2017-06-01", "date")


def _read_number(name: str, fact: Fact, written: object) -> Decimal:
    value = _decimal(name, fact, written)
    if decimals(value) > DECIMALS:
        _refuse(name, fact, written, f"has more than {DECIMALS} digits behind the point", "digits")
    return _in_range(name, fact, value)


def _read_whole(name: str, fact: Fact, written: object) -> int:
    value = _decimal(name, fact, written)
    if decimals(value):
        _refuse(name, fact, written, "must be a whole number", "whole")
    return int(_in_range(name, fact, value))


def _decimal(name: str, fact: Fact, written: object) -> Decimal:
    text = str(written).strip()
    if isinstance(written, bool) or not isinstance(written, str | int | float | Decimal) or len(text) > LONGEST:
        _refuse(name, fact, written, "must be a number", "number")
    try:
        value = Decimal(text)
    except InvalidOperation:
        _refuse(name, fact, written, "must be a number", "number")
    if not value.is_finite() or value.adjusted() > LONGEST:
        _refuse(name, fact, written, "must be a number", "number")
    return value


def _in_range(name: str, fact: Fact, value: Decimal) -> Decimal:
    if (fact.min is not None and value < fact.min) or (fact.max is not None and value > fact.max):
        _refuse(name, fact, value, f"lies outside of what it can be: {allowed(fact)}", "range")
    return value


def _refuse(name: str, fact: Fact, written: object, why: str, cause: str) -> NoReturn:
    shown = str(written)[:SHOWN]
    raise InvalidFact(name, f"“{shown}” {why}.", allowed=allowed(fact), cause=cause, value=shown)


_READERS: dict[str, Callable[[str, Fact, object], Value]] = {
    "yes-no": _read_yes_no,
    "choice": _read_choice,
    "choices": _read_choices,
    "date": _read_date,
    "number": _read_number,
    "whole": _read_whole,
}
