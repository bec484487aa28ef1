"""Which notices an address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from qingce.doors.web.numbers import number_in
from qingce.pure.kernel.divisions import UnknownDivision, get_division
from qingce.pure.kernel.errors import InvalidValue
from qingce.shared.notices.enums import NoticeState
from qingce.shared.notices.queries import NoticesAsked, notice_kinds

NAMES = ("kind", "state", "area", "since", "until", "q", "about", "order")
ENDING = "ending"
MOST_LETTERS = 100


class NoticesAskedWrong(InvalidValue):
    """What was asked of the board is no day, place or thing."""

    code = "notices-asked-wrong"

    def __init__(self, value: str) -> None:
        super().__init__(
            f"“{value[:40]}” cannot be looked up on the notice board: give a day such as 2026-11-21, the code of a "
            "division, or a thing such as enterprise/12.",
            value=value[:40],
        )


@dataclass(frozen=True)
class Said:
    """What an address says, word for word, and what it asks for."""

    words: dict[str, str]
    asked: NoticesAsked

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order is asked."""
        return any(value for name, value in self.words.items() if name != "order")

    def query(self, **changed: str) -> str:
        """The same in an address, with some of it otherwise; nothing empty."""
        return urlencode({name: value for name, value in (self.words | changed).items() if value})


def read_asked(query: QueryDict) -> Said:
    """What an address asks for; a kind or a state that does not exist is no condition.

    Raises: NoticesAskedWrong.
    """
    said = {name: query.get(name, "").strip()[:MOST_LETTERS] for name in NAMES}
    said["kind"] = said["kind"] if said["kind"] in {each.name for each in notice_kinds()} else ""
    said["state"] = said["state"] if said["state"] in NoticeState else ""
    said["order"] = said["order"] if said["order"] == ENDING else ""
    asked = NoticesAsked(
        kind=said["kind"],
        state=said["state"],
        area=_area(said["area"]),
        since=_day(said["since"]),
        until=_day(said["until"]),
        text=said["q"],
        about=_about(said["about"]),
        is_ending_first=said["order"] == ENDING,
    )
    return Said(said, asked)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoticesAskedWrong(text) from None


def _area(text: str) -> str:
    if not text:
        return ""
    try:
        return get_division(text).code
    except UnknownDivision:
        raise NoticesAskedWrong(text) from None


def _about(text: str) -> tuple[str, int] | None:
    if not text:
        return None
    kind, _, number = text.partition("/")
    found = number_in(number)
    if not kind or found is None:
        raise NoticesAskedWrong(text)
    return kind, found
