"""Every golden case, value and count of every rulebook; and that these cover what the books decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingce.pure.rules.book import rows_of
from tests.rulebook.books import BOOKS
from tests.rulebook.golden import counting_rows, decided, lines

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import GoldenCase

CASES = [pytest.param(book, case, id=f"{book.key}:{case.id}") for book in BOOKS for case in book.golden.case]
each_book = pytest.mark.parametrize("book", BOOKS, ids=[book.key for book in BOOKS])


@pytest.mark.requirement("POL-1", "POL-2", "REM-1")
@pytest.mark.parametrize(("book", "case"), CASES)
def test_golden_case_is_decided_as_written(book: Book, case: GoldenCase) -> None:
    decision = decided(book, case)
    found = (decision.outcome or "unknown", counting_rows(decision), decision.requires)
    assert found == (case.outcome, case.rows, case.requires)
    if case.asks or case.outcome == "unknown":
        assert decision.question == case.asks


@each_book
def test_golden_values_and_counts_are_what_the_book_says(book: Book) -> None:
    values = {(each.parameter, each.on): each.value for each in book.golden.value}
    assert {(name, on): book.value(name, on=on) for name, on in values} == values
    counts = {(each.of, each.id): each.is_ for each in book.golden.count}
    assert {(each.of, each.id): lines(book, each) for each in book.golden.count} == counts


@each_book
def test_every_row_and_outcome_of_a_table_has_a_golden_case(book: Book) -> None:
    for name, table in book.tables.items():
        cases = [case for case in book.golden.case if case.table == name]
        fired = {row for case in cases for row in case.rows}
        assert [row.id for _, row in rows_of(table) if row.id not in fired] == []
        outcomes = {case.outcome for case in cases}
        assert [each.id for each in table.outcome if each.id not in outcomes] == []


@each_book
def test_every_list_of_documents_is_asked_for_by_a_golden_case(book: Book) -> None:
    asked_for = {name for case in book.golden.case for name in case.requires}
    by_rows = {row.requires for table in book.tables.values() for _, row in rows_of(table) if row.requires}
    assert by_rows - asked_for == set()


@each_book
def test_every_parameter_has_a_golden_value(book: Book) -> None:
    assert set(book.parameters) - {value.parameter for value in book.golden.value} == set()


@each_book
def test_every_list_has_a_golden_count(book: Book) -> None:
    assert set(book.lists) - {each.id for each in book.golden.count if each.of == "list"} == set()


@each_book
def test_golden_cases_are_named_once(book: Book) -> None:
    names = [case.id for case in book.golden.case]
    assert sorted(names) == sorted(set(names))
