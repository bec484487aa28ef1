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
EXPLAINED, UPLOADED = "explain-and-support", "upload-explanation"
MONITORING = RecordType.AUTOMATED_MONITORING


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


def is_monitoring_explained(*, on: date) -> bool:
    """Whether automated monitoring data are explained on their own, as the rules of the day have it; one query.

    Raises: NoReleaseInForce.
    Source: BMD p. 1; real-time monitoring panel.
    """
    return _outcomes(book_at(BOOK, on=on), on)[MONITORING] == UPLOADED


@lru_cache(maxsize=64)
def _outcomes(book: Book, on: date) -> dict[RecordType, str]:
    table = compile_table(book, TABLE, on=on)
    return {each: decide(table, {FACT: each.value}).outcome or "" for each in RecordType}


def _panels(book: Book, on: date) -> tuple[RecordType, ...]:
    return tuple(each for each, outcome in _outcomes(book, on).items() if outcome == EXPLAINED)
