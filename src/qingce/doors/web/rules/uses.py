"""What of a book uses what: a condition its facts and figures, a row its conditions and documents, and so on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from qingce.pure.rules.book import rows_of
from qingce.pure.rules.operators import members_of, parameter_of

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book

ROW = "row"


class Part(NamedTuple):
    """A part of a book; id: of a row the table and the row, with a slash between."""

    kind: str
    id: str


@lru_cache(maxsize=64)
def users_of(book: Book) -> Mapping[Part, tuple[Part, ...]]:
    """For each part those that use it directly, in the book's order."""
    found: dict[Part, dict[Part, None]] = {}
    for user, used in _uses(book):
        found.setdefault(used, {})[user] = None
    return {used: tuple(users) for used, users in found.items()}


def reached_by(book: Book, part: Part) -> set[Part]:
    """Everything that rests on a part, itself included."""
    users, found, ahead = users_of(book), {part}, [part]
    while ahead:
        new = set(users.get(ahead.pop(), ())) - found
        found |= new
        ahead += new
    return found


def _uses(book: Book) -> Iterator[tuple[Part, Part]]:
    for name, table in book.tables.items():
        for group, row in rows_of(table):
            user = Part(ROW, f"{name}/{row.id}")
            yield from ((user, Part("condition", each)) for each in (*group.when, *row.when, *row.beats_when))
            yield from ((user, Part("requirement", each)) for each in (row.requires,) if each)
    yield from _of_conditions(book)
    yield from _of_requirements(book)
    for name, each in book.lists.items():
        yield from ((Part("list", name), Part("requirement", item.requires)) for item in each.item if item.requires)


def _of_conditions(book: Book) -> Iterator[tuple[Part, Part]]:
    for name, condition in book.conditions.items():
        user, parameter = Part("condition", name), parameter_of(condition)
        yield from ((user, Part("condition", each)) for each in members_of(condition))
        yield from ((user, Part("fact", each)) for each in (condition.fact, condition.until) if each)
        yield from ((user, Part("parameter", each)) for each in (parameter,) if each)


def _of_requirements(book: Book) -> Iterator[tuple[Part, Part]]:
    for name, requirement in book.requirements.items():
        user = Part("requirement", name)
        for item in requirement.item:
            yield from ((user, Part("document", each)) for each in item.any_of)
            yield from ((user, Part("fact", each)) for each in (*(item.between or ()), item.of_day) if each)
            yield from ((user, Part("parameter", each)) for each in (item.window,) if each)
