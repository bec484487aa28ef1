from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.numerals import read_digits, read_numeral


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("两百", 200),
        ("一百零五", 105),
        ("伍万贰仟壹佰贰拾", 52_120),
        ("叁万捌仟", 38_000),
        ("伍拾肆万", 540_000),
        ("十万零五百", 100_500),
        ("一亿零二十万", 100_200_000),
        ("陸仟", 6_000),
        ("三", 3),
    ],
)
def test_read_numeral_reads_both_kinds_of_numerals(text: str, number: int) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize(
    "text", ["", "万", "万五千", "二二", "百十千", "五万二", "一百二", "一百二万", "5万", "第五", "万万"]
)
def test_read_numeral_refuses_what_is_none_or_could_be_two(text: str) -> None:
    assert read_numeral(text) is None


@given(st.integers(0, 9999), st.sampled_from(["零一二三四五六七八九|十百千", "零壹贰叁肆伍陆柒捌玖|拾佰仟"]))
def test_read_numeral_reads_back_every_number(number: int, kind: str) -> None:
    digits, units = kind.split("|")
    places = [(1000, units[2]), (100, units[1]), (10, units[0]), (1, "")]
    written = ""
    for size, unit in places:
        digit = number // size % 10
        if digit:
            written += digits[digit] + unit
        elif written and number % size and not written.endswith(digits[0]):
            written += digits[0]
    assert read_numeral(written or digits[0]) == number


def test_read_digits_reads_years() -> None:
    assert (read_digits("二〇二〇"), read_digits("一九四九"), read_digits("二十"), read_digits("")) == (
        2020,
        1949,
        None,
        None,
    )
