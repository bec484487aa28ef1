"""A decision as pages show it: outcome, the rows that count and those that do not, each with its reasons; documents.

`web/rules/_determination.html` shows it, on the pages of the rules and wherever a record is decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from qingce.doors.web.rules.documents import ShownRequirement, shown_requirement
from qingce.doors.web.rules.questions import ShownQuestion, shown_question
from qingce.doors.web.rules.table_words import table_words
from qingce.doors.web.rules.words import value_words

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from qingce.doors.web.rules.table_words import ConditionWords, RowWords, TableWords
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.deciding import CaseDecision, ConditionResult, Decision, RowResult
    from qingce.pure.rules.values import Value

NO_FACTS: Mapping[str, Value] = MappingProxyType({})
TRUTHS: dict[bool | None, StrOrPromise] = {
    True: pgettext_lazy("condition", "holds"),
    False: pgettext_lazy("condition", "does not hold"),
    None: pgettext_lazy("condition", "not known"),
}
MARKS = {True: "✓", False: "✗", None: "?"}


@dataclass(frozen=True)
class ShownCondition:
    """A condition of a row and what the facts make of it.

    Args: value: what is known, in words; empty: it tells nothing beyond the truth. parts: what it is made of.
    """

    words: ConditionWords
    truth: bool | None
    value: str
    parts: tuple[ShownCondition, ...]

    @property
    def label(self) -> StrOrPromise:
        """Holds, does not hold, not known."""
        return TRUTHS[self.truth]

    @property
    def mark(self) -> str:
        """The same as a sign, beside the word."""
        return MARKS[self.truth]


@dataclass(frozen=True)
class ShownRow:
    """A row and what came of it.

    Args: conditions: all, of a row that is met. stops: those that keep it from counting: the false ones, or, if there
        are none, the unknown. beaten_by: the rows that it gives way to.
    """

    words: RowWords
    conditions: tuple[ShownCondition, ...]
    stops: tuple[ShownCondition, ...]
    beaten_by: tuple[RowWords, ...]


@dataclass(frozen=True)
class ShownDetermination:
    """A decision in the reader's language.

    Args: outcome: empty as long as more than one is possible. counting: rows that decide; met: rows of another outcome
        that are met; beaten: they give way to others; open: something is not known; stopped: a condition does not
        hold. documents: lists that it takes. question: what is asked next.
    """

    outcome: str
    possible: tuple[str, ...]
    counting: tuple[ShownRow, ...]
    met: tuple[ShownRow, ...]
    beaten: tuple[ShownRow, ...]
    open: tuple[ShownRow, ...]
    stopped: tuple[ShownRow, ...]
    documents: tuple[ShownRequirement, ...]
    question: ShownQuestion | None
    table: TableWords
    on: date

    @property
    def is_decided(self) -> bool:
        """Whether one outcome is left."""
        return bool(self.outcome)


@dataclass(frozen=True)
class ShownCase:
    """A case of several violations: what they come to together, and each by itself."""

    outcome: str
    possible: tuple[str, ...]
    violations: tuple[ShownDetermination, ...]


def shown(
    book: Book, decision: Decision, *, on: date, table: str = "", facts: Mapping[str, Value] = NO_FACTS
) -> ShownDetermination:
    """A decision as pages show it.

    Args: on: the day on which it was decided; its figures are told. table: may be left out if the book has one. facts:
        on which it was decided; days that documents must cover are told with them.
    """
    words = table_words(book, book.table(table)[0], on=on)
    said = _Said(book, words, facts)
    rows = [(each, said.row(each)) for each in decision.rows]
    return ShownDetermination(
        outcome=words.outcomes[decision.outcome] if decision.outcome else "",
        possible=_possible(words, decision.possible),
        counting=tuple(row for result, row in rows if result.fires and result.outcome == decision.outcome),
        met=tuple(row for result, row in rows if result.fires and result.outcome != decision.outcome),
        beaten=tuple(row for result, row in rows if result.fires is False and result.truth is not False),
        open=tuple(row for result, row in rows if result.fires is None),
        stopped=tuple(row for result, row in rows if result.truth is False),
        documents=tuple(shown_requirement(book, each, on=on, facts=facts) for each in decision.requires),
        question=shown_question(book, decision.question) if decision.question else None,
        table=words,
        on=on,
    )


def shown_case(
    book: Book,
    decision: CaseDecision,
    *,
    on: date,
    table: str = "",
    violations: Sequence[Mapping[str, Value]] = (),
) -> ShownCase:
    """A case of several violations as pages show it; violations: the facts of each, in the decision's order."""
    words = table_words(book, book.table(table)[0], on=on)
    given = (*violations, *[NO_FACTS] * len(decision.violations))
    return ShownCase(
        outcome=words.outcomes[decision.outcome] if decision.outcome else "",
        possible=_possible(words, decision.possible),
        violations=tuple(
            shown(book, each, on=on, table=table, facts=facts)
            for each, facts in zip(decision.violations, given, strict=False)
        ),
    )


def _possible(words: TableWords, outcomes: Sequence[str]) -> tuple[str, ...]:
    return tuple(words.outcomes[each] for each in outcomes)


class _Said:
    """What was put into words already: many rows share a condition."""

    def __init__(self, book: Book, words: TableWords, facts: Mapping[str, Value]) -> None:
        self._book, self._words, self._facts = book, words, facts
        self._conditions: dict[str, ShownCondition] = {}

    def row(self, result: RowResult) -> ShownRow:
        return ShownRow(
            words=self._words.rows[result.id],
            conditions=tuple(map(self.condition, result.conditions)) if result.truth else (),
            stops=() if result.truth else tuple(map(self.condition, result.stopped_by)),
            beaten_by=tuple(self._words.rows[each] for each in result.beaten_by),
        )

    def condition(self, result: ConditionResult) -> ShownCondition:
        found = self._conditions.get(result.id)
        if found is None:
            found = self._conditions[result.id] = self._made(result)
        return found

    def _made(self, result: ConditionResult) -> ShownCondition:
        words = self._words.conditions[result.id]
        # Of several choices the truth says it all: the others that were chosen do not belong to this condition.
        tells = not words.is_choice and result.fact and result.value is not None
        return ShownCondition(
            words=words,
            truth=result.truth,
            value=self._known(result) if tells else "",
            parts=tuple(map(self.condition, result.parts)),
        )

    def _known(self, result: ConditionResult) -> str:
        """The fact's value; of a term its beginning and, if that is known, its end."""
        names = (result.fact, self._book.conditions[result.id].until)
        values = (result.value, self._facts.get(names[1] or ""))
        pairs = zip(names, values, strict=True)
        return " → ".join(
            value_words(self._book.facts[name], value) for name, value in pairs if name and value is not None
        )
