"""Numbers for committed changes.

On PostgreSQL ids are drawn before commit, so a row with a smaller id can become visible after one with a
larger id; a reader that keeps its place by id would skip it. Numbers are given after commit, by whoever holds
the sequencer's row, in transactions that follow one another: a number is visible only when every smaller one
is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from qingce.shared.bulk.actions import number_rows
from qingce.shared.changes.models import Change, Sequencer

if TYPE_CHECKING:
    from datetime import datetime

BATCH = 10_000


def number_waiting(*, at: datetime) -> int:
    """Number every change that is committed and has no number yet.

    Returns: how many were numbered.
    """
    total = 0
    while Change.objects.filter(number=None).exists():
        numbered = _number_batch(at=at)
        total += numbered
        if numbered < BATCH:
            break
    return total


@transaction.atomic
def _number_batch(*, at: datetime) -> int:
    sequencer = Sequencer.lock()
    numbered = number_rows(Change, last=sequencer.last_number, most=BATCH)
    if numbered:
        sequencer.last_number += numbered
        sequencer.numbered_at = at
        sequencer.save(update_fields=["last_number", "numbered_at"])
    return numbered
