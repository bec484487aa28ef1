"""Every golden case, value and count of every rulebook; and that these cover what the books decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingce.pure.rules.book import rows_of
from qingce.pure.rules.deciding import Decision
from tests.rulebook.golden import BOOKS, decided

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import ExpectedCount, ExpectedValue, GoldenCase

CASES = [pytest.param(book, case, id=f"{book.key}:{case.id}") for book in BOOKS for case in book.golden.case]
VALUES = [
    pytest.param(book, value, id=f"{book.key}:{value.parameter}:{value.on}")
    for book in BOOKS
    for value in book.golden.value
]
COUNTS = [
    pytest.param(book, each, id=f"{book.key}:{each.of}:{each.id}") for book in BOOKS for each in book.golden.count
]
each_book = pytest.mark.parametrize("book", BOOKS, ids=[book.key for book in BOOKS])


@pytest.mark.requirement("POL-1", "POL-2", "REM-1")
@pytest.mark.parametrize(("book", "case"), CASES)
def test_golden_case_is_decided_as_written(book: Book, case: GoldenCase) -> None:
    decision = decided(book, case)
    assert (decision.outcome or "unknown", decision.requires) == (case.outcome, case.requires)
    if isinstance(decision, Decision):
        assert tuple(row.id for row in decision.fired) == case.rows
    if case.asks or decision.outcome is None:
        assert decision.question == case.asks


@pytest.mark.parametrize(("book", "expected"), VALUES)
def test_golden_value_is_the_parameter_on_that_day(book: Book, expected: ExpectedValue) -> None:
    assert book.value(expected.parameter, on=expected.on) == expected.value


@pytest.mark.parametrize(("book", "expected"), COUNTS)
def test_golden_count_is_the_number_of_lines(book: Book, expected: ExpectedCount) -> None:
    assert _lines(book, expected) == expected.is_


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


def _lines(book: Book, expected: ExpectedCount) -> int:
    if expected.of == "list":
        return len(book.lists[expected.id].item)
    if expected.of == "requirement":
        return len(book.requirements[expected.id].item)
    if expected.of == "table":
        return sum(1 for _ in rows_of(book.tables[expected.id]))
    groups = [group for table in book.tables.values() for group in table.group if group.id == expected.id]
    assert len(groups) == 1
    return len(groups[0].row)
