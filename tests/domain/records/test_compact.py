"""Small lists inside one cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qingce.domain.records.compact import (
    Amount,
    InvalidList,
    Measured,
    UnknownDetail,
    UnknownDetailValue,
    parse_details,
    parse_measurements,
    parse_quantities,
)
from qingce.pure.kernel.amounts import InvalidAmount

COD = Measured("化学需氧量", Decimal(93), Decimal(80), "mg/L", "总排口", Decimal("0.16"))


def test_parse_measurements_reads_both_ways_of_writing() -> None:
    assert parse_measurements("化学需氧量|93|80|mg/L|总排口|0.16; 氨氮") == (
        COD,
        Measured("氨氮", None, None, "", "", None),
    )
    rows = (
        '[{"pollutant": "化学需氧量", "value": 93, "limit": 80, '
        '"unit": "mg/L", "outlet": "总排口", "times_over": 0.16}]'
    )
    assert parse_measurements(rows) == (COD,)


@pytest.mark.parametrize("text", ["|93", "a|1|2|3|4|5|6", "[1]", '[{"value": 1}]', "[", '[{"pollutant":"a","x":1}]'])
def test_parse_measurements_refuses_what_is_no_list(text: str) -> None:
    with pytest.raises(InvalidList):
        parse_measurements(text)


def test_parse_measurements_refuses_a_number_that_is_none() -> None:
    with pytest.raises(InvalidAmount):
        parse_measurements("氨氮|约5")


def test_parse_quantities_reads_amounts_with_units() -> None:
    assert parse_quantities("废机油|0.4|t") == (Amount("废机油", Decimal("0.4"), "t"),)


def test_parse_details_reads_the_fields_of_the_type() -> None:
    assert parse_details("obligation=mandatory; grounds=over-limits、toxic", "cleaner-production") == {
        "obligation": "mandatory",
        "grounds": "over-limits;toxic",
    }


def test_parse_details_refuses_other_fields_and_values() -> None:
    with pytest.raises(UnknownDetail):
        parse_details("colour=green", "eia")
    with pytest.raises(UnknownDetailValue):
        parse_details("colour=purple", "credit-rating")
    with pytest.raises(InvalidList):
        parse_details("colour", "credit-rating")
