"""A version of a rulebook, whole and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qingce.pure.rules.errors import NoSuchRulebook, NoValueThen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from qingce.pure.rules.schema import (
        BookHead,
        Condition,
        DatedValue,
        Document,
        Fact,
        Golden,
        Group,
        Parameter,
        Requirement,
        Row,
        RuleList,
        Table,
    )


@dataclass(frozen=True, eq=False)
class Book:
    """One version of a rulebook; two books are the same if they are the same object.

    Args: golden: what the version says of itself, to be tested. files: from (section, identifier) to the file that
        states it. packed: its released form, all files in one (`packing`). digest: SHA-256 of that, 64
            hexadecimal digits.
    """

    head: BookHead
    facts: Mapping[str, Fact]
    conditions: Mapping[str, Condition]
    parameters: Mapping[str, Parameter]
    tables: Mapping[str, Table]
    documents: Mapping[str, Document]
    requirements: Mapping[str, Requirement]
    lists: Mapping[str, RuleList]
    golden: Golden
    files: Mapping[tuple[str, str], str] = field(repr=False)
    packed: bytes = field(repr=False)
    digest: str

    @property
    def version(self) -> str:
        """The day from which it holds: 2017-06-01."""
        return self.head.effective_on.isoformat()

    @property
    def key(self) -> str:
        """Book and version: removal/2017-06-01."""
        return f"{self.head.id}/{self.version}"

    def value(self, parameter: str, *, on: date) -> Decimal | int:
        """What a parameter is on a day, in the parameter's unit.

        Raises: NoSuchRulebook: the book has no such parameter. NoValueThen: it has no value on this day.
        """
        if parameter not in self.parameters:
            raise NoSuchRulebook(f"{self.key} has no parameter {parameter}.", name=f"{self.key} {parameter}")
        found = value_on(self.parameters[parameter], on)
        if found is None:
            raise NoValueThen(f"{parameter} of {self.key} has no value on {on}.", name=parameter, book=self.key, on=on)
        return found.value

    def table(self, name: str = "") -> tuple[str, Table]:
        """A table by its name; if none is named, the one called like the book, or the only one.

        Raises: NoSuchRulebook.
        """
        wanted = name or (next(iter(self.tables)) if len(self.tables) == 1 else self.head.id)
        if wanted not in self.tables:
            known = ", ".join(self.tables) or "none"
            raise NoSuchRulebook(f"{self.key} has no table “{name}”; it has: {known}.", name=f"{self.key} {name}")
        return wanted, self.tables[wanted]


def value_on(parameter: Parameter, on: date) -> DatedValue | None:
    """The dated value that holds on a day: the latest that began, unless it has ended; None if there is none."""
    begun = [each for each in parameter.value if each.from_ <= on]
    latest = max(begun, key=lambda each: each.from_, default=None)
    return None if latest is None or (latest.until is not None and latest.until < on) else latest


def rows_of(table: Table) -> Iterator[tuple[Group, Row]]:
    """Every row of a table with its group, in order."""
    return ((group, row) for group in table.group for row in group.row)
