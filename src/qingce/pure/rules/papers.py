"""Which types of papers a list of any book takes, and what is missing of it.

A type of paper (`document` with a `paper`) says what it is handed in for: documents of other books, or lines of their
lists. From that both ways follow: what a type serves, and which lines of a list nothing on the shelf serves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.pure.rules.errors import NoSuchRulebook

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import Cited, Text


@dataclass(frozen=True)
class AskedLine:
    """A line of a list, and the types of papers of which any one serves it; none: no paper that is kept does."""

    id: str
    title: Text
    clause: str
    types: tuple[str, ...]


def served(types: Book) -> Mapping[str, tuple[str, ...]]:
    """What is served by which types, in the order of the book: “removal document.waste-plan” → (“waste-plan”,)."""
    found: dict[str, tuple[str, ...]] = {}
    for name, document in types.documents.items():
        for each in document.paper.serves if document.paper else ():
            found[each] = (*found.get(each, ()), name)
    return found


def asked_lines(types: Book, book: Book, wanted: str) -> tuple[AskedLine, ...]:
    """The lines of a list with the types that serve each.

    Args: wanted: as golden cases name it, without the book: requirement.noise, list.dossier.
    Raises: NoSuchRulebook: the book has no such list.
    """
    by, owner = served(types), book.head.id
    section, _, name = wanted.partition(".")
    if section == "requirement" and name in book.requirements:
        return tuple(
            _line(each.id, each.title, each, [f"{owner} document.{one}" for one in each.any_of], by)
            for each in book.requirements[name].item
        )
    if section == "list" and name in book.lists:
        return tuple(
            _line(each.id, each.title, each, [f"{owner} list.{name}.{each.id}"], by) for each in book.lists[name].item
        )
    raise NoSuchRulebook(f"{book.key} has no {wanted}.", name=f"{book.key} {wanted}")


def missing_lines(types: Book, book: Book, wanted: str, *, holds: Collection[str]) -> tuple[AskedLine, ...]:
    """The lines of a list that none of these types of papers serves, in the list's order.

    Raises: NoSuchRulebook: the book has no such list.
    """
    there = set(holds)
    return tuple(each for each in asked_lines(types, book, wanted) if not there.intersection(each.types))


def _line(name: str, title: Text, part: Cited, refs: list[str], by: Mapping[str, tuple[str, ...]]) -> AskedLine:
    found = dict.fromkeys(kind for ref in refs for kind in by.get(ref, ()))
    return AskedLine(name, title, part.clause, tuple(found))
