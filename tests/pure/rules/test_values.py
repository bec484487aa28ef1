"""Facts as people and programs write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from qingce.pure.rules.errors import InvalidFact
from qingce.pure.rules.values import Value, read_facts
from tests.pure.rules.small import small_book

pytestmark = pytest.mark.requirement("POL-2")
BOOK = small_book()


@pytest.mark.parametrize(
    ("fact", "written", "value"),
    [
        ("kind", "order", "order"),
        ("matters", ["excess", "fault", "excess"], ("fault", "excess")),
        ("matters", [], ()),
        ("matters=fault", "no", False),
        ("waste_t", "3.000", Decimal(3)),
        ("waste_t", 2.5, Decimal("2.5")),
        ("waste_t", Decimal("0.000001"), Decimal("0.000001")),
        ("days", "10", 10),
        ("days", 10.0, 10),
        ("is_proven", "是", True),
        ("is_proven", "No", False),
        ("is_proven", True, True),
        ("applied_on", " 2026-02-28", date(2026, 2, 28)),
        ("applied_on", date(2026, 2, 28), date(2026, 2, 28)),
    ],
)
def test_a_value_is_read_by_the_type_of_its_fact(fact: str, written: object, value: Value) -> None:
    assert read_facts(BOOK, {fact: written}) == {fact: value}


def test_what_is_empty_is_unknown() -> None:
    assert read_facts(BOOK, {"kind": "", "days": None}) == {}


def test_all_single_choices_known_are_the_whole() -> None:
    raw = {"matters=fault": True, "matters=excess": False, "matters=dumping": True}
    assert read_facts(BOOK, raw) == {"matters": ("fault", "dumping")}


@pytest.mark.parametrize(
    ("raw", "cause"),
    [
        ({"colour": "red"}, "unknown"),
        ({"matters=noise": True}, "unknown"),
        ({"kind=order": True}, "unknown"),
        ({"kind": "letter"}, "choice"),
        ({"kind": 1}, "choice"),
        ({"matters": "fault"}, "choices"),
        ({"matters": ["noise"]}, "choice"),
        ({"matters": [["fault"]]}, "choice"),
        ({"matters": {"fault": True}}, "choices"),
        ({"matters": ["fault"], "matters=excess": True}, "both-ways"),
        ({"waste_t": -1}, "range"),
        ({"waste_t": "1000.000001"}, "range"),
        ({"waste_t": "0.0000001"}, "digits"),
        ({"waste_t": "3 t"}, "number"),
        ({"waste_t": "NaN"}, "number"),
        ({"waste_t": "Infinity"}, "number"),
        ({"waste_t": "1e999999"}, "number"),
        ({"waste_t": "9" * 100}, "number"),
        ({"waste_t": True}, "number"),
        ({"waste_t": []}, "number"),
        ({"days": "1.5"}, "whole"),
        ({"days": -1}, "range"),
        ({"is_proven": 1}, "yes-no"),
        ({"is_proven": "perhaps"}, "yes-no"),
        ({"applied_on": "2026-02-30"}, "date"),
        ({"applied_on": "2026-2-3"}, "date"),
        ({"applied_on": "2026/02/03"}, "date"),
        ({"applied_on": 20260203}, "date"),
    ],
)
def test_what_a_fact_cannot_be_is_refused(raw: dict[str, object], cause: str) -> None:
    with pytest.raises(InvalidFact) as refused:
        read_facts(BOOK, raw)
    assert refused.value.params["cause"] == cause
    assert str(refused.value.params["fact"]).partition("=")[0] == next(iter(raw)).partition("=")[0]
    assert refused.value.params["allowed"]


def test_a_refusal_says_what_is_allowed() -> None:
    with pytest.raises(InvalidFact) as refused:
        read_facts(BOOK, {"waste_t": "1001"})
    assert refused.value.params["allowed"] == "number with at most 6 digits behind the point, 0 … 1000 t"
