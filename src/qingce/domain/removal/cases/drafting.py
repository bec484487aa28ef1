"""What an application in preparation comes to so far, and what to ask the enterprise next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qingce.domain.records.queries import RecordMatter, matters_among
from qingce.domain.removal.cases.determining import asked_facts, found_of
from qingce.domain.removal.cases.holding import not_found
from qingce.domain.removal.cases.permissions import own_cases
from qingce.domain.removal.enums import BOOK, TABLE, ConfirmationRow, StatedViolation
from qingce.domain.removal.given import given_facts, hints_in
from qingce.domain.removal.models import Case, CaseRecord
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import decide
from qingce.pure.rules.values import read_facts
from qingce.shared.parties.enums import NOBODY, Actor
from qingce.shared.rulebooks.queries import book_at

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book


@dataclass(frozen=True)
class DraftViolation:
    """A violation as the enterprise states it so far.

    Args: question: the fact to ask next; empty: none is left. hints: what the words of the record suggest as its
        answer, as choices or values of the fact.
    """

    number: int
    text: str
    facts: Mapping[str, object]
    unknown: Sequence[str]
    question: str
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftRecord:
    """A record of an application in preparation.

    Args: outcome: what the rules say by the answers, with what papers have to prove taken as proven; None: answers are
        missing. lists: the lists of papers that would be asked for. is_gone: it is not on the public list any more.
    """

    record_id: int
    title: str
    source: str
    violations: tuple[DraftViolation, ...]
    outcome: str | None
    lists: tuple[str, ...]
    is_gone: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether a question is left."""
        return any(each.question for each in self.violations)


def draft_book(*, on: date) -> Book:
    """The version of the rules that an application of this day is prepared by.

    Raises: NoReleaseInForce.
    """
    return book_at(BOOK, on=on)


def drafts_of(pk: int, *, actor: Actor, on: date) -> list[DraftRecord]:
    """Every record of an application in preparation; seven queries, whatever their number.

    Raises: CaseNotFound; NoReleaseInForce.
    """
    case = Case.objects.filter(own_cases(actor), pk=pk).first()
    if case is None:
        raise not_found(pk)
    book = draft_book(on=on)
    rows = list(CaseRecord.objects.filter(case=case).select_related("case").order_by("place", "pk"))
    matters = matters_among([row.record_id for row in rows], actor=NOBODY)
    return [_draft(row, matters.get(row.record_id), book, on) for row in rows]


def _draft(row: CaseRecord, matter: RecordMatter | None, book: Book, on: date) -> DraftRecord:
    if matter is None:
        return DraftRecord(row.record_id, row.title, row.source, (), None, (), is_gone=True)
    violations = tuple(
        _violation(number, text, row, matter, book, on)
        for number, text in enumerate(_texts(matter, len(row.answers)), start=1)
    )
    stated = tuple(StatedViolation("", each.facts) for each in violations)
    found = found_of(matter, _as_confirmed(row, stated, on), None, book=book, on=on)
    lists = tuple(dict.fromkeys(each for wanted in found.lists for each in wanted))
    return DraftRecord(row.record_id, row.title, row.source, violations, found.outcome, lists)


def _violation(number: int, text: str, row: CaseRecord, matter: RecordMatter, book: Book, on: date) -> DraftViolation:
    facts = {name: value for name, value in row.answers[number - 1].items() if name in book.facts}
    unknown = [name for name in row.unknown[number - 1] if name in book.facts]
    known = read_facts(book, facts) | given_facts(book, matter, on=on)
    unasked = frozenset(unknown) | asked_facts(book)
    decision = decide(compile_table(book, TABLE, on=on), known, unasked=unasked)
    question = decision.question or _day(book, decision.requires, known, unasked)
    hints = (str(each.value) for each in hints_in(matter, text) if each.fact == question)
    return DraftViolation(number, text, facts, tuple(unknown), question, tuple(dict.fromkeys(hints)))


def _day(book: Book, requires: Sequence[str], known: Mapping[str, object], unasked: frozenset[str]) -> str:
    """A day on which the time of a paper hangs, and which nobody stated yet."""
    for name in requires:
        for item in book.requirements[name].item:
            for fact in (*(item.between or ()), item.of_day or ""):
                if fact and fact not in known and fact not in unasked:
                    return str(fact)
    return ""


def _texts(matter: RecordMatter, count: int) -> list[str]:
    texts = list(matter.texts)[:count]
    return texts + [""] * (count - len(texts))


def _as_confirmed(row: CaseRecord, violations: tuple[StatedViolation, ...], on: date) -> ConfirmationRow:
    return ConfirmationRow(0, violations, on, "", "", "", row.case.opened_at, "")
