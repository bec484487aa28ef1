"""Batches as lists and pages show them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from qingce.shared.intake.enums import BINDING, BatchState
from qingce.shared.intake.errors import BatchNotFound
from qingce.shared.intake.models import Batch
from qingce.shared.intake.permissions import visible_to

if TYPE_CHECKING:
    from datetime import datetime

    from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class BatchRow:
    """A file taken in or on its way: what it is, who brought it, how far it is, what became of its rows.

    Args:
        rows_done, rows_total: of the reading or writing under way; 0 of 0: not begun.
        beat_at: when that was last told.
        rows_held: rows that wait for a person.
    """

    id: int
    file_name: str
    sha256: str
    size_bytes: int
    mapping: str
    mapping_sha256: str
    state: BatchState
    language: str
    area: str
    brought_by: str
    received_at: datetime | None
    queued_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    beat_at: datetime | None
    rows_total: int
    rows_done: int
    rows_read: int
    rows_new: int
    rows_known: int
    rows_held: int
    rows_rejected: int
    undone_by: str
    undo_reason: str
    undone_at: datetime | None


@dataclass(frozen=True)
class BatchDetail:
    """What a batch's own page shows beside its row.

    Args:
        mapping_text: TOML; empty: the columns are canonical.
        inspection: what the file holds; trial: what the dry run of the mapping with `trial_sha256` found.
        problem: why it stopped or was refused: code, detail (English), params.
    """

    row: BatchRow
    mapping_text: str
    inspection: dict[str, Any]
    trial: dict[str, Any]
    trial_sha256: str
    problem: dict[str, Any]


_COLUMNS = tuple(each.name for each in fields(BatchRow))


def get_batch(batch_id: int) -> BatchRow:
    """A batch by its number, whoever asks: for the acts on it and the worker; pages ask `batch_detail`.

    Raises: BatchNotFound.
    """
    batch = Batch.objects.filter(id=batch_id).only(*_COLUMNS).first()
    if batch is None:
        raise BatchNotFound(f"There is no batch {batch_id}.", batch=batch_id)
    return _row(batch)


def batch_detail(batch_id: int, *, actor: Actor) -> BatchDetail:
    """A batch with all that its own page shows; one query.

    Raises: BatchNotFound: also for one that the actor does not see.
    """
    batch = Batch.objects.filter(visible_to(actor), id=batch_id).first()
    if batch is None:
        raise BatchNotFound(f"There is no batch {batch_id}.", batch=batch_id)
    return BatchDetail(
        row=_row(batch),
        mapping_text=batch.mapping_text,
        inspection=batch.inspection,
        trial=batch.trial,
        trial_sha256=batch.trial_sha256,
        problem=batch.problem,
    )


def check_batch(batch_id: int, actor: Actor) -> BatchRow:
    """A batch that somebody is about to act on; one query.

    Raises: BatchNotFound: also for one that the actor does not see.
    """
    return batch_detail(batch_id, actor=actor).row


def batches_by_ids(ids: Collection[int]) -> dict[int, BatchRow]:
    """Batches by number, for pages that know that they may name them; one query."""
    return {each.pk: _row(each) for each in Batch.objects.filter(id__in=list(ids)).only(*_COLUMNS)}


def newest_batches(count: int, *, actor: Actor, start: int = 0, states: tuple[BatchState, ...] = ()) -> list[BatchRow]:
    """At most so many batches that the actor sees, the newest first; one query.

    Args: start: so many are passed over. states: only those; empty: all.
    """
    batches = Batch.objects.filter(visible_to(actor)).order_by("-pk").only(*_COLUMNS)
    if states:
        batches = batches.filter(state__in=states)
    return [_row(batch) for batch in batches[start : start + count]]


def count_batches(*, actor: Actor) -> dict[BatchState, int]:
    """How many batches that the actor sees stand in each state; one query."""
    counted = Batch.objects.filter(visible_to(actor)).values_list("state").annotate(count=Count("pk")).order_by()
    return {BatchState(state): count for state, count in counted}


def batches_of_file(sha256: str, *, actor: Actor, but: int = 0) -> list[BatchRow]:
    """Batches of the same bytes that the actor sees and that are in or on their way in, the newest first.

    Args: but: leaves this one out.
    """
    same = Batch.objects.filter(visible_to(actor), state__in=BINDING, sha256=sha256).exclude(id=but)
    return [_row(batch) for batch in same.order_by("-pk").only(*_COLUMNS)[:20]]


def queue_place(batch_id: int) -> int:
    """How many batches are written before this one: those that run, and those queued earlier."""
    batch = get_batch(batch_id)
    ahead = Q(state=BatchState.RUNNING)
    if batch.queued_at:
        ahead |= Q(state=BatchState.QUEUED, queued_at__lt=batch.queued_at)
    return Batch.objects.filter(ahead).exclude(id=batch_id).count()


def _row(batch: Batch) -> BatchRow:
    values = {name: getattr(batch, name) for name in _COLUMNS}
    return BatchRow(**values | {"state": BatchState(batch.state)})
