from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.tables import read_table
from qingce.pure.kernel.units import IncompatibleUnits, UnknownUnit, convert, find_unit

SYMBOLS = [row["unit"] for row in read_table("units.csv")]


@pytest.mark.parametrize("spelling", ["mg/L", "mg/l", "㎎／Ｌ", "MG/L", " mg / L ", "毫克/升", "㎎/ℓ"])
def test_find_unit_reads_spellings(spelling: str) -> None:
    assert find_unit(spelling).symbol == "mg/L"


@pytest.mark.parametrize(
    ("spelling", "symbol"),
    [
        ("mg/m3", "mg/m³"),
        ("mg/m³", "mg/m³"),
        ("毫克/立方米", "mg/m³"),
        ("mg/Nm³", "mg/Nm³"),
        ("毫克/标立方米", "mg/Nm³"),
        ("ng -TEQ/m3", "ng TEQ/m³"),
        ("ug/L", "µg/L"),
        ("μg/L", "µg/L"),
        ("µg/L", "µg/L"),
        ("吨", "t"),
        ("万立方米", "万m³"),
        ("m^3/h", "m³/h"),
    ],
)
def test_find_unit_reads_units_of_real_lists(spelling: str, symbol: str) -> None:
    assert find_unit(spelling).symbol == symbol


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [
        ("8.74", "mg/L", "ug/L", "8740"),
        ("451", "mg/m3", "g/m3", "0.451"),
        ("1", "mg/L", "mg/m3", "1000"),
        ("1.2", "吨", "kg", "1200"),
        ("3", "万吨", "t", "30000"),
        ("100", "m³/d", "m³/h", "4.166666666666666666666666667"),
        ("3600", "m³/h", "m³/s", "1"),
        ("1", "L/s", "m³/h", "3.6"),
        ("24", "kg/d", "g/h", "1000"),
        ("1", "万m³/d", "m³/d", "10000"),
        ("0", "kg", "t", "0"),
    ],
)
def test_convert_gives_exact_results(value: str, unit: str, to: str, result: str) -> None:
    assert convert(Decimal(value), unit, to) == Decimal(result)


def test_convert_keeps_normal_gas_volumes_apart() -> None:
    with pytest.raises(IncompatibleUnits) as caught:
        convert(Decimal(451), "mg/Nm³", "mg/m³")
    assert caught.value.params == {
        "unit": "mg/Nm³",
        "quantity": "normal gas concentration",
        "to": "mg/m³",
        "to_quantity": "concentration",
    }


@pytest.mark.parametrize("unit", ["", "倍", "级", "dB", "x" * 10_000, "\x00"])
def test_convert_names_an_unknown_unit(unit: str) -> None:
    with pytest.raises(UnknownUnit) as caught:
        convert(Decimal(1), unit, "kg")
    assert caught.value.params == {"unit": unit[:40]}


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=0, max_value=10**9),
    st.sampled_from(SYMBOLS),
    st.sampled_from(SYMBOLS),
)
def test_convert_there_and_back_is_the_value(value: Decimal, unit: str, to: str) -> None:
    if find_unit(unit).quantity != find_unit(to).quantity:
        with pytest.raises(IncompatibleUnits):
            convert(value, unit, to)
        return
    back = convert(convert(value, unit, to), to, unit)
    assert round(back, 12) == round(value, 12)


def test_spellings_mean_one_unit_each() -> None:
    for row in read_table("units.csv"):
        for spelling in filter(None, [row["unit"], *row["spellings"].split("|")]):
            assert find_unit(spelling).symbol == row["unit"]
