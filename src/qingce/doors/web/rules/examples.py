"""Golden cases as worked examples: the facts of a case in words, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from qingce.doors.web.rules.parts import part_address
from qingce.doors.web.rules.uses import ROW, Part, reached_by
from qingce.doors.web.rules.words import clause_words, said, value_words

if TYPE_CHECKING:
    from datetime import date

    from django.utils.safestring import SafeString

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import GoldenCase
    from qingce.pure.rules.values import Value

MOST = 5


@dataclass(frozen=True)
class Example:
    """A case: for each violation its facts, title and value; what they come to; try_address: the same as a form."""

    id: str
    title: str
    clause: SafeString
    on: date
    violations: tuple[tuple[tuple[str, str], ...], ...]
    outcome: str
    rows: tuple[tuple[str, str], ...]
    documents: tuple[tuple[str, str], ...]
    question: str
    try_address: str


def examples_of(book: Book, part: Part, base: str) -> tuple[list[Example], int]:
    """Golden cases that concern a part of a book, a few of them, and how many there are.

    Args: base: address of the version.
    """
    reached = reached_by(book, part)
    cases = [each for each in book.golden.case if _concerns(each, part, reached)]
    # Those with fewer facts show one rule and not several; cases of one violation can be tried.
    cases.sort(key=lambda each: (len(each.violations), len(each.facts)))
    return [_example(book, each, base) for each in cases[:MOST]], len(cases)


def _concerns(case: GoldenCase, part: Part, reached: set[Part]) -> bool:
    if part == Part("table", case.table):
        return True
    rows = {Part(ROW, f"{case.table}/{each}") for each in case.rows}
    lists = {Part("requirement", each) for each in case.requires}
    return bool(reached & (rows | lists) if part.kind != "requirement" else lists & {part})


def _example(book: Book, case: GoldenCase, base: str) -> Example:
    table = book.tables[case.table]
    outcomes = {each.id: said(each.title) for each in table.outcome}
    rows = {each.id: said(each.title) for group in table.group for each in group.row}
    return Example(
        id=case.id,
        title=said(case.title),
        clause=clause_words(case.clause),
        on=case.on,
        violations=tuple(_facts(book, each) for each in (case.violations or (case.facts,))),
        outcome=outcomes.get(case.outcome) or _("not decided yet"),
        rows=tuple((rows[each], part_address(base, Part(ROW, f"{case.table}/{each}"))) for each in case.rows),
        documents=tuple(
            (said(book.requirements[each].title), part_address(base, Part("requirement", each)))
            for each in case.requires
        ),
        question=said(book.facts[case.asks].question) if case.asks else "",
        try_address="" if case.violations else try_address(book, case.facts, table=case.table, on=case.on),
    )


def _facts(book: Book, facts: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    return tuple((said(book.facts[name].title), value_words(book.facts[name], value)) for name, value in facts.items())


def try_address(book: Book, facts: Mapping[str, Value], *, table: str, on: date) -> str:
    """The form to try a table, filled in with these facts."""
    pairs = [("table", table)] if len(book.tables) > 1 else []
    pairs += [("on", on.isoformat())]
    for name, value in facts.items():
        pairs += [(name, text) for text in _written(value)]
    return f"{reverse('web:rules-try', args=[book.head.id])}?{urlencode(pairs)}"


def _written(value: Value) -> Sequence[str]:
    if isinstance(value, bool):
        return ("yes",) if value else ("no",)
    if isinstance(value, tuple):
        return value or ("",)
    return (str(value),)
