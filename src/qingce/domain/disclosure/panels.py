"""Which types of records have a panel, and how: as the rulebook of the day decides (BMD p. 1, steps 1 and 2)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from qingce.domain.disclosure.errors import PanelUnknown
from qingce.domain.records.enums import RecordType
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import decide
from qingce.shared.rulebooks.queries import book_at

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book

BOOK, TABLE, FACT = "disclosure", "how-explained", "record_type"
EXPLAINED = "explain-and-support"


def panel_types(*, on: date) -> tuple[RecordType, ...]:
    """The types of which each record is explained, in the order of the 18; one query.

    Raises: NoReleaseInForce.
    """
    return _panels(book_at(BOOK, on=on), on)


def check_panel(record_type: str, *, on: date) -> RecordType:
    """The type of this name, if it has a panel; one query.

    Raises: PanelUnknown; NoReleaseInForce.
    """
    found = next((each for each in panel_types(on=on) if each == record_type), None)
    if found is None:
        raise PanelUnknown("Records of this type are not explained one by one here: the rules do not say how.")
    return found


@lru_cache(maxsize=64)
def _panels(book: Book, on: date) -> tuple[RecordType, ...]:
    table = compile_table(book, TABLE, on=on)
    return tuple(each for each in RecordType if decide(table, {FACT: each.value}).outcome == EXPLAINED)
