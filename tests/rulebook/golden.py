"""What a golden case, value or count expects, and what the book says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.pure.rules.book import rows_of
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import Decision, combine, decide
from qingce.pure.rules.values import read_facts

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.deciding import CaseDecision
    from qingce.pure.rules.schema import ExpectedCount, GoldenCase


def decided(book: Book, case: GoldenCase) -> Decision | CaseDecision:
    """What the rules say of a case, or of its violations together."""
    table = compile_table(book, case.table, on=case.on)
    if case.violations:
        return combine(table, [decide(table, read_facts(book, each)) for each in case.violations])
    return decide(table, read_facts(book, case.facts))


def counting_rows(decision: Decision | CaseDecision) -> tuple[str, ...]:
    """The rows that count for the outcome; of several violations those that have the outcome of the case."""
    if isinstance(decision, Decision):
        return tuple(row.id for row in decision.fired)
    having = [each for each in decision.violations if each.outcome == decision.outcome is not None]
    return tuple(dict.fromkeys(row for each in having for row in counting_rows(each)))


def lines(book: Book, expected: ExpectedCount) -> int:
    """How many lines a list, a requirement, a table or a group has."""
    if expected.of == "list":
        return len(book.lists[expected.id].item)
    if expected.of == "requirement":
        return len(book.requirements[expected.id].item)
    if expected.of == "table":
        return len(list(rows_of(book.tables[expected.id])))
    (group,) = (group for table in book.tables.values() for group in table.group if group.id == expected.id)
    return len(group.row)
