"""Categories and pollutants out of a text, against hand labels."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qingce.domain.records.classification import categories_in, pollutant_name, pollutants_in
from qingce.domain.records.enums import ViolationCategory

HERE = Path(__file__).parent
DEMO = Path(__file__).resolve().parents[3] / "demo" / "penalty-decisions" / "decisions.csv"


def labels() -> dict[str, dict[str, str]]:
    with (HERE / "data" / "violation_categories.csv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def texts() -> dict[str, str]:
    """The texts of the sample, which keeps the order of the labels."""
    with DEMO.open(encoding="utf-8-sig") as file:
        descriptions = [row["description"] for row in csv.DictReader(file)]
    return dict(zip(labels(), descriptions, strict=True))


@pytest.mark.parametrize("held_out", ["no", "yes"])
def test_categories_in_agree_with_the_labels(held_out: str) -> None:
    wanted = {pk: set(row["categories"].split(";")) for pk, row in labels().items() if row["held_out"] == held_out}
    found = {pk: {category.value for category in categories_in(texts()[pk])} for pk in wanted}
    wrong = {pk: (wanted[pk], found[pk]) for pk in wanted if wanted[pk] != found[pk]}
    assert wrong == {}


def test_categories_in_traditional_characters_are_the_same() -> None:
    assert categories_in("項目產生的廢樹脂粉等危險廢物") == (ViolationCategory.HAZARDOUS_WASTE,)


def test_categories_in_a_text_that_says_nothing_is_other() -> None:
    assert categories_in("检查时正在生产") == (ViolationCategory.OTHER,)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("废气颗粒物浓度为451mg/Nm³,二氧化硫浓度为909mg/Nm³", ("颗粒物", "二氧化硫")),
        ("外排水COD浓度超标", ("化学需氧量",)),
        ("qr code 与水泵", ()),
        ("五日生化需氧量370mg/L", ("五日生化需氧量",)),
        ("含VOCs的工序产生挥发性有机物", ("挥发性有机物",)),
        ("六价铬超标", ("六价铬",)),
    ],
)
def test_pollutants_in_names_each_once_and_the_longest(text: str, names: tuple[str, ...]) -> None:
    assert pollutants_in(text) == names


def test_pollutant_name_brings_spellings_together() -> None:
    assert {pollutant_name(name) for name in ("COD", "化学需氧量", "CODcr")} == {"化学需氧量"}
    assert pollutant_name("恶臭") == "恶臭"
