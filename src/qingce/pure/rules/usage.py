"""Nothing is stated that nothing uses: what is left over is mostly a slip of the pen elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.pure.rules.book import rows_of
from qingce.pure.rules.operators import members_of
from qingce.pure.rules.places import SECTION_FIELDS, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingce.pure.rules.book import Book


def check_usage(book: Book) -> None:
    """Refuses a condition, fact or document that nothing in the book uses.

    Raises: InvalidRulebook.
    """
    _check_used(book, "condition", _conditions(book))
    _check_used(book, "fact", _facts(book))
    _check_used(book, "document", _documents(book))


def _check_used(book: Book, section: str, used: Iterator[str]) -> None:
    known = set(used)
    for name in getattr(book, SECTION_FIELDS[section]):
        if name not in known:
            Place(book, section, name).refuse(f"nothing uses this {section}; use it or take it out.", cause="unused")


def _conditions(book: Book) -> Iterator[str]:
    for table in book.tables.values():
        for group, row in rows_of(table):
            yield from (*group.when, *row.when, *row.beats_when)
    for condition in book.conditions.values():
        yield from members_of(condition)


def _facts(book: Book) -> Iterator[str]:
    for condition in book.conditions.values():
        yield from (each for each in (condition.fact, condition.until) if each)
    for requirement in book.requirements.values():
        for item in requirement.item:
            yield from (each for each in (*(item.between or ()), item.of_day) if each)


def _documents(book: Book) -> Iterator[str]:
    """Those that a list asks for; a type of paper is there for the lists of other books."""
    yield from (name for name, document in book.documents.items() if document.paper)
    for requirement in book.requirements.values():
        for item in requirement.item:
            yield from item.any_of
