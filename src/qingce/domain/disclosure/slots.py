"""The slots for supporting documents: as the rulebook of the day lists them, each with its clause and its types."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from qingce.domain.disclosure.errors import SlotUnknown
from qingce.domain.documents.queries import document_types
from qingce.pure.rules.papers import served
from qingce.shared.rulebooks.queries import book_at

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import Text

BOOK, TYPES = "disclosure", "documents"


@dataclass(frozen=True)
class Slot:
    """A slot. Args: is_sealed: its papers take the enterprise's seal. types: of papers on the shelf that go into it."""

    id: str
    title: Text
    clause: str
    written_by: str
    is_sealed: bool
    types: tuple[str, ...]


@dataclass(frozen=True)
class SlotGroup:
    """Slots under one title."""

    id: str
    title: Text
    clause: str
    slots: tuple[Slot, ...]


def slot_groups(*, on: date) -> tuple[SlotGroup, ...]:
    """Every slot of a day, in its order; three queries.

    Raises: NoReleaseInForce.
    Source: BMD step 12; IPE-2017 §1.
    """
    return _groups(book_at(BOOK, on=on), book_at(TYPES, on=on), tuple(document_types(on=on)))


def slots_by_id(*, on: date) -> dict[str, Slot]:
    """Every slot of a day by its name; three queries."""
    return {slot.id: slot for group in slot_groups(on=on) for slot in group.slots}


def slot_named(name: str, *, on: date) -> Slot:
    """The slot of this name; three queries.

    Raises: SlotUnknown; NoReleaseInForce.
    """
    found = slots_by_id(on=on).get(name)
    if found is None:
        raise SlotUnknown("Choose a slot of the list, and a type of paper that goes into it.")
    return found


@lru_cache(maxsize=8)
def _groups(book: Book, papers: Book, types: tuple[str, ...]) -> tuple[SlotGroup, ...]:
    rest, names = _shipped()
    by = served(papers)
    wanted = {name: [one for item in book.requirements[name].item for one in item.any_of] for name in names}
    taken = {kind for name in names for one in wanted[name] if one != rest for kind in by.get(_ref(one), ())}
    left = tuple(kind for kind in (*by.get(_ref(rest), ()), *types) if kind not in taken)
    return tuple(
        SlotGroup(
            id=name,
            title=book.requirements[name].title,
            clause=book.requirements[name].clause,
            slots=tuple(_slot(book, one, tuple(dict.fromkeys(left if one == rest else by.get(_ref(one), ()))))
                        for one in wanted[name]),
        )
        for name in names
    )  # fmt: skip


def _slot(book: Book, name: str, types: tuple[str, ...]) -> Slot:
    paper = book.documents[name]
    return Slot(name, paper.title, paper.clause, paper.written_by, paper.sealed, types)


def _ref(name: str) -> str:
    return f"{BOOK} document.{name}"


@cache
def _shipped() -> tuple[str, tuple[str, ...]]:
    said = tomllib.loads(files("qingce.domain.disclosure").joinpath("data/slots.toml").read_text("utf-8"))
    return said["rest"], tuple(said["groups"])
