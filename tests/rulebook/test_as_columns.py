"""Every golden case comes to the same when it is decided as a row of columns (POL-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from qingce.pure.rules.columns import decide_columns
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.fact_columns import columns_of
from qingce.pure.rules.values import choice_key, read_facts
from tests.rulebook.books import BOOKS

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import GoldenCase

CASES = [
    pytest.param(book, case, id=f"{book.key}:{case.id}")
    for book in BOOKS
    for case in book.golden.case
    if not case.violations
]


@pytest.mark.requirement("POL-3")
@pytest.mark.parametrize(("book", "case"), CASES)
def test_golden_case_is_decided_alike_as_columns(book: Book, case: GoldenCase) -> None:
    decided = decide_columns(compile_table(book, case.table, on=case.on), _frame(book, case), rows=True)
    assert (decided["outcome"][0] or "unknown") == case.outcome
    assert {name for name in case.rows if not decided[f"row={name}"][0]} == set()


def _frame(book: Book, case: GoldenCase) -> pl.DataFrame:
    """One row with every fact of the book; what the case does not say is null."""
    known: dict[str, object] = {}
    for name, value in read_facts(book, case.facts).items():
        if isinstance(value, tuple):
            known |= {choice_key(name, each.id): each.id in value for each in book.facts[name].choice}
        else:
            known[name] = value
    return pl.DataFrame({name: pl.Series([known.get(name)], dtype=kind) for name, kind in columns_of(book).items()})
