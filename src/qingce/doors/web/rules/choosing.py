"""Choices of a fact in groups: 41 boxes in one list are read by nobody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from qingce.doors.web.rules.words import said
from qingce.pure.rules.values import choice_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qingce.pure.rules.compiling import CompiledTable

KEPT = 16
Titled = tuple[str, str]


@dataclass(frozen=True)
class ChoiceGroup:
    """Choices that rules of one category look at: identifier and title of each."""

    title: str
    choices: tuple[Titled, ...]


def choice_groups(table: CompiledTable, fact: str) -> tuple[ChoiceGroup, ...]:
    """The choices of a fact by the categories of a table; each stands in the first that looks at it.

    Those that no category looks at stand in a group without a title; a table of one category has no titles at all.
    """
    return _groups(table, fact, get_language() or "")


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
