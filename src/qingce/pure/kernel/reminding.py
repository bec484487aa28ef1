"""Which deadlines are to be reminded of today: each once for the nearest term that it has reached."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date


def reminders_due(
    due: Iterable[tuple[int, date | None]],
    told: Mapping[tuple[int, date], int],
    *,
    terms: Collection[int],
    on: date,
) -> list[tuple[int, int]]:
    """What comes late is reminded of once, for the nearest term; a deadline that was moved is a new one.

    Args: due: number and last day of each, none later than the longest term from today; without a day: passed over.
        told: of a number and its last day, the fewest days for which was reminded already. terms: in days before.
    Returns: number and term in days, in the order given.
    """
    found = []
    for number, day in due:
        if day is None:
            continue
        reached = min(days for days in terms if (day - on).days <= days)
        if told.get((number, day), reached + 1) > reached:
            found.append((number, reached))
    return found
