"""Batches: a file taken in by a mapping, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from qingce.pure.kernel.text import clean
from qingce.shared.intake.batch_rows import get_batch
from qingce.shared.intake.copies import save_copy
from qingce.shared.intake.enums import BINDING, CAME_IN, BatchState, BatchStep, OpenBatch
from qingce.shared.intake.errors import BatchNotDone
from qingce.shared.intake.models import Batch
from qingce.shared.intake.steps import begin_run, take_step
from qingce.shared.intake.transitions import MACHINE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from qingce.shared.intake.batch_rows import BatchRow
    from qingce.shared.intake.mappings import ColumnMapping
    from qingce.shared.intake.tables import Table


@dataclass(frozen=True)
class BatchCounts:
    """How many rows a run read, wrote as new, found known already, holds for a person, and put aside."""

    rows_read: int
    rows_new: int
    rows_known: int
    rows_held: int
    rows_rejected: int


def open_batch(
    path: Path,
    mapping: ColumnMapping,
    *,
    by: str,
    at: datetime,
    file_name: str = "",
    tables: Sequence[Table] | None = None,
) -> OpenBatch:
    """The batch of a file and a mapping; its copy is saved first.

    It is of the whole country. The same bytes with the same mapping are the same batch. One that is not done begins,
    or was cut off and goes on.

    Args:
        by: who brought the file in.
        at: now.
        file_name: shown to people; by default the name of the path.
        tables: what `read_tables` gave for this path, if it is already at hand.
    """
    sha256 = save_copy(path, tables)
    # Two runs that open the same new file at once meet in the unique constraint, and get the same batch.
    batch, _ = Batch.objects.filter(state__in=BINDING).get_or_create(
        sha256=sha256,
        mapping_sha256=mapping.sha256,
        area="",
        defaults={
            "file_name": clean(file_name or path.name)[:255],
            "size_bytes": path.stat().st_size,
            "mapping": mapping.name[:80],
            "public_columns": list(mapping.public),
            "started_at": at,
            "brought_by": by[:100],
        },
    )
    if batch.state in (BatchState.QUEUED, BatchState.STOPPED):
        begin_run(batch.pk, at=at)
    return OpenBatch(batch.pk, is_done=batch.state in CAME_IN)


def finish_batch(batch_id: int, counts: BatchCounts, *, at: datetime) -> BatchRow:
    """Marks a batch as done, with its counts; its records become visible with this write.

    Raises: BatchNotFound; BatchElsewhere: it is done already.
    """
    take_step(
        batch_id,
        BatchStep.FINISH,
        finished_at=at,
        rows_read=counts.rows_read,
        rows_new=counts.rows_new,
        rows_known=counts.rows_known,
        rows_held=counts.rows_held,
        rows_rejected=counts.rows_rejected,
    )
    return get_batch(batch_id)


def begin_undoing(batch_id: int, *, by: str, reason: str, at: datetime) -> tuple[str, str]:
    """Says that a batch is being undone; a run that was cut off goes on.

    Returns: who began to undo it, and why.
    Raises: BatchNotFound; BatchNotDone: it did not come in, or is undone already.
    """
    done = Batch.objects.filter(id=batch_id, state__in=MACHINE.sources(BatchStep.UNDO))
    done.update(state=MACHINE.target(BatchStep.UNDO), undone_by=by, undo_reason=reason, undone_at=at)
    batch = get_batch(batch_id)
    if batch.state != BatchState.UNDOING:
        raise BatchNotDone(
            f"Batch {batch_id} is {batch.state.value}; only one that came in can be undone.",
            batch=batch_id, cause=batch.state.value,
        )  # fmt: skip
    return batch.undone_by, batch.undo_reason


def end_undoing(batch_id: int, *, at: datetime) -> None:
    """Says that nothing of a batch is public any more; its file may then come in again."""
    there = Batch.objects.filter(id=batch_id, state__in=MACHINE.sources(BatchStep.END_UNDO))
    there.update(state=MACHINE.target(BatchStep.END_UNDO), undone_at=at)


def lock_batch(batch_id: int) -> BatchState:
    """The state of a batch, which nobody changes before the transaction ends.

    Raises: BatchNotFound.
    """
    Batch.objects.select_for_update().filter(id=batch_id).first()
    return get_batch(batch_id).state


def note_released(batch_id: int, *, rows_new: int, rows_known: int) -> None:
    """Says that rows of a batch that waited have become records, or met known ones."""
    Batch.objects.filter(id=batch_id, state__in=CAME_IN).update(
        rows_held=F("rows_held") - rows_new - rows_known,
        rows_new=F("rows_new") + rows_new,
        rows_known=F("rows_known") + rows_known,
    )
