"""Columns say what one case says, on whatever facts, unknowns included."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingce.pure.rules.book import Book
from qingce.pure.rules.columns import columns_of, decide_columns
from qingce.pure.rules.compiling import CompiledTable, compile_table
from qingce.pure.rules.deciding import combine, decide
from qingce.pure.rules.errors import InvalidFact
from qingce.pure.rules.values import choice_key, read_facts
from tests.pure.rules.random_books import facts_of, random_tables
from tests.pure.rules.small import small_book, small_table
from tests.rulebook.books import LIBRARY

pytestmark = pytest.mark.requirement("POL-3")
REMOVAL = compile_table(LIBRARY.at("removal", on=date(2026, 3, 1)), on=date(2026, 3, 1))
SMALL = small_table()


def as_frame(book: Book, cases: list[dict[str, Any]]) -> pl.DataFrame:
    """Facts as columns: of several choices one for each."""
    known = [read_facts(book, each) for each in cases]
    types = columns_of(book)
    return pl.DataFrame({name: [_cell(book, each, name) for each in known] for name in types}, schema=types)


def _cell(book: Book, facts: dict[str, Any], name: str) -> object:
    fact, _, choice = name.partition("=")
    return choice in facts[fact] if choice and fact in facts else facts.get(name)


def assert_agree(table: CompiledTable, cases: list[dict[str, Any]]) -> None:
    decided = decide_columns(table, as_frame(table.book, cases), rows=True)
    assert decided.height == len(cases)
    for number, raw in enumerate(cases):
        decision = decide(table, read_facts(table.book, raw))
        found = decided.row(number, named=True)
        assert found.pop("outcome") == decision.outcome
        assert found == {f"row={each.id}": each.fires for each in decision.rows}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_columns_agree_with_single_cases_on_removal(data: st.DataObject) -> None:
    assert_agree(REMOVAL, data.draw(st.lists(facts_of(REMOVAL.book), min_size=1, max_size=5)))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_columns_agree_with_single_cases_on_random_tables(data: st.DataObject) -> None:
    table = data.draw(random_tables())
    assert_agree(table, data.draw(st.lists(facts_of(table.book), min_size=1, max_size=5)))


def test_columns_agree_on_every_golden_case() -> None:
    for versions in LIBRARY.books.values():
        for book in versions:
            for case in book.golden.case:
                table = compile_table(book, case.table, on=case.on)
                assert_agree(table, [dict(each) for each in case.violations or [case.facts]])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_learning_a_fact_never_contradicts_what_was_known(data: st.DataObject) -> None:
    table = data.draw(random_tables())
    raw = data.draw(facts_of(table.book))
    less = {name: value for name, value in raw.items() if data.draw(st.booleans())}
    before, after = (decide(table, read_facts(table.book, each)) for each in (less, raw))
    assert set(after.possible) <= set(before.possible)
    for was, now in zip(before.rows, after.rows, strict=True):
        assert was.truth in (None, now.truth)
        assert was.fires in (None, now.fires)
    if before.is_complete:
        assert (after.outcome, after.requires, after.question) == (before.outcome, before.requires, None)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_asking_goes_on_until_everything_is_known(data: st.DataObject) -> None:
    table = data.draw(random_tables())
    known = read_facts(table.book, data.draw(facts_of(table.book)))
    answers = read_facts(table.book, ANSWERS)
    asked = []
    while (decision := decide(table, known)).question is not None:
        assert decision.question not in asked
        assert decision.question not in known
        asked.append(decision.question)
        known = {name: each for name, each in known.items() if not name.startswith(f"{decision.question}=")}
        known[decision.question] = answers[decision.question]
    assert decision.is_complete


ANSWERS = {
    "kind": "order",
    "matters": ["dumping"],
    "waste_t": 3,
    "days": 11,
    "is_proven": False,
    "published_on": "2020-01-01",
    "applied_on": "2026-01-01",
}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_case_is_what_its_strongest_violation_is(data: st.DataObject) -> None:
    raw = data.draw(st.lists(facts_of(SMALL.book), min_size=1, max_size=4))
    decisions = [decide(SMALL, read_facts(SMALL.book, each)) for each in raw]
    order = SMALL.table.across
    strongest = {min(each, key=order.index) for each in product(*(one.possible for one in decisions))}
    case = combine(SMALL, decisions)
    assert case.possible == tuple(each for each in order if each in strongest)
    assert case.is_complete == (case.question is None)


@pytest.mark.parametrize("until", [date(2026, 1, 31), date(2024, 2, 29), date(2025, 2, 28)])
def test_terms_end_on_the_same_day_in_columns_whatever_the_other_dates_are(until: date) -> None:
    starts = [date(2020, 12, 1) + timedelta(days=each) for each in range(900)]
    frame = pl.DataFrame({"published_on": starts, "applied_on": [until] * len(starts)})
    mixed = frame.with_columns(
        pl.when(pl.int_range(pl.len()) > 0).then("applied_on").otherwise(None).alias("applied_on")
    )
    facts = pl.DataFrame({"kind": ["order"] * len(starts), "matters=excess": [True] * len(starts)})
    facts = facts.with_columns(
        pl.lit(value=False).alias(name) for name in ("matters=fault", "matters=dumping", "is_proven")
    )
    one, other = (decide_columns(SMALL, pl.concat([facts, each], how="horizontal")) for each in (frame, mixed))
    assert one["outcome"][1:].equals(other["outcome"][1:])
    alone = [
        decide(
            SMALL,
            read_facts(SMALL.book, {"kind": "order", "matters": ["excess"], "published_on": each, "applied_on": until}),
        )
        for each in starts
    ]
    assert one["outcome"].to_list() == [each.outcome for each in alone]


def test_missing_columns_are_unknown_and_others_are_left_alone() -> None:
    decided = decide_columns(SMALL, pl.DataFrame({"record": [1, 2], "kind": ["praise", "order"]}))
    assert decided["outcome"].to_list() == ["none", None]
    assert decide_columns(SMALL, pl.DataFrame({"record": [1]}))["outcome"].to_list() == [None]
    assert decide_columns(SMALL, pl.DataFrame({"kind": []}, schema={"kind": pl.String})).height == 0


@pytest.mark.parametrize(
    "column",
    [
        pl.Series("kind", ["letter"]),
        pl.Series("kind", [1]),
        pl.Series("days", [1.0]),
        pl.Series("days", [-1]),
        pl.Series("waste_t", [1.5]),
        pl.Series("waste_t", [1001]),
        pl.Series("waste_t", [Decimal("0.0000001")]),
        pl.Series("is_proven", [1]),
        pl.Series("matters=fault", ["yes"]),
        pl.Series("applied_on", ["2026-01-01"]),
        pl.Series("applied_on", [date(1850, 1, 1)]),
    ],
)
def test_a_column_that_the_fact_cannot_have_is_refused(column: pl.Series) -> None:
    with pytest.raises(InvalidFact) as refused:
        decide_columns(SMALL, pl.DataFrame([column]))
    assert refused.value.params["fact"] == column.name.partition("=")[0]


def test_numbers_are_compared_exactly() -> None:
    facts: dict[str, object] = {"kind": "order", "matters": ["dumping"], "days": 10, "applied_on": "2026-01-01"}
    amounts = ["2.999999", "3", "3.000000", "3.000001"]
    cases = [{**facts, "published_on": "2025-01-01", "waste_t": each} for each in amounts]
    decided = decide_columns(SMALL, as_frame(SMALL.book, cases))
    assert decided["outcome"].to_list() == ["papers", "visit", "visit", "visit"]


def test_columns_of_a_book_name_every_fact_and_choice() -> None:
    names = list(columns_of(small_book()))
    assert names[:4] == ["kind", "matters=fault", "matters=excess", choice_key("matters", "dumping")]
