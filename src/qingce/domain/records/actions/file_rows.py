"""The rows of a file on their way: read, mapped and checked part by part, what is wrong with them noted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice

from qingce.domain.records.enums import FIELDS
from qingce.domain.records.reading import Refused, read_columns
from qingce.domain.records.readings import Readings
from qingce.pure.kernel.wording import sentence
from qingce.shared.bulk.actions import made_ahead
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
    said_columns,
    texts_of_rows,
)

SLICE = 20_000  # rows checked together as columns
READ_AHEAD = 40_000  # rows: to start a process for fewer takes longer than it saves
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
    """A part of a table: how many rows it had, the good ones read, and what is wrong with the others.

    Args: cells: answers the canonical columns of some rows as text, as they were before the check.
    """

    height: int
    readings: Readings
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
        """A table part by part, a bounded number of rows in memory; of a large one the next part is read meanwhile."""
        how = (table, self.rules, self.today, self.language, self.area)
        with closing(made_ahead(read_parts, *how) if table.height > READ_AHEAD else read_parts(*how)) as parts:
            for part in parts:
                self.findings.add(table.sheet, part.problems)
                yield part


def read_parts(table: Table, rules: ColumnMapping, today: date, language: str, area: str) -> Generator[Part]:
    """A table read part by part; nothing here touches the database."""
    for part in table.slices(SLICE):
        mapped = map_columns(part, rules, FIELDS)
        checked = check_columns(mapped, FIELDS, today=today, language=language)
        columns = said_columns(checked.frame)
        read = read_columns(columns, rows=columns.pop(ROW), area=area)
        found = problem_list(part.problems) + problem_list(checked.problems)
        found += _told(read.refused, part, rules, language)
        yield Part(part.height, read.readings, found, partial(texts_of_rows, mapped))


def _told(refused: Sequence[Refused], part: Table, rules: ColumnMapping, language: str) -> list[Problem]:
    """What is said of refused rows; a cell that became one of the details is told by its heading in the file."""
    rule = rules.columns.get("details")
    pairs = rule.pairs if rule else {}
    headings = {
        each.row: heading for each in refused if (heading := pairs.get(str(each.error.params.get("field", ""))))
    }
    cells = texts_of_rows(part.frame, headings) if headings else {}
    found = []
    for each in refused:
        heading = headings.get(each.row, "")
        if heading:
            each.error.params["field"] = heading
        value = cells.get(each.row, {}).get(heading, "")
        told = sentence(each.error, language)
        found.append(Problem(each.row, heading or each.column, each.error.code, value, told))
    return found
