"""Small lists inside one cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db.models import DecimalField

from qingce.domain.records.compact import (
    LONGEST,
    NUMBERS,
    Amount,
    InvalidList,
    Measured,
    PartTooLong,
    UnknownDetail,
    UnknownDetailValue,
    parse_details,
    parse_measurements,
    parse_quantities,
)
from qingce.domain.records.models import Measurement, Quantity
from qingce.pure.kernel.amounts import InvalidAmount
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.wording import sentence
from qingce.shared.intake.numbers import NumberTooFine, NumberTooLarge

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


def test_limits_are_those_of_the_database() -> None:
    columns = [column for model in (Measurement, Quantity) for column in model._meta.concrete_fields]
    texts = {column.name: column.max_length for column in columns if column.name in LONGEST}
    numbers = {
        column.name: (column.max_digits, column.decimal_places)
        for column in columns
        if isinstance(column, DecimalField)
    }
    assert texts == LONGEST
    assert numbers == {name: (bounds.digits, bounds.places) for name, bounds in NUMBERS.items()}


@pytest.mark.requirement("REC-5")
@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("氨氮|5e30", NumberTooLarge),
        ("氨氮|1|-5e30", NumberTooLarge),
        ("氨氮|99999999999999.9999999", NumberTooLarge),
        ("氨氮|||||1e9", NumberTooLarge),
        ("氨氮|1e-9", NumberTooFine),
        ("氨" * 61, PartTooLong),
        (f"氨氮|1|2|{'x' * 21}", PartTooLong),
        (f"氨氮|1|2|mg/L|{'口' * 121}", PartTooLong),
        ('[{"pollutant": "氨氮", "value": 1e400}]', InvalidAmount),
        ('[{"pollutant": "氨氮", "value": ' + "9" * 5000 + "}]", InvalidAmount),
        ('[{"pollutant": "氨氮", "value": NaN}]', InvalidAmount),
        ('[{"pollutant": "氨氮", "value": [1]}]', InvalidList),
        ('[{"pollutant": "\\ud800\\u0000"}]', InvalidList),
        ("[" * 3000, InvalidList),
        ("[" * 3000 + "]" * 3000, InvalidList),
        ("[" + "[" * 900 + "]" * 900 + "]", InvalidList),
    ],
)
def test_parse_measurements_refuses_what_no_column_holds(text: str, error: type[InvalidValue]) -> None:
    with pytest.raises(error) as caught:
        parse_measurements(text)
    told = sentence(caught.value, "zh")
    assert told.endswith("。")
    assert len(told) < 200
    told.encode()


def test_parse_measurements_cleans_what_json_can_write() -> None:
    (measured,) = parse_measurements('[{"pollutant": "氨\\u0000氮\\ud800", "unit": "mg\\u200b/L", "value": 1.50}]')
    assert (measured.pollutant, measured.unit, measured.value) == ("氨氮", "mg/L", Decimal("1.5"))


@pytest.mark.parametrize(("text", "error"), [(f"{'废' * 201}|1|t", PartTooLong), ("污泥|1e15|t", NumberTooLarge)])
def test_parse_quantities_refuses_what_no_column_holds(text: str, error: type[InvalidValue]) -> None:
    with pytest.raises(error):
        parse_quantities(text)


def test_parse_details_cleans_and_refuses_alike() -> None:
    assert parse_details('{"media": "废\\u0000水\\ud800"}', "key-entity") == {"media": "废水"}
    for text in ('{"media": ["废水"]}', '{"media": ' + "[" * 3000, '{"media": ' + "[" * 900 + "]" * 900 + "}"):
        with pytest.raises(InvalidList):
            parse_details(text, "key-entity")
