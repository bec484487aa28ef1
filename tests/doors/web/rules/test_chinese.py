"""What a rulebook says, in Chinese as a Chinese reader would write it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from qingce.doors.web.rules.readings import condition_words
from qingce.doors.web.rules.words import quantity, value_words
from tests.factories import rule_library

pytestmark = [pytest.mark.requirement("POL-1", "POL-2")]
ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("amount", "unit", "zh"),
    [
        (3, "years", "3 年"),
        (1, "months", "1 个月"),
        (10, "working-days", "10 个工作日"),
        (7, "calendar-days", "7 个自然日"),
        (75, "percent", "75%"),
        (Decimal("2.50"), "t", "2.5 t"),
        (-2, "points", "-2 分"),
        (1, "people", "1 人"),
    ],
)
def test_quantity_reads_as_people_write_it(amount: Decimal | int, unit: str, zh: str) -> None:
    with override("zh-hans"):
        assert quantity(amount, unit) == zh


@pytest.mark.parametrize(
    ("condition", "zh"),
    [
        ("waste-below-three-tonnes", "危险废物数量小于 3 t"),
        ("waste-from-three-tonnes", "危险废物数量不少于 3 t"),
        ("published-within-three-years", "“来源的发布时间”至“申请日期”在 3 年内"),
        ("rated-red-or-black", "信用评级颜色：红色或黑色"),
        ("no-forgery", "涉及造假：否"),
        ("published-over-three-years", "不成立：来源发布至申请不超过三年"),
    ],
)
def test_condition_is_read_out_with_its_figure(condition: str, zh: str) -> None:
    removal = rule_library().at("removal", on=ON)
    with override("zh-hans"):
        assert condition_words(removal, condition, on=ON) == zh
        assert value_words(removal.facts["matters"], ()) == "以上都不是"
