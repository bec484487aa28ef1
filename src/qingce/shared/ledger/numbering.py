"""The sequencer: gives committed entries their numbers, grows the tree and signs a checkpoint, all in one transaction.

Ids are drawn before commit, so that on PostgreSQL an entry with a smaller one can become visible later; numbers are
given after commit, by whoever holds the log's row. Two sequencers follow one another.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from qingce.pure.merkle.checkpoints import Checkpoint as Signed
from qingce.pure.merkle.growing import TilePlace, grow, nodes_from
from qingce.pure.merkle.notes import Note
from qingce.pure.merkle.tree import root
from qingce.shared.bulk.actions import number_rows
from qingce.shared.ledger.keys import note_keys, origin, signers
from qingce.shared.ledger.models import Checkpoint, LedgerEntry, LogState, Tile
from qingce.shared.ledger.publishing import check_whole
from qingce.shared.ledger.reading_tiles import tiles_of_tree

logger = logging.getLogger(__name__)

BATCH = 5_000


def number_entries(*, at: datetime) -> int:
    """Numbers every entry that is committed and has no number yet, and signs a checkpoint over each batch.

    Safe to run in several processes at once; call it outside a transaction.

    Returns: how many were numbered.
    Raises: KeyMissing; DatabaseTooOld, LogForked: the database was restored to before what was published.
    """
    total = 0
    while LedgerEntry.objects.filter(number=None).exists() or not Checkpoint.objects.exists():
        numbered = _number_batch(at=at)
        total += numbered
        if numbered < BATCH:
            break
    return total


@transaction.atomic
def _number_batch(*, at: datetime) -> int:
    state = LogState.lock()
    check_whole(state.size)
    note_keys(state.size, at=at)
    numbered = number_rows(LedgerEntry, last=state.size - 1, most=BATCH)
    if numbered:
        former, state.size = state.size, state.size + numbered
        _grow(former, state.size)
        state.numbered_at = _not_before(state.numbered_at, at)
        state.save(update_fields=["size", "numbered_at"])
        _sign(state.size, at=state.numbered_at)
    return numbered


def _grow(former: int, size: int) -> None:
    fresh = LedgerEntry.objects.filter(number__gte=former, number__lt=size).order_by("number")
    leaves = [bytes(leaf) for leaf in fresh.values_list("leaf", flat=True)]
    changed = grow(former, leaves, tiles_of_tree(Tile.LOG))
    keep_changed(changed)


def keep_changed(changed: Mapping[TilePlace, bytes]) -> None:
    """Writes tiles of the log that grew, and those that are new."""
    Tile.objects.bulk_create(
        [Tile(tree=Tile.LOG, level=each.level, place=each.place, hashes=hashes) for each, hashes in changed.items()],
        update_conflicts=True,
        unique_fields=["tree", "level", "place"],
        update_fields=["hashes"],
    )


def _sign(size: int, *, at: datetime) -> None:
    top = root(size, nodes_from(tiles_of_tree(Tile.LOG), size))
    text = Signed(origin(), size, top).text
    note = Note(text, tuple(each.sign(text) for each in signers()))
    Checkpoint.objects.create(size=size, root=top, note=note.written, made_at=at)


def _not_before(former: datetime | None, at: datetime) -> datetime:
    """A clock that was set back is not followed: checkpoints never become older."""
    if former and at < former:
        logger.warning("The clock went back by %s; the ledger keeps the later time.", former - at)
        return former
    return at
