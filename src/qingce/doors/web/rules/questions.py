"""The questions by which a case is decided, as they are put to a reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.doors.web.rules.words import clause_words, quantity, reason_of, said

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from qingce.pure.rules.book import Book


@dataclass(frozen=True)
class ShownQuestion:
    """What is asked.

    Args: fact: its name. type: as in `pure.rules.schema.Fact`. unit: empty: none is written beside the field.
        least, most: the smallest and largest value, in words; empty: no bound.
    """

    fact: str
    title: str
    text: str
    type: str
    unit: str
    least: str
    most: str
    choices: tuple[tuple[str, str], ...]
    clause: SafeString
    reason: str


def shown_question(book: Book, name: str) -> ShownQuestion:
    """The question of a fact in the reader's language."""
    fact = book.facts[name]
    return ShownQuestion(
        fact=name,
        title=said(fact.title),
        text=said(fact.question),
        type=fact.type,
        unit={"count": "", "percent": "%"}.get(fact.unit, fact.unit),
        least="" if fact.min is None else quantity(fact.min, fact.unit),
        most="" if fact.max is None else quantity(fact.max, fact.unit),
        choices=tuple((each.id, said(each.title)) for each in fact.choice),
        clause=clause_words(fact.clause),
        reason=reason_of(fact),
    )
