"""Where in a rulebook something stands, and refusing it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from pydantic import BaseModel

from qingce.pure.rules.errors import InvalidRulebook
from qingce.pure.rules.schema import Cited, DatedValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qingce.pure.rules.book import Book

SECTION_FIELDS = {
    "fact": "facts",
    "condition": "conditions",
    "parameter": "parameters",
    "table": "tables",
    "document": "documents",
    "requirement": "requirements",
    "list": "lists",
}


@dataclass(frozen=True)
class Place:
    """A part of a book: its section, its identifier, and what is inside it."""

    book: Book
    section: str
    name: str
    inside: tuple[str, ...] = ()

    def at(self, *inside: str) -> Place:
        """A part of this part; parts of lists go by their identifiers."""
        return Place(self.book, self.section, self.name, (*self.inside, *inside))

    @property
    def file(self) -> str:
        """The file that states it."""
        return self.book.files[self.section, self.name]

    @property
    def key(self) -> str:
        """table.removal.group.device.row.fault"""
        return ".".join(map(quoted, (self.section, self.name, *self.inside)))

    def refuse(self, why: str, *, cause: str, **params: object) -> NoReturn:
        """Refuses the book because of this part.

        Raises: InvalidRulebook.
        """
        raise InvalidRulebook(self.file, self.key, why, cause=cause, **params)

    def refuse_unknown(self, kind: str, name: str) -> NoReturn:
        """Refuses a reference to what is not there."""
        self.refuse(f"there is no {kind} “{name}”.", cause="unknown", kind=kind, name=name)

    def refuse_twice(self, kind: str, name: str) -> NoReturn:
        """Refuses an identifier that stands here a second time."""
        self.refuse(f"the {kind} “{name}” stands here twice; keep one.", cause="repeated", kind=kind, name=name)


def quoted(part: str) -> str:
    """A key as TOML writes it."""
    return f'"{part}"' if "." in part else part


def places(book: Book, section: str) -> Iterator[tuple[Place, BaseModel]]:
    """Every part of a section with its place."""
    stated: Mapping[str, BaseModel] = getattr(book, SECTION_FIELDS[section])
    return ((Place(book, section, name), part) for name, part in stated.items())


def stated_parts(book: Book) -> Iterator[tuple[Place, Cited | DatedValue]]:
    """Everything in the book that has a clause of its own, however deep, with its place."""
    for section in SECTION_FIELDS:
        for place, part in places(book, section):
            yield from _inside(place, part)


def _inside(place: Place, part: BaseModel) -> Iterator[tuple[Place, Cited | DatedValue]]:
    if isinstance(part, Cited | DatedValue):
        yield place, part
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, tuple):
            for number, each in enumerate(value, start=1):
                if isinstance(each, BaseModel):
                    yield from _inside(place.at(name, str(getattr(each, "id", number))), each)
