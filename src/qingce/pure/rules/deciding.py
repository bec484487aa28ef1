"""One case: what it comes to, why, and what to ask next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.pure.rules.asking import Standing, next_question
from qingce.pure.rules.errors import InvalidFact
from qingce.pure.rules.truth import conditions_on, outcomes_possible, rows_firing, rows_holding, truth_of
from qingce.pure.rules.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qingce.pure.rules.compiling import CompiledRow, CompiledTable
    from qingce.pure.rules.truth import Bits, Truth


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """A condition on the facts of a case.

    Args: truth: None is unknown. fact: what it rests on, "" if it is made of others. value: the fact's, None if it is
        unknown. parts: the conditions that it is made of.
    """

    id: str
    truth: Truth
    fact: str
    value: Value | None
    parts: tuple[ConditionResult, ...] = ()


@dataclass(frozen=True, slots=True)
class RowResult:
    """A row on the facts of a case.

    Args: truth: whether its conditions hold. fires: whether it counts, too: it holds and is not beaten. beaten_by: the
        rows that hold and leave it out.
    """

    id: str
    group: str
    outcome: str
    clause: str
    truth: Truth
    fires: Truth
    beaten_by: tuple[str, ...]
    conditions: tuple[ConditionResult, ...]

    @property
    def stopped_by(self) -> tuple[ConditionResult, ...]:
        """The conditions that are false, or, if none is, those that are unknown."""
        false = tuple(each for each in self.conditions if each.truth is False)
        return false or tuple(each for each in self.conditions if each.truth is None)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table says of one violation.

    Args: outcome: None while it is unknown. possible: what it can still come to, the strongest first. rows: all rows,
        in the table's order. requires: lists of documents of the rows that count. question: the fact to ask next, None
        if no answer would change outcome or lists. is_complete: outcome and lists are known.
    """

    outcome: str | None
    possible: tuple[str, ...]
    rows: tuple[RowResult, ...]
    requires: tuple[str, ...]
    question: str | None
    is_complete: bool

    @property
    def fired(self) -> tuple[RowResult, ...]:
        """The rows that count for the outcome."""
        return tuple(each for each in self.rows if each.fires and each.outcome == self.outcome)


def decide(table: CompiledTable, facts: Mapping[str, Value], *, unasked: frozenset[str] = frozenset()) -> Decision:
    """Decides one violation, with every row and condition.

    Args: facts: as `values.read_facts` gives them; what is not there is unknown, never false. unasked: facts that are
        not asked for next: somebody was asked and does not know.
    Raises: InvalidFact: a fact that the book does not know.
    """
    _check_known(table, facts)
    conditions = conditions_on(table, facts)
    holding = rows_holding(table, conditions)
    firing = rows_firing(table, conditions, holding)
    places = outcomes_possible(table, holding, firing)
    possible = tuple(table.outcomes[each] for each in places)
    outcome = possible[0] if len(possible) == 1 else None
    requires = _requires(table, outcome, firing)
    is_complete = outcome is not None and not _may_require(table, places[0], firing, requires)
    question = None if is_complete else next_question(table, Standing(conditions, holding), facts, unasked=unasked)
    rows = _rows(table, facts, conditions, (holding, firing))
    return Decision(outcome, possible, rows, requires, question, is_complete)


def _check_known(table: CompiledTable, facts: Mapping[str, Value]) -> None:
    known = table.book.facts
    for name in facts:
        if name not in known and name.partition("=")[0] not in known:
            said = ", ".join(known)
            raise InvalidFact(
                name, f"{table.book.key} knows no such fact; it knows: {said}.", allowed=said, cause="unknown"
            )


def _requires(table: CompiledTable, outcome: str | None, firing: Bits) -> tuple[str, ...]:
    counting = (row.row.requires for row in table.rows if row.bit & firing[0] and row.group.outcome == outcome)
    return tuple(dict.fromkeys(each for each in counting if each))


def _may_require(table: CompiledTable, place: int, firing: Bits, requires: tuple[str, ...]) -> bool:
    """Whether an undecided row of the outcome would ask for a list that is not asked for yet."""
    undecided = table.rows_of_outcome[place] & ~firing[0] & ~firing[1]
    return undecided != 0 and any(
        row.bit & undecided and row.row.requires and row.row.requires not in requires for row in table.rows
    )


def _rows(
    table: CompiledTable, facts: Mapping[str, Value], conditions: Bits, rows: tuple[Bits, Bits]
) -> tuple[RowResult, ...]:
    results = _conditions(table, facts, conditions)
    holding, firing = rows
    beating = [row for row in table.beating if row.bit & holding[0] and row.beats_when & ~conditions[0] == 0]
    return tuple(
        RowResult(
            row.row.id,
            row.group.id,
            row.group.outcome,
            row.row.clause,
            truth_of(holding, row.bit),
            truth_of(firing, row.bit),
            _beaten_by(table, row, beating, holding),
            tuple(results[each] for each in row.conditions),
        )
        for row in table.rows
    )


def _beaten_by(
    table: CompiledTable, row: CompiledRow, beating: Sequence[CompiledRow], holding: Bits
) -> tuple[str, ...]:
    found = [other.row.id for other in beating if other.beats & row.bit]
    if row.row.yields and holding[0]:
        mine = table.rows_of_outcome[row.outcome] & holding[0]
        found += [other.row.id for other in table.rows if other.bit & mine and not other.row.yields]
    return tuple(dict.fromkeys(found)) if found else ()


def _conditions(table: CompiledTable, facts: Mapping[str, Value], conditions: Bits) -> list[ConditionResult]:
    """By their places; members stand before what they make up."""
    results: list[ConditionResult] = []
    true, false = conditions
    bit = 1
    for name, fact, choice, members in table.shown:
        truth = True if true & bit else False if false & bit else None
        value = facts.get(fact)
        if choice and value is None:
            value = facts.get(choice)
        results.append(ConditionResult(name, truth, fact, value, tuple([results[each] for each in members])))
        bit <<= 1
    return results


@dataclass(frozen=True, slots=True)
class CaseDecision:
    """What a table says of several violations together.

    Args: outcome: None while it is unknown. possible: the strongest first. requires: lists of all violations with this
        outcome. question: the fact to ask next, of the violation with the place `asked_of`, from 0.
    """

    outcome: str | None
    possible: tuple[str, ...]
    requires: tuple[str, ...]
    question: str | None
    asked_of: int | None
    is_complete: bool
    violations: tuple[Decision, ...]


def combine(table: CompiledTable, decisions: Sequence[Decision]) -> CaseDecision:
    """Takes the violations of one case together: the strongest outcome that one of them has takes the case.

    Args: decisions: of `decide`, at least one. The table's `across` gives the precedence, else its outcomes' order.
    Raises: ValueError: no decision.
    """
    if not decisions:
        raise ValueError("A case has at least one violation.")
    possible = _together(table.table.across or table.outcomes, decisions)
    outcome = possible[0] if len(possible) == 1 else None
    having = [each for each in decisions if each.outcome == outcome is not None]
    asked_of = _asked_of(decisions, possible)
    return CaseDecision(
        outcome=outcome,
        possible=possible,
        requires=tuple(dict.fromkeys(name for each in having for name in each.requires)),
        question=None if asked_of is None else decisions[asked_of].question,
        asked_of=asked_of,
        is_complete=asked_of is None,
        violations=tuple(decisions),
    )


def _together(order: Sequence[str], decisions: Sequence[Decision]) -> tuple[str, ...]:
    """The outcomes that the strongest violation may turn out to have: none weaker than one that is already certain."""
    possible: list[str] = []
    for outcome in order:
        if any(outcome in each.possible for each in decisions):
            possible.append(outcome)
        if any(each.outcome == outcome for each in decisions) or _all_are_up_to(outcome, order, decisions):
            break
    return tuple(possible)


def _all_are_up_to(outcome: str, order: Sequence[str], decisions: Sequence[Decision]) -> bool:
    """Whether one violation cannot be weaker than this outcome."""
    weaker = set(order[order.index(outcome) + 1 :])
    return any(not weaker & set(each.possible) for each in decisions)


def _asked_of(decisions: Sequence[Decision], possible: tuple[str, ...]) -> int | None:
    """The first violation that is not complete and can still change the case."""
    for place, each in enumerate(decisions):
        if not each.is_complete and set(each.possible) & set(possible):
            return place
    return None
