"""Taking a file of records in: read, map, check, write, and only then show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils.timezone import localdate

from qingce.domain.records.actions.file_rows import FileRows, Findings, ProblemGroup
from qingce.domain.records.actions.holding import count_held
from qingce.domain.records.actions.trying import Trial, try_tables
from qingce.domain.records.actions.undoing import bring_back
from qingce.domain.records.actions.writing import write_readings
from qingce.domain.records.entering import Showing, enter_published, read_showing
from qingce.domain.records.enums import FIELDS
from qingce.domain.records.models import Provenance, Record
from qingce.pure.kernel.errors import QingceError
from qingce.shared.bulk.actions import uncollected
from qingce.shared.changes.actions import note_changes
from qingce.shared.intake.actions import BatchCounts, finish_batch, lock_batch, open_batch, room_on_disk, write_rejects
from qingce.shared.intake.enums import OpenBatch, Problem
from qingce.shared.intake.errors import BatchElsewhere
from qingce.shared.intake.queries import (
    BatchRow,
    ColumnMapping,
    Table,
    canonical_mapping,
    get_batch,
    load_mapping,
    mapping_names,
    parse_mapping,
    read_tables,
    saved_mapping,
    unseen_batches,
    usable_tables,
)
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty

MAPPINGS = Path(__file__).resolve().parents[1] / "data" / "mappings"
CANONICAL = "canonical"
PIECE = 5_000  # rows a transaction: as many as other writers may be made to wait for

Progress = Callable[[int, int], None]


class RejectsNotWritable(QingceError):
    """The file for rejected rows exists already, or cannot be made."""

    code = "rejects-not-writable"


@dataclass(frozen=True)
class IngestReport:
    """What became of a file's rows.

    Args:
        batch_id: None: checked only, nothing is written.
        rows_new: of a check: rows that would be new; the others likewise.
        rows_held: rows that wait for a person to say whom they are about.
        problems: the first thousand in the order of the file; `groups`: all, by sheet, column and kind.
        was_known: the file was taken in before with the same mapping; nothing was added.
        left_out: sheets that hold something else.
        ignored: columns of a file without a mapping that are not ours.
    """

    batch_id: int | None
    rows_read: int
    rows_new: int
    rows_known: int
    rows_held: int
    rows_rejected: int
    problems: tuple[Problem, ...]
    groups: tuple[ProblemGroup, ...] = ()
    was_known: bool = False
    left_out: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def ingest(
    path: Path,
    *,
    mapping: str | ColumnMapping,
    actor: Actor,
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
        actor: who brings the file, as one of the whole country. at: dates after that day are refused.
        language: zh or en, of what is wrong with rows. rejects: file that takes the rejected rows.
        progress: told rows done and rows in all.
    Raises: DutyMissing; OutOfArea; errors of `intake`: the file or mapping cannot be read.
    """
    check_duty(actor, Duty.IMPORT, "")
    rules = mapping if isinstance(mapping, ColumnMapping) else find_mapping(mapping)
    rows = FileRows(rules, localdate(at), language, Findings(keeps_all=rejects is not None))
    if rejects:
        _check_writable(rejects)
    read = read_tables(path, language=language)
    usable = usable_tables(read, rules, FIELDS)
    if dry_run:
        report = _tried(try_tables(usable.tables, rows, at=at, progress=progress))
    else:
        batch = open_batch(path, rules, by=actor.signature, at=at, tables=read)
        if not batch.is_done:
            write_tables(batch.id, usable.tables, rows, at=at, progress=progress)
        else:
            check_tables(usable.tables, rows)
        report = _written(batch, usable.tables, rows, at=at)
    found = rows.findings
    if rejects:
        give_back(usable.tables, rows, rejects)
    return replace(
        report,
        problems=tuple(found.problems),
        groups=found.sorted_groups(),
        left_out=usable.left_out,
        ignored=_ignored(usable.tables, rules),
    )


def write_tables(batch_id: int, tables: Sequence[Table], rows: FileRows, *, at: datetime, progress: Progress) -> None:
    """Writes the good rows of a file, unseen until the batch is published; those already written stay as they are.

    Args: progress: told rows done and rows in all; whatever it raises stops the run, which can go on later.
    Raises: DiskFull: likewise.
    """
    total = sum(table.height for table in tables)
    done = 0
    for table in tables:
        for part in rows.parts(table):
            with uncollected():
                for start in range(0, len(part.readings), PIECE):
                    piece = part.readings.piece(start, start + PIECE)
                    with room_on_disk(Path(settings.HOME)):
                        write_readings(piece, batch_id=batch_id, sheet=table.sheet, at=at, cells=part.cells)
                    progress(done + start, total)
            progress(done := done + part.height, total)


def check_tables(tables: Sequence[Table], rows: FileRows) -> None:
    """Reads and checks the rows of a file; what is wrong is in the rows' findings."""
    for table in tables:
        for _ in rows.parts(table):
            pass


def _tried(trial: Trial) -> IngestReport:
    return IngestReport(
        None, trial.rows_read, trial.rows_new, trial.rows_known, trial.rows_held, trial.rows_rejected, ()
    )


def _written(batch: OpenBatch, tables: Sequence[Table], rows: FileRows, *, at: datetime) -> IngestReport:
    total = sum(table.height for table in tables)
    rejected = rows.findings.rejected
    if not batch.is_done:
        try:
            done = publish_batch(batch.id, rows_read=total, rows_rejected=rejected, at=at)
            return IngestReport(batch.id, total, done.rows_new, done.rows_known, done.rows_held, rejected, ())
        except BatchElsewhere:  # the same file, brought twice at once: the other run has finished it
            pass
    held = get_batch(batch.id).rows_held
    return IngestReport(batch.id, total, 0, total - rejected - held, held, rejected, (), was_known=True)


def find_mapping(name: str) -> ColumnMapping:
    """A mapping by its name or the path of its file; "" or `canonical`: the columns are named as `FIELDS`.

    Args: name: one of the house comes before one that somebody saved; of those `name@3` is the third version.
    Raises: BadMapping.
    """
    if name in ("", CANONICAL):
        return canonical_mapping(FIELDS)
    if name not in mapping_names(MAPPINGS) and (saved := saved_mapping(name)):
        return parse_mapping(saved.text, name=saved.title, fields=FIELDS)
    return load_mapping(name, fields=FIELDS, folder=MAPPINGS)


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


def give_back(tables: Sequence[Table], rows: FileRows, path: Path) -> None:
    """Writes rejected rows as files of the same shape; one file per sheet where a workbook has several."""
    for table in tables:
        if found := rows.findings.all.get(table.sheet):
            name = path if len(tables) == 1 else path.with_stem(f"{path.stem}-{table.sheet}")
            write_rejects(name, table, found, locale=rows.language)


def publish_batch(batch_id: int, *, rows_read: int, rows_rejected: int, at: datetime) -> BatchRow:
    """Makes the batch visible and tells the feed; counted in the database, so that a run cut off counts whole.

    Records that it met in a batch that never ended come out with this one.
    Raises: BatchElsewhere: another run of the same file was faster. DiskFull.
    """
    records = Record.objects.filter(batch_id=batch_id)
    with room_on_disk(Path(settings.HOME)):
        showing = read_showing(records)
    with room_on_disk(Path(settings.HOME)), transaction.atomic():
        lock_batch(batch_id)  # rows that were held become records of it under the same lock
        if _take_over(batch_id) or not _is_still(showing, records):
            showing = read_showing(records)
        new, met = len(showing.ids), Provenance.objects.filter(batch_id=batch_id).count()
        counts = BatchCounts(rows_read, new, met - new, count_held(batch_id), rows_rejected)
        batch = finish_batch(batch_id, counts, at=at)
        enter_published(showing, batch=batch, at=at)
        bring_back(batch_id, file_name=batch.file_name, by=batch.brought_by, at=at)
        note_changes("record", showing.ids, at=at)
        note_changes("enterprise", showing.enterprises, at=at)
    return batch


def _is_still(showing: Showing, records: QuerySet[Record]) -> bool:
    """Whether a batch still holds what was read of it: records that nobody sees yet do not change, but more come."""
    found = records.aggregate(count=Count("pk"), last=Max("pk"))
    return (found["count"], found["last"]) == (len(showing.ids), showing.ids[-1] if showing.ids else None)


def _take_over(batch_id: int) -> int:
    """Makes records that a batch met, and that belong to batches nobody sees, its own; answers how many."""
    unseen = unseen_batches(but=batch_id)
    if not unseen:
        return 0
    met = Record.objects.filter(batch_id__in=unseen, provenances__batch_id=batch_id)
    return Record.objects.filter(pk__in=met.values("pk")).update(batch_id=batch_id)
