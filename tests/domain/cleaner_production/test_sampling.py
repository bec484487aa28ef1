"""The rule by which a sample follows from a draw, agreement of two surveyors, intervals: published figures."""

from __future__ import annotations

import pytest

from qingce.domain.cleaner_production.agreement import agreement
from qingce.domain.cleaner_production.intervals import proportion
from qingce.domain.cleaner_production.sampling import Chosen, Member, choose, coded_twice, to_telephone

pytestmark = pytest.mark.requirement("CPA-4")


def member(number: str, *grounds: str, years: tuple[int, ...] = (2021,), is_listed: bool | None = None) -> Member:
    return Member(number, "310000", grounds, years, is_listed)


ORDER = ("E3", "E1", "E5", "E4", "E2")
MEMBERS = [
    member("E1", "over-limits"),
    member("E2", "toxic"),
    member("E3", "over-limits", "toxic"),
    member("E4"),
    member("E5", "toxic"),
]


def chosen(members: list[Member], per_unit: int) -> list[tuple[str, str]]:
    return [(each.member.number, each.stratum) for each in choose(members, ORDER, per_unit=per_unit)]


def test_grounds_take_turns_each_in_the_drawn_order() -> None:
    assert chosen(MEMBERS, 3) == [("E3", "over-limits"), ("E5", "toxic"), ("E4", "")]


def test_all_are_taken_where_there_are_fewer_than_asked_for() -> None:
    assert chosen(MEMBERS, 20) == [("E3", "over-limits"), ("E5", "toxic"), ("E4", ""), ("E1", "over-limits"),
                                   ("E2", "toxic")]  # fmt: skip


def test_repeated_subsidiary_of_a_listed_company_comes_first() -> None:
    preferred = member("E2", "toxic", years=(2020, 2021), is_listed=True)
    once = member("E1", "over-limits", is_listed=True)
    assert chosen([preferred, once, *MEMBERS[2:]], 2) == [("E3", "over-limits"), ("E2", "toxic")]


def test_each_unit_has_its_own_sample() -> None:
    other = Member("E2", "110000", (), (2021,))
    found = choose([MEMBERS[0], other], ("E1", "E2"), per_unit=1)
    assert [(each.member.unit, each.place) for each in found] == [("110000", 1), ("310000", 1)]


@pytest.mark.parametrize(("count", "percent", "twice"), [(20, 10, 2), (5, 10, 1), (0, 10, 0), (20, 0, 0), (3, 100, 3)])
def test_share_that_is_coded_twice_is_rounded_up(count: int, percent: int, twice: int) -> None:
    assert coded_twice(count, percent=percent) == twice


def test_preferred_years_are_telephoned_first_then_the_drawn_order() -> None:
    silent = [
        Chosen(Member("E1", "310000", (), (2018,)), 1, ""),
        Chosen(Member("E2", "310000", (), (2020, 2022)), 2, ""),
        Chosen(Member("E3", "310000", (), (2021,)), 3, ""),
    ]
    order = {"E1": 1, "E2": 3, "E3": 2}
    found = to_telephone(silent, order, per_unit=2, preferred=(2020, 2021))
    assert [each.member.number for each in found] == ["E3", "E2"]


def pairs(both: int, first: int, second: int, neither: int) -> list[tuple[str, str]]:
    return [("a", "a")] * both + [("a", "b")] * first + [("b", "a")] * second + [("b", "b")] * neither


@pytest.mark.parametrize(
    ("counts", "kappa"),
    [((20, 5, 10, 15), 0.4), ((45, 15, 25, 15), 0.1304), ((25, 35, 5, 35), 0.2593)],
    ids=["grants", "same-percentage-1", "same-percentage-2"],
)
def test_kappa_is_that_of_worked_examples(counts: tuple[int, int, int, int], kappa: float) -> None:
    """Worked by hand: such as (0.7 - 0.5) / (1 - 0.5) for the first."""
    assert agreement(pairs(*counts)).kappa == pytest.approx(kappa, abs=0.0001)


def test_kappa_needs_two_classes_and_something_coded_twice() -> None:
    assert (agreement([]).kappa, agreement([]).observed) == (None, None)
    assert (agreement([("a", "a")] * 3).kappa, agreement([("a", "a")] * 3).observed) == (None, 1.0)


@pytest.mark.requirement("CPA-5")
@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_interval_is_that_of_newcombe(count: int, of: int, low: float, high: float) -> None:
    """Newcombe 1998, table I, method 3."""
    found = proportion(count, of)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nothing_of_nothing_has_no_interval() -> None:
    assert proportion(0, 0) is None
