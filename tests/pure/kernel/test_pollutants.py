from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.pollutants import Medium, Pollutant, find_pollutant, pollutants
from qingce.pure.kernel.tables import read_table

# Names as Shanghai's discharge limits and manual readings of 2020 write them.
REAL = [
    ("颗粒物（炭黑尘、燃料尘、水泥粉尘）", "a34013"),
    ("碳氢化合物（含非甲烷总烃）", "a24087"),
    ("PH值", "w01001"),
    ("VOC", "a24088"),
    ("悬浮物（SS）", "w01012"),
    ("生化需氧量（BOD5）", "w01017"),
    ("阴离子表面活性剂（LAS）", "w19002"),
    ("苯乙烯", "a25038"),
    ("总氰", "w21016"),
    ("粪大肠菌群数", "w02003"),
    ("间-二甲苯", "a25007"),
    ("余氯", "092"),
]


@pytest.mark.requirement("REC-2")
@pytest.mark.parametrize(("name", "code"), REAL)
def test_find_pollutant_reads_real_lists(name: str, code: str) -> None:
    found = find_pollutant(name)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("COD", "w01018"),
        ("ＣＯＤｃｒ", "w01018"),
        ("化学需氧量", "w01018"),
        ("化學需氧量", "w01018"),
        ("w01018", "w01018"),
        ("W01018", "w01018"),
        ("011", "w01018"),
        ("氨氮", "w21003"),
        ("NH3-N", "w21003"),
        ("SO2", "a21026"),
        ("SO₂", "a21026"),
        ("二氧化硫", "a21026"),
        ("02", "a21026"),
        ("颗粒物", "a34013"),
        ("烟尘", "a34013"),
        ("VOCs", "a24088"),
        ("挥发性有机物", "a24088"),
        ("非甲烷总烃", "a24088"),
        ("PM10", "a34002"),
        ("PM1.0", "a34005"),
        ("1，2，4-三氯苯", "a25015"),
    ],
)
def test_find_pollutant_reads_codes_and_common_names(name: str, code: str) -> None:
    found = find_pollutant(name)
    assert found is not None
    assert found.code == code


def test_find_pollutant_follows_the_medium() -> None:
    codes = [
        getattr(find_pollutant("氟化物", medium=medium), "code", None) for medium in (None, Medium.WATER, Medium.AIR)
    ]
    assert codes == ["w21017", "w21017", "a21018"]


@pytest.mark.parametrize("name", ["", " ", "（）", "流量", "恶臭", "二噁英", "酮类", "x" * 10_000, "氨氮、总磷"])
def test_find_pollutant_knows_what_it_does_not_know(name: str) -> None:
    assert find_pollutant(name) is None


@given(st.text(max_size=20))
def test_find_pollutant_never_raises(name: str) -> None:
    assert isinstance(find_pollutant(name), Pollutant | None)


def test_pollutant_carries_both_codes_units_and_english_name() -> None:
    assert find_pollutant("氨氮") == Pollutant(
        code_2017="w21003",
        code_2005="060",
        name="氨氮",
        units=("mg/L", "ng/L", "ug/L", "g/L"),
        sum_unit="kg",
        name_en="ammonia nitrogen",
        medium=Medium.WATER,
    )


def test_every_code_finds_its_own_pollutant() -> None:
    for item in pollutants():
        assert find_pollutant(item.code) == item


def test_codes_occur_once() -> None:
    newer = [item.code_2017 for item in pollutants() if item.code_2017]
    older = [item.code_2005 for item in pollutants() if item.code_2005]
    assert len(newer) == len(set(newer)) == 207
    assert len(older) == len(set(older)) == 114  # the list of 2005 has 115 rows; B00 stands there twice


def test_english_names_and_aliases_belong_to_codes() -> None:
    codes = {code for item in pollutants() for code in (item.code_2017, item.code_2005)}
    rows = read_table("pollutants_english.csv") + read_table("pollutants_aliases.csv")
    assert {row["code"] for row in rows} <= codes
    assert all(row.get("name_en", "-") for row in rows)
