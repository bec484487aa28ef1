"""Draws for tests: the worked example of RFC 3797, held by the whole room."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from qingce.shared.draws.actions import freeze_draw, settle_draw, void_draw
from qingce.shared.draws.enums import DrawText, Source
from qingce.shared.ledger.actions import Taker, number_entries
from qingce.shared.ledger.enums import Signatory, SignatoryRole
from tests.factories import AT

ONE = Taker(SignatoryRole.STAFF, None, Signatory(SignatoryRole.STAFF, "#P7K2M9X4"))
TWO = Taker(SignatoryRole.TWO_STAFF, None, Signatory(SignatoryRole.TWO_STAFF, "#P7K2M9X4 + #P3Q8R1T6"))
DUE = AT + timedelta(hours=2)
LATER = DUE + timedelta(minutes=5)
POOL = tuple(f"P{number:02}" for number in range(1, 26))
VALUES = (("9319",), ("2", "5", "12", "8", "10"), ("9", "18", "26", "34", "41", "45"))
OTHER_VALUES = (("9318",), *VALUES[1:])
KEY = "9319./2.5.8.10.12./9.18.26.34.41.45./"
# Of the standard: places 17, 7, 2, 16, 25, 23, 8, 24, 19, 13.
DRAWN = ("P17", "P07", "P02")
NEXT = ("P16", "P25", "P23")
SOURCES = (
    Source("样例彩票 2026 年第 1 期", "https://example.org/one", DUE - timedelta(minutes=30), 1, highest=9999),
    Source("样例彩票 2026 年第 2 期", "https://example.org/two", DUE, 5, lowest=1, highest=99),
    Source("样例彩票 2026 年第 3 期", "https://example.org/three", DUE - timedelta(minutes=10), 6, highest=50),
)
TEXT = DrawText(
    purpose="抽取第三方技术评估专家", occasion="2026 年第 4 季度技术评估", pool=POOL, count=3, sources=SOURCES
)


def frozen(*, at: datetime = AT, covered: bool = True, **changes: Any) -> int:
    """A draw that was frozen, in a signed checkpoint."""
    number = freeze_draw(replace(TEXT, **changes), by=ONE, at=at)
    if covered:
        number_entries(at=at + timedelta(seconds=30))
    return number


def due_now(*, since: timedelta = timedelta(hours=1), **changes: Any) -> int:
    """A draw that was frozen in time and whose sources have spoken by the clock of this machine."""
    due = timezone.now() - since
    sources = tuple(replace(each, due_at=due) for each in SOURCES)
    return frozen(at=due - timedelta(hours=1), sources=sources, **changes)


def not_due(**changes: Any) -> int:
    """A draw whose sources will speak tomorrow."""
    at = timezone.now() - timedelta(minutes=1)
    sources = tuple(replace(each, due_at=at + timedelta(days=1)) for each in SOURCES)
    return frozen(at=at, sources=sources, **changes)


def settled(**changes: Any) -> int:
    """A draw whose value is entered."""
    number = frozen(**changes)
    settle_draw(number, VALUES, read="https://example.org/result", by=ONE, at=LATER)
    number_entries(at=LATER)
    return number


def voided(**changes: Any) -> int:
    """A draw that two people declared void."""
    number = frozen(**changes)
    void_draw(number, reason="名单有误", by=TWO, at=LATER)
    number_entries(at=LATER)
    return number
