"""Batches as lists and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.errors import BatchNotFound
from qingce.shared.intake.models import Batch

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class BatchRow:
    """A file taken in: what it was, who brought it, what became of its rows, and who undid it."""

    id: int
    file_name: str
    mapping: str
    state: BatchState
    brought_by: str
    started_at: datetime | None
    finished_at: datetime | None
    rows_read: int
    rows_new: int
    rows_known: int
    rows_rejected: int
    undone_by: str
    undo_reason: str
    undone_at: datetime | None


def get_batch(batch_id: int) -> BatchRow:
    """A batch by its number.

    Raises: BatchNotFound.
    """
    batch = Batch.objects.filter(id=batch_id).first()
    if batch is None:
        raise BatchNotFound(f"There is no batch {batch_id}.", batch=batch_id)
    return _row(batch)


def newest_batches(count: int) -> list[BatchRow]:
    """At most so many batches, the newest first; one query."""
    return [_row(batch) for batch in Batch.objects.order_by("-pk")[:count]]


def _row(batch: Batch) -> BatchRow:
    return BatchRow(
        id=batch.pk,
        file_name=batch.file_name,
        mapping=batch.mapping,
        state=BatchState(batch.state),
        brought_by=batch.brought_by,
        started_at=batch.started_at,
        finished_at=batch.finished_at,
        rows_read=batch.rows_read,
        rows_new=batch.rows_new,
        rows_known=batch.rows_known,
        rows_rejected=batch.rows_rejected,
        undone_by=batch.undone_by,
        undo_reason=batch.undo_reason,
        undone_at=batch.undone_at,
    )
