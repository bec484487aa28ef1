"""Numbers for committed changes.

On PostgreSQL ids are drawn before commit, so a row with a smaller id can become visible after one with a
larger id; a reader that keeps its place by id would skip it. Numbers are given after commit, by whoever holds
the sequencer's row, in transactions that follow one another: a number is visible only when every smaller one
is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from qingce.shared.changes.models import Change, Sequencer

if TYPE_CHECKING:
    from datetime import datetime

BATCH = 10_000

_NUMBER = """
    UPDATE changes_change SET number = waiting.number
    FROM (SELECT id, %s + row_number() OVER (ORDER BY id) AS number
          FROM changes_change WHERE number IS NULL ORDER BY id LIMIT %s) AS waiting
    WHERE changes_change.id = waiting.id
"""


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
    # The UPDATE takes its snapshot only once the lock is held, so it sees what the one before it numbered.
    sequencer = Sequencer.lock()
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, [sequencer.last_number, BATCH])
        numbered = int(cursor.rowcount)
    if numbered:
        sequencer.last_number += numbered
        sequencer.numbered_at = at
        sequencer.save(update_fields=["last_number", "numbered_at"])
    return numbered
