"""Which entries an address asks for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from qingce.doors.web.numbers import MOST_DIGITS, number_in
from qingce.pure.kernel.errors import InvalidValue
from qingce.shared.ledger.queries import EntriesAsked

NAMES = ("act", "kind", "number", "from", "until")
ID_DIGITS = 32
LAST_DAY = date(9999, 12, 30)


class LedgerAskedWrong(InvalidValue):
    """What was asked of the ledger is no number, no id or no day."""

    code = "ledger-asked-wrong"

    def __init__(self, value: str) -> None:
        super().__init__(
            f"“{value[:40]}” cannot be looked up in the ledger: give a number, an id of 32 hexadecimal digits, or a "
            "day such as 2026-11-21.",
            value=value[:40],
        )


def read_asked(query: QueryDict) -> EntriesAsked:
    """What an address asks for.

    Raises: LedgerAskedWrong.
    """
    said = {name: query.get(name, "").strip() for name in (*NAMES, "before")}
    until = _day(said["until"])
    return EntriesAsked(
        act=said["act"][:60],
        kind=said["kind"][:60],
        number=_number(said["number"]),
        since=_midnight(_day(said["from"])),
        until=_midnight(until + timedelta(days=1)) if until else None,
        before=_number(said["before"]),
    )


def query_of(query: QueryDict, **changed: object) -> str:
    """The same narrowing in an address, from its newest entry unless `before` is given."""
    said = {name: query.get(name, "").strip() for name in NAMES} | changed
    return urlencode({name: value for name, value in said.items() if value not in ("", None)})


def entry_named(text: str) -> str:
    """The number or the id of an entry as its address has it.

    Raises: LedgerAskedWrong.
    """
    text = text.strip().lower()
    if is_id(text):
        return text
    number = number_in(text)
    if number is None:
        raise LedgerAskedWrong(text)
    return str(number)


def is_id(text: str) -> bool:
    """Whether a text is the id of an entry."""
    return len(text) == ID_DIGITS and not set(text) - set("0123456789abcdef")


def is_number(text: str) -> bool:
    """Whether a text is the number of an entry, in the one way of writing it."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS and str(int(text)) == text


def _number(text: str) -> int | None:
    if not text:
        return None
    number = number_in(text)
    if number is None:
        raise LedgerAskedWrong(text)
    return number


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise LedgerAskedWrong(text) from None
    if not text.isascii() or day > LAST_DAY:
        raise LedgerAskedWrong(text)
    return day


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None
