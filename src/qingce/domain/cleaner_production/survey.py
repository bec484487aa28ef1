"""The shipped survey of 2018-2022, as printed: its text, tables and charts. `data/README.md` tells its tables."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qingce.domain.cleaner_production.enums import Grounds, ListKind, ListState, Series

FIRST_YEAR, LAST_YEAR = 2018, 2022
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
SOURCE = "上海青悦《清洁生产审核信息公开调研》（2018—2022年度）"
MATRIX_AT, TYPES_AT, TEXT_AT = "公开情况表", "清洁生产审核企业名单包含类型表", "调研结果正文"
_FOLDER = "data/survey-2018-2022"


@dataclass(frozen=True)
class Cell:
    """Where a cell of the matrix stands: unit, year and list."""

    unit: str
    year: int
    list: ListKind


@dataclass(frozen=True)
class Total:
    """A yearly total as printed. Args: told_in: text or chart."""

    list: ListKind
    series: Series
    year: int
    published: int
    told_in: str
    clause: str


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of one table of the survey, every field text."""
    text = files("qingce.domain.cleaner_production").joinpath(f"{_FOLDER}/{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def printed_states() -> Mapping[Cell, ListState]:
    """The table of what was published: 32 units × 5 years × 2 lists."""
    return {cell_of(row): ListState(row["state"]) for row in table("matrix")}


@cache
def printed_voluntary() -> Mapping[Cell, ListState]:
    """What the table notes of the voluntary part, where it does."""
    return {cell_of(row): ListState(row["voluntary_part"]) for row in table("matrix") if row["voluntary_part"]}


@cache
def printed_grounds() -> Mapping[tuple[str, int], Grounds]:
    """The table of the grounds named on rosters: 32 units × 5 years."""
    return {(row["unit"], int(row["year"])): Grounds(row["grounds"]) for row in table("roster_types")}


@cache
def printed_totals() -> tuple[Total, ...]:
    """Every yearly total of text and charts."""
    return tuple(
        Total(
            ListKind(row["list"]),
            Series(row["series"]),
            int(row["year"]),
            int(row["published"]),
            row["told_in"],
            row["clause"],
        )
        for row in table("totals")
    )


def cell_of(row: Mapping[str, str]) -> Cell:
    """The cell that a row of a table is about."""
    return Cell(row["unit"], int(row["year"]), ListKind(row["list"]))
