"""Texts held against each other: what is the same for a reader is the same; hostile texts cost no time."""

from __future__ import annotations

import pytest

from qingce.shared.issuing.comparing import MOST_DIFFERENCES, differences, normal
from qingce.shared.issuing.enums import Difference

pytestmark = pytest.mark.requirement("DIS-3")


def test_spaces_line_ends_and_widths_are_no_difference() -> None:
    assert normal("第 １ 页，\r\n共\u200b 2 页") == normal("第1页,共2页")


@pytest.mark.parametrize(
    ("issued", "returned", "found"),
    [
        ("罚款125,000元整", "罚款25,000元整", [Difference("罚款1", "罚款")]),
        ("甲乙丙丁", "甲乙丙丁", []),
        ("甲乙丙丁", "甲乙丙丁戊", [Difference("甲乙丙丁", "甲乙丙丁戊")]),
        ("", "甲", [Difference("", "甲")]),
    ],
)
def test_differences_are_shown_with_what_stands_before(issued: str, returned: str, found: list[Difference]) -> None:
    assert list(differences(issued, returned)) == found


def test_texts_that_have_nothing_in_common_are_one_difference() -> None:
    (found,) = differences("甲" * 3000, "乙" * 40_000)
    assert (found.issued[-1], found.returned[-1]) == ("…", "…")


def test_many_differences_are_cut_off() -> None:
    assert len(differences("甲乙" * 100, "甲丙" * 100)) == MOST_DIFFERENCES
