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
        made = {value: work(value) for value in set(columns[0])}
        return list(map(made.__getitem__, columns[0]))
    rows = list(zip(*columns, strict=True))
    made = {row: work(*row) for row in set(rows)}
    return list(map(made.__getitem__, rows))


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
        said: the four pieces of its statement (`statements.py`) between enterprise, number and salt.
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
    said: list[tuple[bytes, bytes, bytes, bytes]]

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
        return by_value(lambda about: Description(*about), self.about)

    def _with(self, some: Callable[[list[Any]], list[Any]]) -> Readings:
        return Readings(*(some(getattr(self, name)) for name in _COLUMNS))


_COLUMNS = tuple(field.name for field in fields(Readings))
