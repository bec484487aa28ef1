"""What of a violation's facts the record itself gives, and what the words hint at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from qingce.domain.removal.suggesting import (
    Measured,
    Quantity,
    Suggestion,
    facts_of,
    suggest,
    suggest_from_fields,
)
from qingce.pure.rules.values import Value, read_facts

if TYPE_CHECKING:
    from qingce.domain.records.queries import RecordMatter
    from qingce.pure.rules.book import Book

APPLIED_ON = "applied_on"


def given_facts(book: Book, matter: RecordMatter, *, on: date) -> dict[str, Value]:
    """The facts that a record gives by its own columns, as the rulebook names them, and the day that is asked about.

    What the record leaves empty, or says in a word that the rulebook does not know, stays unknown.
    """
    fields: dict[str, Value | None] = {
        "type": str(matter.type),
        "published_on": matter.published_on,
    }
    fields |= {f"details.{name}": value for name, value in matter.details.items()}
    given = {name: fields.get(fact.field) for name, fact in book.facts.items() if fact.origin == "record"}
    known: dict[str, Value] = {name: value for name, value in given.items() if value and _is_known(book, name, value)}
    return known | ({APPLIED_ON: on} if APPLIED_ON in book.facts else {})


def _is_known(book: Book, name: str, value: object) -> bool:
    fact = book.facts[name]
    return fact.type != "choice" or any(choice.id == value for choice in fact.choice)


def hints_in(matter: RecordMatter, text: str) -> tuple[Suggestion, ...]:
    """What the words of a violation hint at, and what its figures do."""
    return (*suggest(text), *field_hints(matter))


def field_hints(matter: RecordMatter) -> tuple[Suggestion, ...]:
    """What the figures of a record hint at; nothing where it states several violations, for they may be of any."""
    if len(matter.texts) > 1:
        return ()
    measured = [Measured(m.pollutant, m.value, m.limit, m.unit, m.times_over) for m in matter.measurements]
    amounts = [Quantity(q.what, q.amount, q.unit) for q in matter.quantities]
    return suggest_from_fields(
        record_type=matter.type, details=matter.details, measurements=measured, quantities=amounts
    )


def hinted_facts(book: Book, suggestions: Iterable[Suggestion]) -> dict[str, Value]:
    """The facts that the suggestions would make, as far as the rulebook knows them."""
    hinted = {name: value for name, value in facts_of(suggestions).items() if name in book.facts}
    return read_facts(book, hinted)


def written(facts: Mapping[str, Value]) -> dict[str, object]:
    """Facts as JSON has them: days and numbers as text, several values as a list."""
    return {name: _written(value) for name, value in facts.items()}


def _written(value: object) -> object:
    if isinstance(value, bool | int | str):
        return value
    return list(value) if isinstance(value, tuple) else str(value)
