"""Taking a file of records in: read, map, check, write, and only then show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from qingce.domain.records.actions.writing import write_readings
from qingce.domain.records.columns import FIELDS
from qingce.domain.records.models import Provenance, Record
from qingce.domain.records.reading import Reading, read_row
from qingce.pure.kernel.errors import InvalidValue
from qingce.shared.changes.actions import note_changes
from qingce.shared.intake.actions import BatchCounts, finish_batch, open_batch, write_rejects
from qingce.shared.intake.enums import BatchState, Problem
from qingce.shared.intake.models import Batch
from qingce.shared.intake.queries import (
    ROW,
    ColumnMapping,
    Table,
    canonical_mapping,
    check_columns,
    load_mapping,
    map_columns,
    problems_frame,
    read_tables,
)

MAPPINGS = Path(__file__).resolve().parents[1] / "data" / "mappings"
CANONICAL = "canonical"
PIECE = 2000  # rows a transaction: other writers wait milliseconds

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class IngestReport:
    """What became of a file's rows; `problems` in the order of the file."""

    batch_id: int | None
    rows_read: int
    rows_new: int
    rows_known: int
    rows_rejected: int
    problems: tuple[Problem, ...]
    was_known: bool = False


@dataclass
class _Checked:
    """One table of the file after checking: readings to write, and what is wrong with the other rows."""

    table: Table
    problems: list[Problem]
    readings: list[Reading] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len({problem.row for problem in self.problems})


def ingest(
    path: Path,
    *,
    mapping: str,
    by: str,
    at: datetime,
    today: date,
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress | None = None,
) -> IngestReport:
    """Takes a file of records in (REC-3): what is good is in, what is not comes back with its reason.

    The same file with the same mapping adds nothing a second time; one that was killed goes on where it stopped.
    Records are seen only when the whole file is in.

    Args: mapping: name of a mapping or path of its file; "" or `canonical`: the columns are named as `columns.FIELDS`.
        by: who brings the file. today: dates after it are refused. rejects: file that takes the rejected rows.
        progress: told rows done and rows in all.
    Raises: errors of `intake`: the file or mapping cannot be read.
    """
    rules = _mapping(mapping)
    tables = read_tables(path)
    checked = [_check(table, rules, today=today) for table in tables]
    if rejects:
        _give_back(checked, rejects)
    problems = tuple(problem for each in checked for problem in each.problems)
    read, rejected = sum(table.frame.height for table in tables), sum(each.rejected for each in checked)
    if dry_run:
        return IngestReport(None, read, 0, 0, rejected, problems)
    batch = open_batch(path, rules, by=by, at=at, tables=tables)
    if batch.state == BatchState.DONE:
        return IngestReport(batch.pk, read, 0, read - rejected, rejected, problems, was_known=True)
    _write(checked, batch, at=at, progress=progress or (lambda _done, _total: None))
    counts = _publish(batch, rows_read=read, rows_rejected=rejected, at=at)
    return IngestReport(batch.pk, read, counts.rows_new, counts.rows_known, rejected, problems)


def _mapping(name: str) -> ColumnMapping:
    if name in ("", CANONICAL):
        return canonical_mapping()
    return load_mapping(name, fields=FIELDS, folder=MAPPINGS)


def _check(table: Table, rules: ColumnMapping, *, today: date) -> _Checked:
    checked = check_columns(map_columns(table, rules, FIELDS), FIELDS, today=today)
    problems = problem_values(table.problems) + problem_values(checked.problems)
    result = _Checked(table, problems=problems)
    bad = {problem.row for problem in problems}
    for row in checked.frame.iter_rows(named=True):
        if row[ROW] not in bad:
            _read(row, result)
    return result


def problem_values(frame: Any) -> list[Problem]:
    """A table of problems as values."""
    return [Problem(**row) for row in frame.to_dicts()]


def _give_back(checked: list[_Checked], path: Path) -> None:
    """Writes rejected rows as files of the same shape; one file per sheet where a workbook has several."""
    for each in checked:
        if each.problems:
            name = path if len(checked) == 1 else path.with_stem(f"{path.stem}-{each.table.sheet}")
            write_rejects(name, each.table, problems_frame(each.problems))


def _read(row: Mapping[str, Any], result: _Checked) -> None:
    number = row[ROW]
    try:
        result.readings.append(read_row(row, number=number))
    except InvalidValue as error:
        column = str(error.params.get("column", ""))
        result.problems.append(Problem(number, column, error.code, "", error.detail))


def pieces(readings: Iterable[Reading], size: int = PIECE) -> Iterator[list[Reading]]:
    """Readings in pieces of one transaction each."""
    rest = iter(readings)
    while piece := list(islice(rest, size)):
        yield piece


def _write(checked: list[_Checked], batch: Batch, *, at: datetime, progress: Progress) -> None:
    total = sum(len(each.readings) for each in checked)
    done = 0
    for each in checked:
        for piece in pieces(each.readings):
            write_readings(piece, batch=batch, sheet=each.table.sheet, at=at)
            done += len(piece)
            progress(done, total)


def _publish(batch: Batch, *, rows_read: int, rows_rejected: int, at: datetime) -> BatchCounts:
    """Makes the batch visible and tells the feed; counted in the database, so that a run cut off counts whole."""
    with transaction.atomic():
        records = Record.objects.filter(batch=batch)
        ids = list(records.order_by("pk").values_list("pk", flat=True))
        met = Provenance.objects.filter(batch=batch).count()
        counts = BatchCounts(rows_read, len(ids), met - len(ids), rows_rejected)
        finish_batch(batch.pk, counts, at=at)
        note_changes("record", ids, at=at)
        note_changes("enterprise", set(records.values_list("enterprise_id", flat=True)), at=at)
    return counts
