"""Yearly counts and roster types, all from the cells; what was printed stands beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from qingce.domain.cleaner_production.enums import LEFT, UNLABELLED, Grounds, ListKind, ListState, Series
from qingce.domain.cleaner_production.survey import Cell, printed_totals


@dataclass(frozen=True)
class YearCount:
    """One list of one year. Args: units: those with a cell."""

    year: int
    list: ListKind
    published: int
    not_published: int
    left: int

    @property
    def units(self) -> int:
        """How many units have a cell."""
        return self.published + self.not_published + self.left

    def of(self, series: Series) -> int | None:
        """The count of a series; None: it does not follow from the cells."""
        known = {
            Series.PUBLISHED: self.published,
            Series.NOT_PUBLISHED: self.not_published,
            Series.LEFT: self.left,
        }
        return known.get(series)


@dataclass(frozen=True)
class ComparedTotal:
    """A printed total beside the computed one. Args: computed: None: it cannot be computed from the cells."""

    list: ListKind
    series: Series
    year: int
    published: int
    computed: int | None
    told_in: str
    clause: str

    @property
    def differs(self) -> bool | None:
        """Whether they differ; None: nobody can tell."""
        return None if self.computed is None else self.computed != self.published


def count_years(states: Mapping[Cell, ListState]) -> list[YearCount]:
    """The counts of each list and year that has a cell, rosters first, by year."""
    found: dict[tuple[ListKind, int], Counter[Series]] = {}
    for (of, year, state), count in Counter((cell.list, cell.year, state) for cell, state in states.items()).items():
        found.setdefault((of, year), Counter())[series_of(state)] += count
    return [
        YearCount(year, kind, each[Series.PUBLISHED], each[Series.NOT_PUBLISHED], each[Series.LEFT])
        for kind in ListKind
        for (listed, year), each in sorted(found.items(), key=lambda item: item[0][1])
        if listed == kind
    ]


def series_of(state: ListState) -> Series:
    """What a state counts as: a list published in part was published."""
    if state in LEFT:
        return Series.LEFT
    return Series.NOT_PUBLISHED if state == ListState.NOT_PUBLISHED else Series.PUBLISHED


def compare_totals(states: Mapping[Cell, ListState]) -> list[ComparedTotal]:
    """Every printed total with what the cells come to."""
    counts = {(each.list, each.year): each for each in count_years(states)}
    return [
        ComparedTotal(
            each.list,
            each.series,
            each.year,
            each.published,
            counted.of(each.series) if (counted := counts.get((each.list, each.year))) else None,
            each.told_in,
            each.clause,
        )
        for each in printed_totals()
    ]


@dataclass(frozen=True)
class TypeCount:
    """Rosters of a year by what they say of grounds."""

    year: int
    labelled: int
    not_labelled: int
    no_roster: int
    not_told: int


def count_types(grounds: Mapping[tuple[str, int], Grounds]) -> list[TypeCount]:
    """How many rosters of each year name grounds."""
    return [_type_count(year, each) for year, each in count_kinds(grounds).items()]


def count_kinds(grounds: Mapping[tuple[str, int], Grounds]) -> dict[int, Counter[Grounds]]:
    """How many rosters of each year name which grounds, by year."""
    years: dict[int, Counter[Grounds]] = {}
    for (_unit, year), each in grounds.items():
        years.setdefault(year, Counter())[each] += 1
    return dict(sorted(years.items()))


def _type_count(year: int, counted: Counter[Grounds]) -> TypeCount:
    return TypeCount(
        year,
        sum(count for each, count in counted.items() if each not in UNLABELLED),
        counted[Grounds.NOT_LABELLED],
        counted[Grounds.NO_ROSTER],
        counted[Grounds.NOT_TOLD],
    )
