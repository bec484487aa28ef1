"""Where the survey disagrees with itself: text against table, table against table; each found by comparing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.counting import compare_totals
from qingce.domain.cleaner_production.enums import UNLABELLED, Grounds, ListKind, ListState, Series
from qingce.domain.cleaner_production.survey import (
    YEARS,
    Cell,
    cell_of,
    printed_grounds,
    printed_states,
    table,
)


class DifferenceKind(TextChoices):
    """What is set against what."""

    TOTAL = "total", _("A printed total against the table")
    TYPES = "types", _("Table of published lists against table of grounds")
    GROUNDS = "grounds", _("Text against table: grounds named on the roster")
    LEFT = "left", _("Text against table: left to lower levels")
    FULLER = "fuller", _("Text praises lists that the table does not have")
    VOLUNTARY = "voluntary", _("Text names voluntary audits on a list that the table does not have")
    PROVINCE = "province", _("Enterprise printed under another province")


@dataclass(frozen=True)
class Difference:
    """One of them, with both values as printed or counted.

    Args: unit: empty: all. year: None: no single one. series: of a total. first, second: codes of the vocabularies or
        numbers; name: of an enterprise.
    """

    kind: DifferenceKind
    unit: str = ""
    year: int | None = None
    list: ListKind | None = None
    series: Series | None = None
    first: str = ""
    second: str = ""
    name: str = ""


def differences() -> list[Difference]:
    """Every difference of the survey, by kind, unit and year."""
    found = [*_totals(), *_types(), *_grounds(), *_left(), *_fuller(), *_voluntary(), *_provinces()]
    order = list(DifferenceKind)
    return sorted(found, key=lambda each: (order.index(each.kind), each.list or "", each.unit, each.year or 0))


def not_recomputable() -> list[tuple[ListKind, Series]]:
    """The printed series that do not follow from any printed table."""
    found = {(each.list, each.series) for each in compare_totals(printed_states()) if each.computed is None}
    return sorted(found)


def _totals() -> Iterator[Difference]:
    for each in compare_totals(printed_states()):
        if each.differs:
            yield Difference(
                DifferenceKind.TOTAL,
                year=each.year,
                list=each.list,
                series=each.series,
                first=str(each.published),
                second=str(each.computed),
            )


def _types() -> Iterator[Difference]:
    states = printed_states()
    for (unit, year), grounds in printed_grounds().items():
        state = states[Cell(unit, year, ListKind.ROSTER)]
        has_roster = grounds not in (Grounds.NO_ROSTER, Grounds.NOT_TOLD)
        if (state == ListState.PUBLISHED) != has_roster:
            yield Difference(DifferenceKind.TYPES, unit, year, ListKind.ROSTER, first=state, second=grounds)


def _grounds() -> Iterator[Difference]:
    text = {(row["unit"], int(row["year"])): Grounds(row["grounds"]) for row in table("grounds_in_text")}
    for (unit, year), in_table in printed_grounds().items():
        told = text.get((unit, year), Grounds.NOT_LABELLED)
        is_told, is_in_table = told not in UNLABELLED, in_table not in UNLABELLED
        if is_told != is_in_table or (is_told and told != in_table):
            yield Difference(DifferenceKind.GROUNDS, unit, year, ListKind.ROSTER, first=told, second=in_table)


def _left() -> Iterator[Difference]:
    states = printed_states()
    for row in table("left_in_text"):
        told = ListState(row["state"])
        for year in range(int(row["from_year"]), int(row["until_year"]) + 1):
            cell = Cell(row["unit"], year, ListKind(row["list"]))
            if states[cell] != told:
                yield Difference(DifferenceKind.LEFT, cell.unit, year, cell.list, first=told, second=states[cell])


def _fuller() -> Iterator[Difference]:
    states = printed_states()
    for row in table("fuller_lists"):
        kind = ListKind(row["list"])
        if all(states[Cell(row["unit"], year, kind)] != ListState.PUBLISHED for year in YEARS):
            yield Difference(DifferenceKind.FULLER, row["unit"], None, kind, second=ListState.NOT_PUBLISHED)


def _voluntary() -> Iterator[Difference]:
    states = printed_states()
    for row in table("voluntary"):
        cell = cell_of(row)
        if states[cell] != ListState.PUBLISHED:
            yield Difference(DifferenceKind.VOLUNTARY, cell.unit, cell.year, cell.list, second=states[cell])


def _provinces() -> Iterator[Difference]:
    for row in table("enterprises"):
        if row["name_points_to"]:
            yield Difference(
                DifferenceKind.PROVINCE,
                row["printed_unit"],
                first=row["printed_unit"],
                second=row["name_points_to"],
                name=row["name"],
            )
