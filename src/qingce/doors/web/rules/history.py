"""What became of a rule from version to version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext_lazy

from qingce.doors.web.rules.parts import part_address, part_of, row_of
from qingce.doors.web.rules.table_words import book_address
from qingce.doors.web.rules.uses import ROW, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    from qingce.doors.web.rules.versions import Version
    from qingce.pure.rules.book import Book

FIRST = pgettext_lazy("rule", "stated since this version")
CHANGED = pgettext_lazy("rule", "changed")
SAME = pgettext_lazy("rule", "unchanged")
GONE = pgettext_lazy("rule", "no longer stated")


@dataclass(frozen=True)
class Step:
    """A version and what it did to the rule; address: of the rule there; empty: it has none."""

    version: Version
    what: StrOrPromise
    address: str


def history_of(part: Part, versions: Sequence[Version]) -> list[Step]:
    """The versions that a rule stands in or was taken out of, the newest first.

    Args: versions: of one book, the newest first.
    """
    steps: list[Step] = []
    former: Any = None
    for each in reversed(versions):
        now = _content(each.book, part)
        if now is not None or former is not None:
            base = book_address(each.book.head.id, each.book.version)
            steps.append(Step(each, _what(former, now), part_address(base, part) if now is not None else ""))
        former = now
    return steps[::-1]


def _what(former: Any, now: Any) -> StrOrPromise:
    if now is None:
        return GONE
    if former is None:
        return FIRST
    return SAME if former == now else CHANGED


def _content(book: Book, part: Part) -> Any:
    """What the book says; of a row also what it takes from its group."""
    if part.kind != ROW:
        return part_of(book, part)
    found = row_of(book, part)
    return found and (found[1], found[0].outcome, found[0].when)
