"""The time line of laws, from the rulebook that holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingce.shared.rulebooks.queries import book_of, release_at

BOOK, LIST = "cleaner-production", "laws"


@dataclass(frozen=True)
class Law:
    """One step. Args: is_ours, reason_zh, reason_en: where the year is our own reading."""

    id: str
    year: int
    zh: str
    en: str
    text_zh: str
    text_en: str
    clause: str
    on: date | None
    until: date | None
    is_ours: bool
    reason_zh: str
    reason_en: str


@dataclass(frozen=True)
class TimeLine:
    """The steps in their order. Args: version: of the rulebook that lists them."""

    version: str
    laws: tuple[Law, ...]


def laws(*, on: date) -> TimeLine:
    """The laws and rules on cleaner production over time; one query, two for a rulebook that is not in memory.

    Raises: NoReleaseInForce.
    """
    release = release_at(BOOK, on=on)
    found = book_of(release.digest).lists[LIST].item
    return TimeLine(
        release.version,
        tuple(
            Law(
                each.id,
                int(each.at["year"].removeprefix("y")),
                each.title.zh,
                each.title.en,
                each.text.zh if each.text else "",
                each.text.en if each.text else "",
                each.clause or "",
                each.on,
                each.until,
                each.status == "ours",
                each.reason.zh if each.reason else "",
                each.reason.en if each.reason else "",
            )
            for each in found
        ),
    )
