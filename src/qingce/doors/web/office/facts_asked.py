"""What the form of a violation asks for, in which order and in which groups: the rulebook says it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from qingce.doors.web.determination import TABLE
from qingce.doors.web.rules.words import said
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.values import choice_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.compiling import CompiledTable

KEPT = 16
Titled = tuple[str, str]


@dataclass(frozen=True)
class ChoiceGroup:
    """Choices that rules of one category look at: identifier and title of each."""

    title: str
    choices: tuple[Titled, ...]


def asked_facts(book: Book, *, on: date) -> tuple[str, ...]:
    """The facts that the table decides on, and the days that its documents must cover; in the order of the book."""
    table = compile_table(book, TABLE, on=on)
    wanted = {*table.facts, *_days(table)}
    return tuple(name for name in book.facts if name in wanted)


def choice_groups(book: Book, fact: str, *, on: date) -> tuple[ChoiceGroup, ...]:
    """The choices of a fact by the categories of the table; each stands in the first that looks at it."""
    return _groups(compile_table(book, TABLE, on=on), fact, get_language() or "")


@lru_cache(maxsize=KEPT)
def _groups(table: CompiledTable, fact: str, language: str) -> tuple[ChoiceGroup, ...]:
    del language  # what is made depends on it, and so does what is kept
    groups: dict[str, list[Titled]] = {}
    categories = _categories(table)
    for choice in table.book.facts[fact].choice:
        title = categories.get(choice_key(fact, choice.id), "")
        groups.setdefault(title, []).append((choice.id, said(choice.title)))
    return tuple(ChoiceGroup(title, tuple(choices)) for title, choices in groups.items())


def _categories(table: CompiledTable) -> dict[str, str]:
    """The title of the first category that looks at a choice, by the choice's key."""
    found: dict[str, str] = {}
    for row in table.rows:
        for key in _keys(table, row.conditions):
            found.setdefault(key, said(row.group.title))
    return found


def _keys(table: CompiledTable, places: Iterable[int]) -> Iterator[str]:
    """The choices that conditions and their parts look at."""
    for place in places:
        _name, _fact, key, members = table.shown[place]
        if key:
            yield key
        yield from _keys(table, members)


def _days(table: CompiledTable) -> Iterator[str]:
    for row in table.rows:
        for item in table.book.requirements[row.row.requires].item if row.row.requires else ():
            yield from item.between or ()
            if item.of_day:
                yield item.of_day
