"""The tables themselves: they name what the rulebook names, and both engines read them."""

from __future__ import annotations

import csv
import tomllib
from decimal import Decimal
from pathlib import Path

import polars as pl

from qingce.domain.removal.suggesting.fields import Measured, Quantity, suggest_from_fields
from qingce.domain.removal.suggesting.signs import asides, confidences, signs

ROOT = Path(__file__).resolve().parents[4]
GRADES = {Decimal("0.95"), Decimal("0.85"), Decimal("0.70"), Decimal("0.50")}


def choices() -> list[str]:
    facts = tomllib.loads((ROOT / "rulebook/removal/2017-06-01/facts.toml").read_text("utf-8"))["fact"]
    return [choice["id"] for choice in facts["matters"]["choice"]]


def test_every_choice_has_signs_and_every_sign_a_choice() -> None:
    assert {sign.choice for sign in signs()} == set(choices())


def test_confidences_are_the_four_grades() -> None:
    assert {sign.confidence for sign in signs()} == GRADES
    assert set(confidences().values()) <= GRADES


def test_every_line_says_why() -> None:
    folder = ROOT / "src/qingce/domain/removal/data"
    for name in ("signs.csv", "set_aside.csv", "amounts.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            assert all(row["why"] for row in csv.DictReader(file)), name


def test_polars_reads_every_pattern() -> None:
    texts = pl.Series(["危险废物"])
    patterns = [sign.pattern for sign in signs()] + [sign.but for sign in signs() if sign.but]
    for pattern in (*patterns, *(aside.pattern for aside in asides())):
        assert texts.str.contains(pattern.pattern).len() == 1


def test_fields_of_a_record_suggest_too() -> None:
    over = Measured("氨氮", Decimal(12), Decimal(10), "mg/L", None)
    within = Measured("总磷", Decimal("0.4"), Decimal("0.5"), "mg/L", None)
    unsaid = Measured("总氮", Decimal(90), None, "mg/L", None)
    oil, sand = Quantity("廢礦物油", Decimal(1200), "kg"), Quantity("砂石", Decimal(400), "吨")
    drums = Quantity("废油桶", Decimal(3), "个")
    found = suggest_from_fields(
        record_type="suspension",
        details={"kind": "suspension"},
        measurements=[over, within, unsaid],
        quantities=[oil, sand, drums],
    )
    assert [(each.fact, each.value, each.words, each.field) for each in found] == [
        ("matters", "exceedance", "氨氮 12mg/L", "measurements"),
        ("waste_t", Decimal("1.2"), "廢礦物油 1200 kg", "quantities"),
        ("matters", "stopped-for-rectification", "suspension", "details.kind"),
    ]
    assert all(each.words == each.words[slice(*each.span)] for each in found)


def test_fields_without_anything_suggest_nothing() -> None:
    assert suggest_from_fields(record_type="supervision") == ()
    timed = Measured("氨氮", None, None, "", Decimal("0.5"))
    assert [each.value for each in suggest_from_fields(measurements=[timed])] == ["exceedance"]
