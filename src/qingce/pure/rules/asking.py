"""The next question: the unknown fact whose answer leaves the fewest rows undecided, on the average of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from qingce.pure.rules.answers import PAIR, Asked, askable
from qingce.pure.rules.compiling import bits_of
from qingce.pure.rules.truth import outcomes_possible, rows_firing, with_composites

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingce.pure.rules.compiling import CompiledTable
    from qingce.pure.rules.truth import Bits
    from qingce.pure.rules.values import Value


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: conditions, and rows that hold."""

    conditions: Bits
    holding: Bits


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer settles: conditions, the rows that cannot hold any more, and those that may now hold."""

    true: int
    false: int
    rows_false: int
    rows_touched: int


def next_question(
    table: CompiledTable, standing: Standing, facts: Mapping[str, Value], *, unasked: frozenset[str] = frozenset()
) -> str | None:
    """The fact to ask for.

    Each fact on which an undecided row rests is tried with each answer that can matter; of equals the first in the
    book. A fact of several choices is tried with none, and with each single one.

    Args: unasked: facts that are passed over: they were asked for in vain.
    Returns: None if nothing that matters is undecided, or nothing is left to ask.
    """
    name = _narrowing_most(table, standing, unasked)
    return None if name is None else _unknown_of(name, facts)


@lru_cache(maxsize=8192)  # cases mostly stand where others stood
def _narrowing_most(table: CompiledTable, standing: Standing, unasked: frozenset[str]) -> str | None:
    settled = standing.conditions[0] | standing.conditions[1]
    wanted = _undecided_conditions(table, standing) & ~settled
    best: tuple[float, str] | None = None
    for name, bits in _by_fact(table):
        if bits & wanted and unasked.isdisjoint(name.split(PAIR)):
            answers = _answers(table, name, bits & ~settled)
            mean = sum(_left_open(table, standing, each) for each in answers) / len(answers)
            if best is None or mean < best[0]:
                best = (mean, name)
    return best and best[1]


def open_rows(table: CompiledTable, standing: Standing) -> int:
    """Bits of the rows that are undecided and still matter.

    They belong to an outcome that is possible; once it is known, only those matter that ask for documents.
    """
    firing = rows_firing(table, standing.conditions, standing.holding)
    possible = outcomes_possible(table, standing.holding, firing)
    mine = 0
    for place in possible:
        mine |= table.rows_of_outcome[place]
    if len(possible) == 1:
        mine &= table.rows_asking
    return mine & ~firing[0] & ~firing[1]


def _left_open(table: CompiledTable, standing: Standing, answer: Answer) -> int:
    """How many rows matter after an answer: only those that it touches are looked at again."""
    before = standing.conditions
    direct = (before[0] | answer.true, before[1] | answer.false)
    known = with_composites(table.composites, direct)
    touched, failing = answer.rows_touched, answer.rows_false
    for bit in bits_of(known[0] & ~direct[0]):
        touched |= table.rows_needing[bit]
    for bit in bits_of(known[1] & ~direct[1]):
        failing |= table.rows_needing[bit]
    true, false = standing.holding[0], standing.holding[1] | failing
    for bit in bits_of(touched & ~true & ~false):
        if not table.needs[bit] & ~known[0]:
            true |= bit
    return open_rows(table, Standing(known, (true, false))).bit_count()


def _undecided_conditions(table: CompiledTable, standing: Standing) -> int:
    """The conditions on which undecided rows rest: their own, of what may beat them, and what these are made of."""
    true, false = standing.conditions
    undecided = open_rows(table, standing)
    concerned = _concerned(table, undecided)
    bits = 0
    for row in table.rows:
        if row.bit & concerned and not row.needs & false:
            bits |= row.needs
            if row.beats & undecided and not row.beats_when & false:
                bits |= row.beats_when
    for each in reversed(table.composites):
        if each.bit & bits & ~true & ~false:
            bits |= each.members
    return bits


def _concerned(table: CompiledTable, undecided: int) -> int:
    """These rows, those that beat one of them, and those to which one of them yields."""
    concerned = undecided
    for row in table.beating:
        if row.beats & undecided:
            concerned |= row.bit
    for yielding, others in table.yielding:
        if yielding & undecided:
            concerned |= others
    return concerned


@lru_cache(maxsize=64)
def _asked_by_name(table: CompiledTable) -> dict[str, tuple[Asked, ...]]:
    """What can be asked, by the fact or the two dates; single choices of one fact together."""
    found: dict[str, tuple[Asked, ...]] = {}
    for each in askable(table):
        name = each.fact if each.is_choice else each.name
        found[name] = (*found.get(name, ()), each)
    return found


@lru_cache(maxsize=64)
def _by_fact(table: CompiledTable) -> tuple[tuple[str, int], ...]:
    """The same, with the bits of all conditions that an answer can settle."""
    return tuple((name, sum(each.bits for each in asked)) for name, asked in _asked_by_name(table).items())


@lru_cache(maxsize=4096)
def _answers(table: CompiledTable, name: str, unknown: int) -> tuple[Answer, ...]:
    """The answers to one fact; of single choices: none of them, or one of them and no other.

    Args: unknown: bits of the conditions that are not settled yet.
    """
    asked = [each for each in _asked_by_name(table)[name] if each.bits & unknown]
    if not asked[0].is_choice:
        return tuple(_answer(table, *each) for each in asked[0].answers)
    return _answer(table, 0, unknown), *(_answer(table, each.bits, unknown & ~each.bits) for each in asked)


def _answer(table: CompiledTable, true: int, false: int) -> Answer:
    failing = touched = 0
    for bit in bits_of(false):
        failing |= table.rows_needing[bit]
    for bit in bits_of(true):
        touched |= table.rows_needing[bit]
    return Answer(true, false, failing, touched)


def _unknown_of(name: str, facts: Mapping[str, Value]) -> str:
    """Of two dates the one that is unknown."""
    both = name.split(PAIR)
    return next((each for each in both if each not in facts), both[0])
