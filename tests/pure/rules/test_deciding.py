"""One case on the small book: outcomes, reasons, boundaries, and the next question."""

from __future__ import annotations

import pytest

from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import ConditionResult, Decision, combine, decide
from qingce.pure.rules.errors import InvalidFact
from tests.pure.rules.small import DAY, decided, small_book, small_table

pytestmark = pytest.mark.requirement("POL-2")
TABLE = small_table()
RECENT = {"kind": "order", "published_on": "2025-01-01", "applied_on": "2026-01-01"}


def fired(decision: Decision) -> list[str]:
    return [each.id for each in decision.rows if each.fires]


def undecided(decision: Decision) -> list[str]:
    return [each.id for each in decision.rows if each.fires is None]


def test_nothing_known_asks_for_what_settles_most() -> None:
    decision = decided(TABLE)
    assert (decision.outcome, decision.is_complete) == (None, False)
    assert decision.possible == ("none", "visit", "papers", "person")
    assert decision.question == "kind"


def test_the_strongest_outcome_ends_the_questions() -> None:
    decision = decided(TABLE, kind="praise")
    assert (decision.outcome, decision.possible, decision.question, decision.is_complete) == (
        "none",
        ("none",),
        None,
        True,
    )


def test_a_row_that_holds_counts_and_says_what_stopped_the_others() -> None:
    decision = decided(TABLE, **RECENT, matters=["excess"], days=3)
    assert (decision.outcome, fired(decision)) == ("visit", ["excess"])
    small = {each.id: each for each in decision.rows}["small"]
    assert (small.truth, small.clause) == (False, "S 5 e")
    assert small.stopped_by == (ConditionResult("dumping", False, "matters", ("excess",)),)


def test_all_rows_that_match_are_collected_with_their_lists_once() -> None:
    decision = decided(TABLE, **RECENT, matters=["fault", "dumping"], waste_t="2.999999", days=10)
    assert (decision.outcome, fired(decision)) == ("papers", ["fault", "small"])
    assert decision.requires == ("fault-papers",)


def test_a_proven_row_beats_and_is_named() -> None:
    decision = decided(TABLE, **RECENT, matters=["fault", "excess"], is_proven=True, days=0)
    assert (decision.outcome, fired(decision)) == ("papers", ["fault"])
    excess = decision.rows[1]
    assert (excess.truth, excess.fires, excess.beaten_by) == (True, False, ("fault",))


def test_a_claim_that_is_not_proven_does_not_beat() -> None:
    decision = decided(TABLE, **RECENT, matters=["fault", "excess"], is_proven=False, days=0)
    assert (decision.outcome, fired(decision)) == ("visit", ["excess", "fault"])
    assert decision.requires == ()


def test_an_open_proof_leaves_the_outcome_open_and_is_asked() -> None:
    decision = decided(TABLE, **RECENT, matters=["fault", "excess"], days=0)
    assert (decision.outcome, decision.possible) == (None, ("visit", "papers"))
    assert (undecided(decision), decision.question) == (["excess"], "is_proven")


def test_a_yielding_row_counts_only_alone() -> None:
    old = {"kind": "order", "published_on": "2020-01-01", "applied_on": "2026-01-01"}
    alone = decided(TABLE, **old, matters=[])
    assert (alone.outcome, fired(alone), alone.requires) == ("papers", ["old"], ("old-papers",))
    both = decided(TABLE, **old, matters=["fault"])
    assert (fired(both), both.requires) == (["fault"], ("fault-papers",))
    assert both.rows[-1].beaten_by == ("fault",)


def test_nothing_matches_and_a_person_decides() -> None:
    decision = decided(TABLE, **RECENT, matters=[], days=1)
    assert (decision.outcome, fired(decision), decision.is_complete) == ("person", [], True)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"waste_t": "3"}, "visit"),
        ({"waste_t": "3.000000"}, "visit"),
        ({"waste_t": "2.999999", "days": 10}, "papers"),
        ({"waste_t": "2.999999", "days": 11}, "visit"),
        ({"waste_t": "2.999999"}, None),
    ],
)
def test_limits_include_and_exclude_as_they_say(facts: dict[str, object], outcome: str | None) -> None:
    assert decided(TABLE, **RECENT, matters=["dumping"], **facts).outcome == outcome


@pytest.mark.parametrize(
    ("published", "applied", "outcome"),
    [
        ("2023-06-15", "2026-06-15", "visit"),
        ("2023-06-15", "2026-06-16", "papers"),
        ("2024-02-29", "2027-02-28", "visit"),
        ("2024-02-29", "2027-03-01", "papers"),
        ("2024-02-28", "2027-02-28", "visit"),
    ],
)
def test_exactly_three_years_is_within(published: str, applied: str, outcome: str) -> None:
    facts = {"kind": "rating", "matters": ["excess"], "published_on": published, "applied_on": applied}
    assert decided(TABLE, **facts).outcome == outcome


def test_single_choices_can_be_known_by_themselves() -> None:
    decision = decided(TABLE, **RECENT, **{"matters=excess": True})
    assert (decision.outcome, decision.question) == (None, "matters")
    assert decided(TABLE, **RECENT, **{"matters=excess": True, "matters=fault": False}).outcome == "visit"


def test_of_two_dates_the_unknown_one_is_asked() -> None:
    facts = {"kind": "order", "matters": ["excess"], "days": 1}
    assert decided(TABLE, **facts, applied_on="2026-01-01").question == "published_on"
    assert decided(TABLE, **facts, published_on="2026-01-01").question == "applied_on"


def test_made_of_others_shows_its_parts() -> None:
    grave = decided(TABLE, **RECENT, matters=["dumping"], waste_t=4).rows[2].conditions[-1]
    assert (grave.id, grave.truth, grave.fact) == ("grave", True, "")
    assert [(part.id, part.truth) for part in grave.parts] == [("often", None), ("big-dump", True)]


def test_facts_of_another_book_are_refused() -> None:
    with pytest.raises(InvalidFact, match="colour: small/2020-01-01 knows no such fact"):
        decide(TABLE, {"colour": "red"})


def test_compiling_again_gives_the_same_table() -> None:
    book = small_book()
    assert compile_table(book, on=DAY) is compile_table(book, "removal", on=DAY)


PERSON = {**RECENT, "matters": [], "days": 1}
VISIT = {**RECENT, "matters": ["excess"], "days": 1}
PAPERS = {**RECENT, "matters": ["fault"], "days": 1}
NONE = {"kind": "praise"}
OPEN = {**RECENT, "matters": ["dumping"], "waste_t": 1}  # papers, or visit if often


@pytest.mark.parametrize(
    ("violations", "possible", "requires"),
    [
        ([NONE, PAPERS], ("papers",), ("fault-papers",)),
        ([NONE, NONE], ("none",), ()),
        ([PAPERS, PERSON], ("person",), ()),
        ([PAPERS, VISIT, PERSON], ("visit",), ()),
        ([VISIT, OPEN], ("visit",), ()),
        ([PAPERS, OPEN], ("visit", "person", "papers"), ()),
        ([NONE, {}], ("visit", "person", "papers", "none"), ()),
    ],
)
def test_the_strongest_violation_takes_the_case(
    violations: list[dict[str, object]], possible: tuple[str, ...], requires: tuple[str, ...]
) -> None:
    case = combine(TABLE, [decided(TABLE, **each) for each in violations])
    assert (case.possible, case.requires) == (possible, requires)
    assert case.outcome == (possible[0] if len(possible) == 1 else None)


def test_a_case_asks_of_the_violation_that_is_open() -> None:
    case = combine(TABLE, [decided(TABLE, **PAPERS), decided(TABLE, **OPEN)])
    assert (case.question, case.asked_of, case.is_complete) == ("days", 1, False)


def test_a_case_without_violations_is_none() -> None:
    with pytest.raises(ValueError, match="at least one"):
        combine(TABLE, [])


def test_what_was_asked_in_vain_is_passed_over() -> None:
    facts = {"kind": "order"}
    passed_over: tuple[str, ...] = ()
    while (question := decide(TABLE, facts, unasked=frozenset(passed_over)).question) is not None:
        passed_over += (question,)
    assert passed_over[0] == "matters"
    assert len(passed_over) == len(set(passed_over))
    assert not {"published_on", "applied_on"} <= set(passed_over)  # one of two dates is of no use without the other
    assert decide(TABLE, facts, unasked=frozenset(passed_over)).outcome is None
