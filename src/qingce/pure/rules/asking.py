"""The next question: the unknown fact whose answer leaves the fewest rows undecided, on the average of its answers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from qingce.pure.rules.answers import PAIR, Asked, askable
from qingce.pure.rules.truth import outcomes_possible, rows_firing, rows_holding, with_composites

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingce.pure.rules.compiling import CompiledTable
    from qingce.pure.rules.truth import Bits
    from qingce.pure.rules.values import Value


def next_question(table: CompiledTable, conditions: Bits, facts: Mapping[str, Value]) -> str | None:
    """The fact to ask for.

    Each fact on which an undecided row rests is tried with each answer that can matter; of equals the first in the
    book. A fact of several choices is tried with none, and with each single one.

    Args: conditions: their truth on the facts.
    Returns: None if nothing is undecided.
    """
    settled = conditions[0] | conditions[1]
    wanted = _undecided_conditions(table, conditions) & ~settled
    best: tuple[float, str] | None = None
    for name, asked in _by_fact(table).items():
        unknown = [each for each in asked if not each.bits & settled]
        if any(each.bits & wanted for each in unknown):
            left = [_left_open(table, conditions, answer) for answer in _answers(unknown)]
            mean = sum(left) / len(left)
            if best is None or mean < best[0]:
                best = (mean, name)
    return None if best is None else _unknown_of(best[1], facts)


def open_rows(table: CompiledTable, conditions: Bits) -> int:
    """Bits of the rows that are undecided and still matter.

    They belong to an outcome that is possible; once it is known, only those matter that ask for documents.
    """
    firing = rows_firing(table, conditions, rows_holding(table, conditions))
    possible = outcomes_possible(table, firing)
    mine = table.rows_asking if len(possible) == 1 else -1
    undecided = mine & ~firing[0] & ~firing[1]
    return undecided & sum(table.rows_of_outcome[each] for each in possible)


def _left_open(table: CompiledTable, conditions: Bits, answer: Bits) -> int:
    known = with_composites(table.composites, (conditions[0] | answer[0], conditions[1] | answer[1]))
    return open_rows(table, known).bit_count()


def _undecided_conditions(table: CompiledTable, conditions: Bits) -> int:
    """The conditions on which undecided rows rest: their own, of what may beat them, and what these are made of."""
    true, false = conditions
    undecided = open_rows(table, conditions)
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


@lru_cache(maxsize=256)
def _by_fact(table: CompiledTable) -> dict[str, tuple[Asked, ...]]:
    """What can be asked, by the fact or the two dates; single choices of one fact together."""
    found: dict[str, tuple[Asked, ...]] = {}
    for each in askable(table):
        name = each.fact if each.is_choice else each.name
        found[name] = (*found.get(name, ()), each)
    return found


def _answers(unknown: list[Asked]) -> tuple[Bits, ...]:
    """The answers to one fact; of single choices: none of them, or one of them and no other."""
    if not unknown[0].is_choice:
        return unknown[0].answers
    every = sum(each.bits for each in unknown)
    return (0, every), *((each.bits, every & ~each.bits) for each in unknown)


def _unknown_of(name: str, facts: Mapping[str, Value]) -> str:
    """Of two dates the one that is unknown."""
    both = name.split(PAIR)
    return next((each for each in both if each not in facts), both[0])
