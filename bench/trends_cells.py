"""Invented records as they are counted: the same for the same number, spread as records are, few values often."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from qingce.domain.records.enums import RecordType, Status
from qingce.domain.records.queries import places_today
from qingce.pure.kernel.divisions import children_of, get_division, provinces
from qingce.pure.kernel.industries import children_of_industry, sections

if TYPE_CHECKING:
    from qingce.domain.statistics.keeping import KeptCells

CORRECTED_ONE_IN = 97
NEWEST, YEARS = 2026, 22


def cells(first: int, count: int) -> pl.DataFrame:
    """Records from a number on: record, year, place with what it lies in, type, industry, issuer, status."""
    drawn = pl.select(record=pl.int_range(first, first + count, dtype=pl.Int64()))
    rows = drawn.select(
        "record",
        place=_skewed(1, _places().height, 1.5),
        own=_skewed(2, 2, 1),
        year=NEWEST - _skewed(3, YEARS, 2).cast(pl.Int16),
        type=_skewed(4, len(RecordType.values), 3),
        industry=_skewed(5, len(_divisions()), 2),
        is_corrected=pl.col("record").hash(6) % CORRECTED_ONE_IN == 0,
    )
    places = _places()[rows.get_column("place")]
    types, divisions = pl.Series(RecordType.values), pl.Series(_divisions())
    return rows.select(
        "record",
        "year",
        places.get_column("place"),
        *(places.get_column(name).cast(pl.Categorical()) for name in ("province", "prefecture", "county", "unit")),
        pl.when(pl.col("own") == 0).then(places.get_column("upper")).otherwise(places.get_column("lower"))
        .cast(pl.Categorical()).alias("issuer"),
        types[rows.get_column("type")].cast(pl.Categorical()).alias("type"),
        divisions[rows.get_column("industry")].cast(pl.Categorical()).alias("industry"),
        "is_corrected",
        pl.when("is_corrected").then(pl.lit(Status.CORRECTED.value)).otherwise(pl.lit(Status.OPEN.value)).alias("status"),
        is_synthetic=pl.lit(value=True),
    )  # fmt: skip


def lay(kept: KeptCells, count: int, *, at: datetime) -> None:
    """As the follower of changes lays them: a file for each range of record numbers."""
    from qingce.domain.statistics.keeping import PART, SCHEMA

    for first in range(0, count, PART):
        frame = cells(first, min(PART, count - first))
        kept.write(first // PART, frame.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items()))
    kept.set_mark(at=at)


def _skewed(seed: int, values: int, by: float) -> pl.Expr:
    share = pl.col("record").hash(seed).cast(pl.Float64) / 2**64
    return (share**by * values).floor().clip(0, values - 1).cast(pl.UInt32)


@cache
def _places() -> pl.DataFrame:
    """Every county of today that is found under its own code, with its own and its prefecture's authority."""
    rows = []
    for code in (county for province in provinces() for county in _counties(province.code)):
        found = places_today(code)
        if found.get("county") != code:
            continue
        unit = found.get("prefecture") or code
        upper, lower = (f"{get_division(each).name}生态环境局" for each in (unit, code))
        rows.append((int(code), found["province"], found.get("prefecture", ""), code, unit, upper, lower))
    names = ("place", "province", "prefecture", "county", "unit", "upper", "lower")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String()) | {"place": pl.Int32()}, orient="row")
    return frame.sort(pl.col("place").hash(0))


def _counties(code: str) -> list[str]:
    below = children_of(code)
    return [code] if not below else [each for child in below for each in _counties(child.code)]


@cache
def _divisions() -> list[str]:
    return [each.code for part in sections() for each in children_of_industry(part.code)]
