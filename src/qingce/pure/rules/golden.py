"""Whether a version of a book says what its golden cases, values and counts say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.pure.kernel.errors import QingceError
from qingce.pure.rules.book import rows_of
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import Decision, combine, decide
from qingce.pure.rules.values import read_facts

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.deciding import CaseDecision
    from qingce.pure.rules.schema import ExpectedCount, ExpectedValue, GoldenCase

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Difference:
    """Something that the book does not say as expected. Args: of: the case, value or count. what: outcome, rows, …"""

    of: str
    what: str
    expected: object
    found: object


def golden_differences(book: Book) -> list[Difference]:
    """Everything in which the book differs from its golden files; empty if it is as it should be."""
    found = [each for case in book.golden.case for each in case_differences(book, case)]
    for value in book.golden.value:
        found += _differing(f"value {value.parameter} on {value.on}", "value", value.value, _value(book, value))
    for count in book.golden.count:
        found += _differing(f"count of {count.of} {count.id}", "count", count.is_, _count(book, count))
    return found


def case_differences(book: Book, case: GoldenCase) -> list[Difference]:
    """What a golden case expects and the book does not say.

    `rows` and `requires` are held against the rows that count for the outcome; `asks` where the case names one or its
    outcome is unknown.
    """
    try:
        decision = decide_golden(book, case)
    except QingceError as error:
        return [Difference(case.id, "facts", case.outcome, error.detail)]
    found = _differing(case.id, "outcome", case.outcome, decision.outcome or UNKNOWN)
    found += _differing(case.id, "rows", case.rows, counting_rows(decision))
    found += _differing(case.id, "requires", case.requires, decision.requires)
    if case.asks or case.outcome == UNKNOWN:
        found += _differing(case.id, "asks", case.asks, decision.question)
    return found


def decide_golden(book: Book, case: GoldenCase) -> Decision | CaseDecision:
    """What the book says of a golden case, of one violation or of several."""
    table = compile_table(book, case.table, on=case.on)
    if not case.violations:
        return decide(table, read_facts(book, case.facts))
    return combine(table, [decide(table, read_facts(book, each)) for each in case.violations])


def counting_rows(decision: Decision | CaseDecision) -> tuple[str, ...]:
    """The rows that count, each once; of the violations that have the outcome of the case."""
    if isinstance(decision, Decision):
        return tuple(each.id for each in decision.rows if each.fires and each.outcome == decision.outcome)
    having = [each for each in decision.violations if each.outcome == decision.outcome]
    return tuple(dict.fromkeys(name for each in having for name in counting_rows(each)))


def _value(book: Book, value: ExpectedValue) -> object:
    try:
        return book.value(value.parameter, on=value.on)
    except QingceError as error:
        return error.detail


def _count(book: Book, count: ExpectedCount) -> int | None:
    """How many lines; None if not exactly one has this name."""
    if count.of == "list":
        return len(book.lists[count.id].item) if count.id in book.lists else None
    if count.of == "requirement":
        return len(book.requirements[count.id].item) if count.id in book.requirements else None
    if count.of == "table":
        return len(list(rows_of(book.tables[count.id]))) if count.id in book.tables else None
    found = [group for table in book.tables.values() for group in table.group if group.id == count.id]
    return len(found[0].row) if len(found) == 1 else None


def _differing(of: str, what: str, expected: object, found: object) -> list[Difference]:
    return [] if expected == found else [Difference(of, what, expected, found)]
