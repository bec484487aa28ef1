"""Rows of a file, read: columns of equal length, so that millions of rows are worked on without an object for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from qingce.domain.enterprises.actions import Description
from qingce.domain.records.compact import Amount, Measured
from qingce.domain.records.enums import SourceKind

_T = TypeVar("_T")

# What is said of an enterprise, in the order of its columns here.
ABOUT = tuple(each.name for each in fields(Description))


def by_value(work: Callable[..., _T], *columns: Sequence[Any]) -> list[_T]:
    """What a function makes of each row of columns; it is asked once for rows that are alike."""
    if len(columns) == 1:
        return list(map(_Made(work).__getitem__, columns[0]))
    return list(map(_Made(lambda row: work(*row)).__getitem__, zip(*columns, strict=True)))


class _Made(dict[Any, _T]):
    """What a function makes of values, made when it is first asked for: each row is hashed once."""

    def __init__(self, work: Callable[[Any], _T]) -> None:
        self._work = work

    def __missing__(self, value: Any) -> _T:
        made = self[value] = self._work(value)
        return made


def shared(values: Sequence[_T]) -> list[_T]:
    """The same values, equal ones as one object: less to keep, and to send to another process."""
    known: dict[_T, _T] = {}
    return [known.setdefault(value, value) for value in values]


@dataclass(frozen=True)
class SourceText:
    """A source as a row states it."""

    title: str
    issuer: str
    kind: SourceKind
    published_on: date | None
    url: str
    licence: str


@dataclass(frozen=True, slots=True)
class Readings:
    """Rows read: about whom each is, what it says, and where it stands in the file; all columns are equally long.

    Args:
        row: number in the file.
        about: values of `ABOUT`; rows that say the same of an enterprise share one.
        dated: the day that counts: of publication, else decision, else inspection. stated_year: where no day is known.
        year: of that day, else as stated.
        source_key: by which its source is kept once.
        violations: values of `ViolationCategory`. is_classified: they were read from the text.
        body, document, number: what a record is recognised by (`identity.py`), apart from its enterprise.
        said: its statement without enterprise, number and salt (`statements.py`).
    """

    row: list[int]
    about: list[tuple[Any, ...]]
    is_synthetic: list[bool]
    type: list[str]
    title: list[str]
    doc_no: list[str]
    issuer: list[str]
    published_on: list[date | None]
    decided_on: list[date | None]
    inspected_on: list[date | None]
    dated: list[date | None]
    year: list[int | None]
    division: list[str]
    industry: list[str]
    address: list[str]
    description: list[str]
    laws: list[str]
    measure: list[str]
    fine_cny: list[Decimal | None]
    details: list[dict[str, str]]
    violations: list[tuple[str, ...]]
    is_classified: list[bool]
    measurements: list[tuple[Measured, ...]]
    quantities: list[tuple[Amount, ...]]
    source: list[SourceText]
    source_key: list[bytes]
    reference: list[str]
    body: list[bytes]
    document: list[bytes]
    number: list[str]
    said: list[bytes]

    def __len__(self) -> int:
        return len(self.row)

    def piece(self, start: int, end: int) -> Readings:
        """Rows that follow one another, by their places."""
        return self._with(lambda column: column[start:end])

    def take(self, places: Sequence[int]) -> Readings:
        """Some of the rows, by their places; the same object where it is all of them."""
        if len(places) == len(self.row):
            return self
        return self._with(lambda column: [column[place] for place in places])

    def descriptions(self) -> list[Description]:
        """Whom each row is about; rows that say the same share one object."""
        # Rows that say the same share one tuple; to hash so many values would take longer than to make them twice.
        told = {key: Description(*about) for key, about in {id(about): about for about in self.about}.items()}
        return [told[id(about)] for about in self.about]

    def _with(self, some: Callable[[list[Any]], list[Any]]) -> Readings:
        return Readings(*(some(getattr(self, name)) for name in _COLUMNS))


_COLUMNS = tuple(field.name for field in fields(Readings))
