"""Taking a file of records in: read, map, check, write, and only then show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.records.actions.undoing import bring_back
from qingce.domain.records.actions.writing import write_readings
from qingce.domain.records.enums import FIELDS
from qingce.domain.records.models import Provenance, Record
from qingce.domain.records.reading import Reading, read_row
from qingce.pure.kernel.errors import InvalidValue, QingceError
from qingce.pure.kernel.wording import sentence
from qingce.shared.changes.actions import note_changes
from qingce.shared.intake.actions import BatchCounts, finish_batch, open_batch, write_rejects
from qingce.shared.intake.enums import BatchState, Problem
from qingce.shared.intake.errors import BatchNotFound
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
    usable_tables,
)

MAPPINGS = Path(__file__).resolve().parents[1] / "data" / "mappings"
CANONICAL = "canonical"
SLICE = 20_000  # rows checked together as columns
PIECE = 2_000  # rows a transaction: 5,000 are no faster, and other writers wait longer

Progress = Callable[[int, int], None]


class RejectsNotWritable(QingceError):
    """The file for rejected rows exists already, or cannot be made."""

    code = "rejects-not-writable"


@dataclass(frozen=True)
class IngestReport:
    """What became of a file's rows; `problems` in the order of the file.

    `left_out`: sheets that hold something else. `ignored`: columns of a file without a mapping that are not ours.
    """

    batch_id: int | None
    rows_read: int
    rows_new: int
    rows_known: int
    rows_rejected: int
    problems: tuple[Problem, ...]
    was_known: bool = False
    left_out: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass
class _Run:
    """One run over a file: how it is read, and what was found wrong by sheet."""

    rules: ColumnMapping
    today: date
    language: str
    problems: dict[str, list[Problem]] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        return sum(len({problem.row for problem in found}) for found in self.problems.values())

    def readings(self, table: Table) -> Iterator[list[Reading]]:
        """A table's good rows, a bounded part in memory at a time; the others are noted."""
        found = self.problems.setdefault(table.sheet, [])
        for part in table.slices(SLICE):
            mapped = map_columns(part, self.rules, FIELDS)
            checked = check_columns(mapped, FIELDS, today=self.today, language=self.language)
            found += _problems(part.problems) + _problems(checked.problems)
            yield [reading for row in _said(checked.frame).iter_rows(named=True) if (reading := self._read(row, found))]

    def _read(self, row: dict[str, Any], found: list[Problem]) -> Reading | None:
        try:
            return read_row(row, number=row[ROW])
        except InvalidValue as error:
            column = str(error.params.get("column", ""))
            found.append(Problem(row[ROW], column, error.code, "", sentence(error, self.language)))
            return None


def ingest(
    path: Path,
    *,
    mapping: str,
    by: str,
    at: datetime,
    language: str = "zh",
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress = lambda _done, _total: None,
) -> IngestReport:
    """Takes a file of records in (REC-3): what is good is in, what is not comes back with its reason.

    The same file with the same mapping adds nothing a second time; one that was killed goes on where it stopped.
    Records are seen only when the whole file is in.

    Args: mapping: name of a mapping or path of its file; "" or `canonical`: the columns are named as `FIELDS`.
        by: who brings the file. at: dates after that day are refused. language: zh or en, of what is wrong with rows.
        rejects: file that takes the rejected rows. progress: told rows done and rows in all.
    Raises: errors of `intake`: the file or mapping cannot be read.
    """
    run = _Run(_mapping(mapping), localdate(at), language)
    if rejects:
        _check_writable(rejects)
    read = read_tables(path, language=language)
    usable = usable_tables(read, run.rules, FIELDS)
    tables = usable.tables
    total = sum(table.height for table in tables)
    batch = None if dry_run else open_batch(path, run.rules, by=by, at=at, tables=read)
    done = 0
    for table in tables:
        for readings in run.readings(table):
            if batch and not batch.is_done:
                for piece in _pieces(readings):
                    write_readings(piece, batch_id=batch.id, sheet=table.sheet, at=at)
                    progress(done := done + len(piece), total)
    counts = BatchCounts(total, 0, 0 if dry_run else total - run.rejected, run.rejected)
    was_known = bool(batch and batch.is_done)
    if batch and not was_known:
        try:
            counts = _publish(batch.id, rows_read=total, rows_rejected=run.rejected, at=at)
        except BatchNotFound:  # the same file, brought twice at once: the other run has finished it
            was_known = True
    if rejects:
        _give_back(tables, run, rejects)
    report = _report(counts, run, batch.id if batch else None, was_known=was_known)
    return replace(report, left_out=usable.left_out, ignored=_ignored(tables, run.rules))


def _pieces(readings: list[Reading]) -> Iterator[list[Reading]]:
    rest = iter(readings)
    while piece := list(islice(rest, PIECE)):
        yield piece


def _report(counts: BatchCounts, run: _Run, batch_id: int | None, *, was_known: bool) -> IngestReport:
    problems = tuple(problem for found in run.problems.values() for problem in sorted(found, key=lambda p: p.row))
    return IngestReport(
        batch_id,
        counts.rows_read,
        counts.rows_new,
        counts.rows_known,
        counts.rows_rejected,
        problems,
        was_known=was_known,
    )


def _mapping(name: str) -> ColumnMapping:
    if name in ("", CANONICAL):
        return canonical_mapping(FIELDS)
    return load_mapping(name, fields=FIELDS, folder=MAPPINGS)


def _said(frame: Any) -> Any:
    """Without the columns that say nothing in any row: most files bring few of those we know."""
    return frame[[column.name for column in frame if column.null_count() < frame.height]]


def _problems(frame: Any) -> list[Problem]:
    return [Problem(**row) for row in frame.to_dicts()]


def _check_writable(path: Path) -> None:
    """Whether rejected rows can be written there, asked before anything is: a file that is there stays as it is.

    Raises: RejectsNotWritable.
    """
    try:
        path.open("x").close()
        path.unlink()
    except OSError as error:
        raise RejectsNotWritable(
            f"The rejected rows cannot be written to {path}: {error.strerror}. Name a file that does not exist yet.",
            file=str(path), cause=error.strerror or "",
        ) from error  # fmt: skip


def _ignored(tables: Sequence[Table], rules: ColumnMapping) -> tuple[str, ...]:
    """Columns nobody reads: a mistyped name is seen here; with a mapping it is meant that some are left."""
    ours = {field.name for field in FIELDS}
    columns = dict.fromkeys(column for table in tables for column in table.columns)
    return tuple(column for column in columns if column not in ours) if rules.is_canonical else ()


def _give_back(tables: Sequence[Table], run: _Run, path: Path) -> None:
    """Writes rejected rows as files of the same shape; one file per sheet where a workbook has several."""
    for table in tables:
        if found := run.problems[table.sheet]:
            name = path if len(tables) == 1 else path.with_stem(f"{path.stem}-{table.sheet}")
            write_rejects(name, table, problems_frame(found), locale=run.language)


def _publish(batch_id: int, *, rows_read: int, rows_rejected: int, at: datetime) -> BatchCounts:
    """Makes the batch visible and tells the feed; counted in the database, so that a run cut off counts whole.

    Records that it met in a batch that never ended come out with this one.
    Raises: BatchNotFound: another run of the same file was faster.
    """
    with transaction.atomic():
        hidden = Record.objects.filter(batch__state=BatchState.RUNNING, provenances__batch_id=batch_id)
        Record.objects.filter(pk__in=hidden.exclude(batch_id=batch_id).values("pk")).update(batch_id=batch_id)
        records = Record.objects.filter(batch_id=batch_id)
        ids = list(records.order_by("pk").values_list("pk", flat=True))
        met = Provenance.objects.filter(batch_id=batch_id).count()
        counts = BatchCounts(rows_read, len(ids), met - len(ids), rows_rejected)
        batch = finish_batch(batch_id, counts, at=at)
        bring_back(batch_id, file_name=batch.file_name, by=batch.brought_by, at=at)
        note_changes("record", ids, at=at)
        note_changes("enterprise", set(records.values_list("enterprise_id", flat=True)), at=at)
    return counts
