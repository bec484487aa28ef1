"""The survey as printed: typed anew it is the same, and every place where it disagrees with itself is found (CPA-3)."""

from __future__ import annotations

from collections import Counter

import pytest

from qingce.domain.cleaner_production.counting import compare_totals, count_types, count_years
from qingce.domain.cleaner_production.differences import DifferenceKind, differences, not_recomputable
from qingce.domain.cleaner_production.enums import Grounds, ListKind, ListState, Series
from qingce.domain.cleaner_production.survey import (
    Cell,
    printed_grounds,
    printed_states,
    printed_voluntary,
    table,
)
from qingce.domain.cleaner_production.units import units
from tests.domain.cleaner_production import printed

pytestmark = pytest.mark.requirement("CPA-3")


def test_tables_typed_anew_are_those_that_are_shipped() -> None:
    shipped = {(cell.unit, cell.year, cell.list.value): state.value for cell, state in printed_states().items()}
    assert shipped == printed.matrix()
    assert {place: each.value for place, each in printed_grounds().items()} == printed.types()
    assert {unit for unit, _year, _list in shipped} == {each.code for each in units()}
    assert len(shipped) == 32 * 5 * 2
    assert Counter(printed_voluntary().values()) == {ListState.LEFT_TO_PREFECTURES: 5}
    assert {(cell.unit, cell.list) for cell in printed_voluntary()} == {("610000", ListKind.RESULTS)}


def test_yearly_counts_come_from_the_cells() -> None:
    counts = count_years(printed_states())
    rosters, results = ([each for each in counts if each.list == kind] for kind in ListKind)
    assert [each.published for each in rosters] == [19, 23, 22, 26, 21]
    assert [each.published for each in results] == [9, 14, 13, 12, 6]
    assert [each.left for each in results] == [4, 5, 5, 6, 6]
    assert {each.units for each in counts} == {32}


def test_printed_totals_stand_beside_the_computed_ones() -> None:
    totals = compare_totals(printed_states())
    differing = {
        (each.list.value, each.series.value, each.year, each.published, each.computed)
        for each in totals
        if each.differs
    }
    assert differing == {
        ("roster", "published", 2021, 27, 26), ("roster", "not-published", 2021, 4, 5),
        ("roster", "published", 2022, 22, 21), ("roster", "not-published", 2022, 9, 10),
        ("results", "published", 2018, 10, 9), ("results", "not-published", 2018, 18, 19),
        ("results", "published", 2021, 11, 12), ("results", "not-published", 2021, 15, 14),
    }  # fmt: skip
    assert len(totals) == 40
    for kind in ListKind:
        for year in range(2018, 2023):
            parts = [each.published for each in totals if (each.list, each.year) == (kind, year)]
            assert sum(parts[:3]) == 32  # published, not published, left: before both kinds
    assert not_recomputable() == [(ListKind.RESULTS, Series.BOTH_KINDS), (ListKind.ROSTER, Series.BOTH_KINDS)]


def test_every_difference_of_text_and_tables_is_found() -> None:
    found = [(each.kind.value, each.unit, each.year) for each in differences() if each.kind != DifferenceKind.TOTAL]
    assert found == [
        ("types", "440000", 2019), ("types", "450000", 2019), ("types", "630000", 2021), ("types", "630000", 2022),
        ("grounds", "150000", 2020), ("grounds", "150000", 2022),
        ("left", "370000", 2018), ("left", "660000", 2021), ("left", "660000", 2022),
        ("fuller", "410000", None),
        ("province", "620000", None),
    ]  # fmt: skip
    province = differences()[-1]
    assert (province.first, province.second, province.name) == ("620000", "450000", "攀钢集团北海特种铁合金有限公司")


def test_types() -> None:
    found = {
        each.year: (each.labelled, each.not_labelled, each.no_roster, each.not_told)
        for each in count_types(printed_grounds())
    }
    assert {sum(each) for each in found.values()} == {32}
    assert found[2021] == (7, 18, 6, 1)
    assert found[2019][0] == 6


def test_findings_about_enterprises_add_up() -> None:
    named = Counter(row["finding"] for row in table("enterprises"))
    counts = {row["about"]: int(row["count"]) for row in table("enterprise_counts") if not row["unit"]}
    assert (counts["sampled"], counts["published"], counts["telephoned"]) == (31 * 20, 83, 31 * 2)
    for finding in ("complete", "incomplete", "telephone-secret", "telephone-will-not", "telephone-parent"):
        assert named[finding] == counts[finding]
    assert counts["complete"] + counts["incomplete"] + counts["cannot-be-judged"] == counts["published"]
    said = ("secret", "will-not", "parent", "not-reached", "does-not-know")
    assert sum(counts[f"telephone-{each}"] for each in said) == counts["telephoned"]


def test_every_table_speaks_of_units_that_owe_lists() -> None:
    known = {each.code for each in units()}
    for name in (
        "voluntary",
        "departments",
        "prefectures",
        "prefecture_counts",
        "delegation",
        "letters",
        "fuller_lists",
    ):
        assert {row["unit"] for row in table(name)} <= known
    assert {Grounds(row["grounds"]) for row in table("grounds_in_text")} == {Grounds.ALL, Grounds.OVER_LIMITS}
    assert printed_states()[Cell("610000", 2019, ListKind.RESULTS)] == ListState.PUBLISHED
