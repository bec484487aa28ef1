"""Invented facts of violations: the same each time, with unknowns as records have them, or without."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from qingce.pure.rules.columns import columns_of

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book

DAY = date(2026, 11, 20)
ONE_IN = 40  # violations have each matter
KNOWN_PERCENT = {"matters": 90, "record_type": 100, "published_on": 98, "applied_on": 100}
OTHERS_KNOWN_PERCENT = 60
OLDEST_DAYS = 4_000
MOST_DAYS = 20
MOST_KG = 8_000


def facts(book: Book, rows: int, *, with_unknowns: bool = True) -> pl.DataFrame:
    """So many violations, a column per fact as the book's columns are."""
    columns = [
        _column(place, name, kind, rows, with_unknowns=with_unknowns)
        for place, (name, kind) in enumerate(columns_of(book).items())
    ]
    return pl.DataFrame(columns)


def _column(place: int, name: str, kind: pl.DataType, rows: int, *, with_unknowns: bool) -> pl.Series:
    fact = name.partition("=")[0]
    values = pl.DataFrame({"n": _random(rows, place)}).select(_values(name, kind, pl.col("n"))).to_series()
    percent = KNOWN_PERCENT.get(fact, OTHERS_KNOWN_PERCENT) if with_unknowns else 100
    if percent == 100:  # noqa: PLR2004  # all of them
        return values.alias(name)
    # Of several choices all are known or none: somebody looked, or nobody did.
    known = pl.Series(_random(rows, _number_of(fact)) % 100 < percent)
    return pl.DataFrame({"v": values, "k": known}).select(pl.when("k").then("v").alias(name)).to_series()


def _values(name: str, kind: pl.DataType, numbers: pl.Expr) -> pl.Expr:
    if kind == pl.Boolean:
        return numbers % (ONE_IN if "=" in name else 2) == 0
    if isinstance(kind, pl.Enum):
        choices = kind.categories.to_list()
        return (numbers % len(choices)).replace_strict(range(len(choices)), choices, return_dtype=kind)
    if kind == pl.Date:
        age = numbers % (1 if name == "applied_on" else OLDEST_DAYS)
        return pl.lit(DAY) - pl.duration(days=age)
    if kind == pl.Int64:
        return (numbers % MOST_DAYS).cast(kind)
    return ((numbers % MOST_KG).cast(kind) / pl.lit(1000).cast(kind)).cast(kind)


def _random(rows: int, seed: int) -> pl.Series:
    return pl.int_range(rows, eager=True).hash(seed)


def _number_of(text: str) -> int:
    """A number for a name, the same in every run."""
    return int.from_bytes(text.encode()[-6:], "big")


def earliest_recent() -> date:
    """The first day from which a publication lies within three years of the day asked about."""
    return date(DAY.year - 3, DAY.month, DAY.day)
