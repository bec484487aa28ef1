"""Representative answers to what is not known: one for each way in which an answer can matter to a table.

Each choice of several, and each pair of dates, is a question of its own here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from qingce.pure.rules.truth import compares
from qingce.pure.rules.values import choice_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingce.pure.rules.compiling import CompiledTable, Test
    from qingce.pure.rules.schema import Fact
    from qingce.pure.rules.truth import Bits

PAIR = ", "
AVERAGE_MONTH_DAYS = Decimal("30.436875")


@dataclass(frozen=True)
class Asked:
    """Something that can be asked, and what its answers settle.

    Args: name: a fact, a choice of many such as matters=exceedance, or two dates. fact: what is asked for. answers:
        the conditions that each answer makes true and false. bits: of all these conditions. is_choice: one of many.
    """

    name: str
    fact: str
    answers: tuple[Bits, ...]
    bits: int
    is_choice: bool = False


@lru_cache(maxsize=256)
def askable(table: CompiledTable) -> tuple[Asked, ...]:
    """All that can be asked about a table, facts in the book's order, single choices in the table's."""
    asked: list[Asked] = []
    for name in table.facts:
        tests = table.tests.get(name, ())
        if tests and tests[0].operator == "contains":
            asked.extend(_of_choice(name, tests))
        elif tests:
            asked.append(_asked(name, name, _answers(table.book.facts[name], tests)))
        asked.extend(_of_dates(table, name))
    return tuple(asked)


def _asked(name: str, fact: str, answers: list[Bits], *, is_choice: bool = False) -> Asked:
    true, false = answers[0]
    return Asked(name, fact, tuple(answers), true | false, is_choice)


def _of_choice(fact: str, tests: Iterable[Test]) -> list[Asked]:
    by_choice: dict[str, int] = {}
    for test in tests:
        by_choice[test.choices[0]] = by_choice.get(test.choices[0], 0) | test.bit
    return [
        _asked(choice_key(fact, choice), fact, [(bits, 0), (0, bits)], is_choice=True)
        for choice, bits in by_choice.items()
    ]


def _answers(fact: Fact, tests: tuple[Test, ...]) -> list[Bits]:
    if fact.type == "yes-no":
        return [_settled(tests, {each.bit for each in tests if each.expects is value}) for value in (True, False)]
    if fact.type == "choice":
        return [_settled(tests, {each.bit for each in tests if choice.id in each.choices}) for choice in fact.choice]
    return [
        _settled(tests, {each.bit for each in tests if compares(each.operator, value, each.limit)})
        for value in _numbers(fact, tests)
    ]


def _settled(tests: Iterable[Test], true: set[int]) -> Bits:
    return sum(true), sum({each.bit for each in tests} - true)


def _numbers(fact: Fact, tests: tuple[Test, ...]) -> list[Decimal]:
    """Each limit, a number between each two, one below and one above all; those that the fact can have."""
    limits = sorted({Decimal(each.limit) for each in tests})
    between = [(low + high) / 2 for low, high in pairwise(limits)]
    numbers = sorted({limits[0] - 1, *limits, *between, limits[-1] + 1})
    if fact.type == "whole":
        numbers = sorted({each for number in numbers for each in (number // 1, -(-number // 1))})
    low = fact.min if fact.min is not None else numbers[0]
    high = fact.max if fact.max is not None else numbers[-1]
    ends = [Decimal(end) for end in (fact.min, fact.max) if end is not None]
    return [each for each in sorted({*numbers, *ends}) if low <= each <= high]


def _of_dates(table: CompiledTable, fact: str) -> list[Asked]:
    """Whether two dates lie within no term, the longest, …, all."""
    asked = []
    mine = [each for each in table.spans if each.fact == fact]
    for until in dict.fromkeys(each.until for each in mine):
        spans = [each for each in mine if each.until == until]
        lengths = sorted({_length(each) for each in spans})
        answers = [
            _settled(spans, {each.bit for each in spans if _length(each) >= shortest})
            for shortest in (*lengths, lengths[-1] + 1)
        ]
        asked.append(_asked(f"{fact}{PAIR}{until}", fact, answers))
    return asked


def _length(span: Test) -> Decimal:
    return Decimal(0) if span.term is None else span.term.months * AVERAGE_MONTH_DAYS + span.term.days
