"""Every labelled decision, its suggestions taken as facts, gets a determination with reasons or a next question."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from bench.suggesting import DECISIONS, Labelled, _rows, read_labels, suggested
from qingce.domain.removal.suggesting import facts_of
from qingce.domain.removal.suggesting.columns import suggest_columns
from qingce.pure.rules.book import Book
from qingce.pure.rules.columns import decide_columns
from qingce.pure.rules.compiling import CompiledTable, compile_table
from qingce.pure.rules.deciding import Decision, decide
from qingce.pure.rules.library import read_library
from qingce.pure.rules.values import read_facts

ROOT = Path(__file__).resolve().parents[4]
APPLIED_ON = date(2025, 6, 1)
ON_SITE = {"PD0001", "PD0031", "PD0035", "PD0039", "PD0051", "PD0073", "PD0083", "PD0101"}
OFF_SITE = {
    *("PD0021", "PD0065", "PD0067", "PD0075", "PD0077", "PD0079", "PD0081", "PD0087", "PD0095", "PD0097", "PD0099"),
    *("PD0107", "PD0109"),
}


@cache
def book() -> Book:
    return read_library(ROOT / "rulebook").at("removal", on=APPLIED_ON)


def table() -> CompiledTable:
    return compile_table(book(), "removal", on=APPLIED_ON)


def record_of(each: Labelled) -> dict[str, str]:
    return _rows(DECISIONS)[[label.id for label in read_labels()].index(each.id)]


def facts(each: Labelled) -> dict[str, object]:
    record = record_of(each)
    given = {"record_type": record["type"], "published_on": record["published_on"]}
    return {**given, **facts_of(suggested(each)), "applied_on": APPLIED_ON}


def determined(each: Labelled) -> Decision:
    return decide(table(), read_facts(book(), facts(each)))


@pytest.mark.requirement("REM-1")
@pytest.mark.parametrize("each", read_labels(), ids=lambda each: each.id)
def test_every_decision_is_determined_with_reasons_or_asks_next(each: Labelled) -> None:
    decision = determined(each)
    if decision.is_complete:
        assert decision.fired
        assert all(row.conditions and row.clause for row in decision.fired)
    else:
        assert decision.question in book().facts
    for row in decision.rows:
        assert row.truth or row.stopped_by, row.id
        assert row.fires is not False or not row.truth or row.beaten_by, row.id


@pytest.mark.requirement("REM-1")
def test_ways_to_removal_of_the_labelled_decisions() -> None:
    outcomes = {each.id: determined(each).outcome for each in read_labels()}
    assert {name for name, outcome in outcomes.items() if outcome == "on-site"} == ON_SITE
    assert {name for name, outcome in outcomes.items() if outcome == "off-site"} == OFF_SITE
    assert set(outcomes.values()) == {"on-site", "off-site", None}


@pytest.mark.requirement("REM-1")
def test_suggested_columns_are_decided_as_single_cases_are() -> None:
    texts = [each.texts["description"] for each in read_labels()]
    frame = suggest_columns(pl.Series(texts)).with_columns(published_on=date(2024, 1, 1), applied_on=APPLIED_ON)
    common = {"published_on": date(2024, 1, 1), "applied_on": APPLIED_ON}
    alone = [facts_of(found for found in suggested(each) if found.field == "description") for each in read_labels()]
    outcomes = [decide(table(), read_facts(book(), {**found, **common})).outcome for found in alone]
    assert decide_columns(table(), frame)["outcome"].to_list() == outcomes
