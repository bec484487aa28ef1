"""Whom a jurisdiction reaches: today's areas with the codes that their places had before."""

from __future__ import annotations

import pytest

from qingce.pure.kernel.divisions import UnknownDivision, codes_of_area, lies_within


@pytest.mark.parametrize(
    ("place", "area", "expected"),
    [
        ("320505", "320500", True),
        ("320500", "320500", True),
        ("320000", "320500", False),
        ("320505", "320000", True),
        ("310115", "320000", False),
        ("", "", True),
        ("320505", "", True),
        ("", "320000", False),
        ("371202", "370100", True),  # 莱芜 became a part of 济南 in 2019
        ("510202", "500000", True),  # Chongqing was a part of Sichuan until 1997
        ("510202", "510000", False),
        ("442121", "440000", False),  # Hainan was a part of Guangdong until 1988
        ("442121", "460000", True),
    ],
)
def test_place_lies_within(place: str, area: str, *, expected: bool) -> None:
    assert lies_within(place, area) is expected


def test_unknown_area_is_refused() -> None:
    with pytest.raises(UnknownDivision):
        codes_of_area("999999")


def test_codes_of_an_area_say_the_same_as_the_question() -> None:
    codes = codes_of_area("460000")
    assert all(lies_within(code, "460000") for code in codes.beside)
    assert codes_of_area("440000").without == tuple(code for code in codes.beside if code.startswith("44"))
