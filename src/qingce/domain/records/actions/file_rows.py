"""The rows of a file on their way: read, mapped and checked part by part, what is wrong with them noted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from qingce.domain.records.enums import FIELDS
from qingce.domain.records.reading import Reading, check_area, read_row
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.wording import sentence
from qingce.shared.intake.enums import Problem
from qingce.shared.intake.queries import (
    ROW,
    ColumnMapping,
    ProblemLog,
    Table,
    check_columns,
    map_columns,
    problem_list,
    problems_frame,
    said_rows,
    texts_of_rows,
)

SLICE = 20_000  # rows checked together as columns
MOST_KEPT = 1_000  # problems told one by one; of the others the number is told
MOST_ROWS_TOLD = 20


@dataclass
class ProblemGroup:
    """What is wrong with several rows in the same way: the first of them, and how many there are."""

    sheet: str
    column: str
    code: str
    value: str
    detail: str
    count: int = 0
    rows: list[int] = field(default_factory=list)


@dataclass
class Findings:
    """What is wrong with the rows of a file; memory is bounded, however many they are.

    Args: keeps_all: every problem is kept by sheet, beside memory, for the file of rejected rows.
    """

    keeps_all: bool = False
    rejected: int = 0
    problems: list[Problem] = field(default_factory=list)
    groups: dict[tuple[str, str, str], ProblemGroup] = field(default_factory=dict)
    all: dict[str, ProblemLog] = field(default_factory=dict)

    def add(self, sheet: str, found: list[Problem]) -> None:
        """Adds what is wrong with a part of a sheet; no other part has the same rows."""
        if self.keeps_all:
            self.all.setdefault(sheet, ProblemLog()).add(problems_frame(found))
        self.rejected += len({each.row for each in found})
        self.problems += islice(sorted(found, key=lambda each: each.row), MOST_KEPT - len(self.problems))
        for each in found:
            key = (sheet, each.column, each.code)
            group = self.groups.setdefault(key, ProblemGroup(sheet, each.column, each.code, each.value, each.detail))
            group.count += 1
            if len(group.rows) < MOST_ROWS_TOLD:
                group.rows.append(each.row)

    def sorted_groups(self) -> tuple[ProblemGroup, ...]:
        """The groups, the most frequent first."""
        return tuple(sorted(self.groups.values(), key=lambda each: -each.count))


@dataclass(frozen=True)
class Part:
    """A part of a table: its rows as they came, the good ones read, and what is wrong with the others.

    Args: cells: answers the canonical columns of some rows as text, as they were before the check.
    """

    table: Table
    readings: list[Reading]
    problems: list[Problem]
    cells: Callable[[Collection[int]], dict[int, dict[str, str]]]


@dataclass
class FileRows:
    """How the rows of one file are read.

    Args: today: the last day a date may have. language: zh or en, of what is said about rows.
        area: GB/T 2260: rows from elsewhere are refused; empty: the whole country.
    """

    rules: ColumnMapping
    today: date
    language: str
    findings: Findings = field(default_factory=Findings)
    area: str = ""

    def parts(self, table: Table) -> Iterator[Part]:
        """A table part by part, a bounded number of rows in memory at a time."""
        for part in table.slices(SLICE):
            mapped = map_columns(part, self.rules, FIELDS)
            checked = check_columns(mapped, FIELDS, today=self.today, language=self.language)
            found = problem_list(part.problems) + problem_list(checked.problems)
            readings = [row for row in map(self._reader(found), said_rows(checked.frame)) if row is not None]
            self.findings.add(table.sheet, found)
            yield Part(part, readings, found, partial(texts_of_rows, mapped))

    def _reader(self, found: list[Problem]) -> Any:
        def read(row: dict[str, Any]) -> Reading | None:
            try:
                reading = read_row(row, number=row[ROW])
                check_area(reading, self.area)
            except InvalidValue as error:
                column = str(error.params.get("column", ""))
                found.append(Problem(row[ROW], column, error.code, "", sentence(error, self.language)))
                return None
            return reading

        return read
