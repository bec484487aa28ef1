"""Reading checkpoints, who co-signed them, and the keys of the log."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from qingce.shared.ledger.models import Checkpoint, Cosignature, LogKey


@dataclass(frozen=True)
class WitnessSeen:
    """A witness that co-signed a checkpoint; `seen_at`: as it says."""

    name: str
    seen_at: datetime


@dataclass(frozen=True)
class CheckpointRow:
    """A signed state of the log; `root`: in base64, as it is signed."""

    size: int
    root: str
    made_at: datetime
    note: str
    witnesses: tuple[WitnessSeen, ...]


@dataclass(frozen=True)
class KeyRow:
    """A key of the log; `last_size`: of the last checkpoint that it signed; None: it signs still."""

    key: str
    first_size: int
    first_used_at: datetime
    last_size: int | None


def checkpoints(*, before: int | None = None, count: int) -> list[CheckpointRow]:
    """Checkpoints, the newest first; two queries.

    Args: before: only those of fewer entries.
    """
    rows = Checkpoint.objects.prefetch_related(
        Prefetch("cosignatures", queryset=Cosignature.objects.order_by("witness", "pk"))
    ).order_by("-size")
    if before is not None:
        rows = rows.filter(size__lt=before)
    return [_read(row) for row in rows[:count]]


def last_cosigned() -> CheckpointRow | None:
    """The checkpoint that a witness co-signed last; None: none did yet. At most three queries."""
    size = Cosignature.objects.order_by("-pk").values_list("checkpoint__size", flat=True).first()
    return next(iter(checkpoints(before=size + 1, count=1)), None) if size is not None else None


def key_rows() -> list[KeyRow]:
    """Every key that ever signed, those that sign now first; one query."""
    rows = [KeyRow(row.key, row.first_size, row.first_used_at, row.last_size) for row in LogKey.objects.order_by("-pk")]
    return sorted(rows, key=lambda row: row.last_size is not None)


def _read(row: Checkpoint) -> CheckpointRow:
    return CheckpointRow(
        size=row.size,
        root=base64.b64encode(bytes(row.root)).decode(),
        made_at=row.made_at,
        note=row.note,
        witnesses=tuple(WitnessSeen(each.witness, each.seen_at) for each in row.cosignatures.all()),
    )
