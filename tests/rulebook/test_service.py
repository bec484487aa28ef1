"""The book of services against sums and references that run through several annexes of XZ."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from tests.rulebook.books import LIBRARY

ON = date(2026, 11, 20)
BOOK = LIBRARY.at("service", on=ON, jurisdiction="320300")
PARTS = ("support", "environment", "delivery", "satisfaction")

pytestmark = pytest.mark.requirement("POL-1")


def _groups(name: str, axis: str) -> list[int]:
    return list(Counter(each.at[axis] for each in BOOK.lists[name].item).values())


def test_catalogues_have_the_source_s_lines_per_phase_and_group() -> None:
    assert _groups("enterprise-services", "phase") == [4, 3, 10, 2]
    assert _groups("park-services", "group") == [10, 5, 1, 5]
    assert _groups("government-services", "group") == [1, 1, 1, 4, 3, 3]
    assert _groups("dossier", "group") == [1, 3, 2, 2, 1, 6, 1, 5, 14]


def test_every_reference_is_used_and_every_standard_is_a_reference() -> None:
    references = {name for each in BOOK.lists["normative-references"].item for name in each.standards}
    used = {
        name
        for key, rules in BOOK.lists.items()
        if key != "normative-references"
        for each in rules.item
        for name in each.standards
    }
    assert used == references


def test_points_add_up_to_a_hundred() -> None:
    most = {part: BOOK.value(f"{part}-points", on=ON) for part in PARTS}
    assert most == {"support": 10, "environment": 15, "delivery": 70, "satisfaction": 5}
    assert sum(most.values()) == BOOK.value("total-points", on=ON)


def test_points_of_support_and_performance_reach_what_the_part_can() -> None:
    lines = BOOK.lists["evaluation"].item
    support = [each for each in lines if each.at["part"] == "support"]
    for name in ("staff", "data", "plan", "law", "system"):
        points = sum(Decimal(each.points or 0) for each in support if each.at["indicator"] == name)
        assert points == BOOK.value(f"{name}-points", on=ON)
    performance = [Decimal(each.points or 0) for each in lines if each.at["part"] == "environment"]
    assert sum(each for each in performance if each > 0) == BOOK.value("environment-points", on=ON)
    assert [each for each in performance if each < 0] == [-3, -3, -3]


def test_satisfaction_is_five_four_three_or_minus_two() -> None:
    lines = BOOK.lists["evaluation"].item
    assert [each.points for each in lines if each.at["part"] == "satisfaction"] == [5, 4, 3, -2]
