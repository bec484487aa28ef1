"""What a public data set is: its columns, what it can be narrowed by, and how its rows are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Value = str | int | float | bool | date | None
Key = tuple[int, ...]


class Kind(TextChoices):
    """What the values of a column are."""

    TEXT = "text", _("text")
    CODE = "code", _("one of a list")
    CODES = "codes", _("several of a list, between semicolons")
    INTEGER = "integer", _("whole number")
    NUMBER = "number", _("number")
    BOOLEAN = "boolean", _("yes or no")
    DATE = "date", _("date")


@dataclass(frozen=True)
class Column:
    """One column. Args: unit: of a number. clause: what it follows from. choices: of codes, each with its label."""

    name: str
    kind: Kind
    meaning: StrOrPromise
    unit: StrOrPromise = ""
    clause: str = ""
    choices: type[TextChoices] | Sequence[tuple[str, StrOrPromise]] = ()

    @property
    def values(self) -> Sequence[tuple[str, StrOrPromise]]:
        """The codes with their labels; one that is empty stands for an empty cell."""
        if isinstance(self.choices, type):
            return [(str(each.value), each.label) for each in self.choices]
        return self.choices


@dataclass(frozen=True)
class Filter:
    """What the rows can be narrowed by. Args: least, most: of a number. choices: else."""

    name: str
    meaning: StrOrPromise
    choices: tuple[str, ...] = ()
    least: int = 1
    most: int = 2**63 - 1

    @property
    def is_number(self) -> bool:
        """Whether a number is asked for."""
        return not self.choices


@dataclass(frozen=True)
class Asked:
    """Which rows are wanted, and from where on.

    Args: after: where the piece before ended; empty: from the first row. on: the day for which terms are judged.
    """

    on: date
    filters: Mapping[str, str | int] = field(default_factory=dict)
    after: Key = ()
    limit: int = 100

    def number(self, name: str) -> int | None:
        """The value of a filter that asks for a number."""
        found = self.filters.get(name)
        return None if found is None else int(found)

    def text(self, name: str) -> str:
        """The value of another filter; empty: it is not asked for."""
        return str(self.filters.get(name, ""))

    def place(self, depth: int) -> int:
        """So far the piece before came; 0 at the start."""
        return self.after[depth] if depth < len(self.after) else 0


@dataclass(frozen=True)
class Piece:
    """Some rows, in the order of the data set. Args: after: where the next piece begins; empty: this was the last.

    A piece may be shorter than was asked for, and yet not be the last.
    """

    rows: Sequence[tuple[Value, ...]]
    after: Key = ()


@dataclass(frozen=True)
class Dataset:
    """A public data set.

    Args:
        row: what one row is. basis: the rules it follows from. read: a piece of its rows in a fixed number of queries,
            public ones only. depth: numbers of the place where a piece ends. page: its name, that shows the same.
    """

    name: str
    title: StrOrPromise
    row: StrOrPromise
    basis: str
    columns: Sequence[Column]
    read: Callable[[Asked], Piece]
    filters: Sequence[Filter] = ()
    depth: int = 1
    page: str = ""


def numbered(rows: Sequence[tuple[int, tuple[Value, ...]]], limit: int) -> Piece:
    """A piece of rows that each have a number.

    Args: rows: at most one more than the limit, which tells that there are others.
    """
    kept = rows[:limit]
    return Piece([values for _number, values in kept], (kept[-1][0],) if len(rows) > limit else ())


def counted(rows: Sequence[tuple[Value, ...]], asked: Asked) -> Piece:
    """A piece of rows without a number of their own, all of which are at hand: their place counts."""
    start = asked.place(0)
    return numbered(list(enumerate(rows[start : start + asked.limit + 1], start + 1)), asked.limit)


def nested(groups: Sequence[tuple[int, Sequence[tuple[Value, ...]]]], asked: Asked, *, is_last: bool) -> Piece:
    """A piece of rows that lie below something with a number.

    Args: groups: number → all its rows, from the one at which the piece before ended. is_last: no other group follows.
    """
    kept: list[tuple[Value, ...]] = []
    for number, rows in groups:
        done = asked.place(1) if number == asked.place(0) else 0
        room = asked.limit - len(kept)
        kept += rows[done : done + room]
        if len(rows) - done > room:
            return Piece(kept, (number, done + room))
    return Piece(kept, () if is_last else (groups[-1][0], len(groups[-1][1])))
