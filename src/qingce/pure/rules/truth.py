"""The truth of a table's conditions and rows, in three values: true, false, unknown.

`True`, `False` and `None` for one; for many at once two numbers of bits, (true, false).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from qingce.pure.kernel.calendar import add_months
from qingce.pure.rules.values import choice_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from qingce.pure.rules.compiling import CompiledTable, Composite, Term, Test
    from qingce.pure.rules.values import Value

Bits: TypeAlias = tuple[int, int]
Truth: TypeAlias = bool | None


def truth_of(bits: Bits, bit: int) -> Truth:
    """What one is, of many."""
    return True if bits[0] & bit else False if bits[1] & bit else None


def conditions_on(table: CompiledTable, facts: Mapping[str, Value]) -> Bits:
    """The truth of all conditions on these facts.

    Args: facts: as `values.read_facts` gives them; what is not there is unknown.
    """
    true = false = 0
    for fact, tests in table.tests.items():
        value = facts.get(fact)
        if value is not None:
            for test in tests:
                if holds(test, value):
                    true |= test.bit
                else:
                    false |= test.bit
        elif tests[0].operator == "contains":
            for test in tests:
                known = facts.get(choice_key(fact, test.choices[0]))
                true |= test.bit if known is True else 0
                false |= test.bit if known is False else 0
    for span in table.spans:
        start, until = facts.get(span.fact), facts.get(span.until)
        if start is not None and until is not None:
            if is_within(start, until, span.term):  # type: ignore[arg-type]  # both facts are dates, the term is given
                true |= span.bit
            else:
                false |= span.bit
    return with_composites(table.composites, (true, false))


def holds(test: Test, value: Value) -> bool:
    """Whether a condition that compares one known fact is true."""
    operator = test.operator
    if test.expects is not None:
        return value is test.expects
    if operator in {"is", "one_of"}:
        return value in test.choices
    if operator == "contains":
        return test.choices[0] in value  # type: ignore[operator]  # the fact has choices
    return compares(operator, value, test.limit)  # type: ignore[arg-type]  # a number against a number


def compares(operator: str, value: Decimal | int, limit: Decimal | int) -> bool:
    """Whether a number is at least, above, at most or below a limit."""
    if operator == "at_least":
        return value >= limit
    if operator == "above":
        return value > limit
    return value <= limit if operator == "at_most" else value < limit


def is_within(start: date, until: date, term: Term) -> bool:
    """Whether `until` comes not later than the term after `start`; the last day is within."""
    if term.months:
        return (until.year - start.year) * 12 + until.month - start.month < term.months or (
            add_months(start, term.months) >= until
        )
    return until - start <= timedelta(days=term.days)


def earliest_start(until: date, term: Term) -> date:
    """The first day from which a day is still within the term: `is_within` holds from it on, and not before."""
    if not term.months:
        return until - timedelta(days=term.days)
    # The last days of longer months fall together; what is not within yet is a day or two too early.
    start = add_months(until, -term.months) - timedelta(days=3)
    while not is_within(start, until, term):
        start += timedelta(days=1)
    return start


def with_composites(composites: Sequence[Composite], bits: Bits) -> Bits:
    """The same with those conditions that are made of others."""
    true, false = bits
    for each in composites:
        members = each.members
        if each.operator == "not":
            is_true, is_false = false & members, true & members
        elif each.operator == "all":
            is_true, is_false = true & members == members, false & members
        else:
            is_true, is_false = true & members, false & members == members
        if is_true:
            true |= each.bit
        elif is_false:
            false |= each.bit
    return true, false


def rows_holding(table: CompiledTable, conditions: Bits) -> Bits:
    """Which rows hold: all their conditions and those of their group."""
    known, failing = conditions
    true = false = 0
    for row in table.rows:
        if row.needs & failing:
            false |= row.bit
        elif row.needs & ~known == 0:
            true |= row.bit
    return true, false


def rows_firing(table: CompiledTable, conditions: Bits, holding: Bits) -> Bits:
    """Which rows count: those that hold and are not beaten."""
    holds_true, holds_false = holding
    beaten, perhaps = 0, 0
    for row in table.beating:
        if row.bit & holds_false or row.beats_when & conditions[1]:
            continue
        if row.bit & holds_true and row.beats_when & ~conditions[0] == 0:
            beaten |= row.beats
        else:
            perhaps |= row.beats
    for yielding, others in table.yielding:
        if others & holds_true:
            beaten |= yielding
        elif others & ~holds_false:
            perhaps |= yielding
    return holds_true & ~beaten & ~perhaps, holds_false | beaten


def outcomes_possible(table: CompiledTable, holding: Bits, firing: Bits) -> tuple[int, ...]:
    """Places of the outcomes that the table can come to, the strongest first; exactly one if it is known.

    A row that yields to rows which nothing beats speaks for its outcome as soon as it holds: either it counts itself
    or a row that it yields to does, whatever is still unknown.
    """
    certain = firing[0] | holding[0] & table.settling
    possible: list[int] = []
    for place, rows in enumerate(table.rows_of_outcome):
        if rows & certain:
            return (*possible, place)
        if rows & ~firing[1]:
            possible.append(place)
    default = table.outcomes.index(table.default)
    return (*possible, *([] if default in possible else [default]))
