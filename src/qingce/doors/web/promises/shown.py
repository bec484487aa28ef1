"""Promises as pages show them: with every day of the calendar that was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qingce.domain.disclosure.queries import CountedDay, PromiseRow, counted_days


@dataclass(frozen=True)
class ShownPromise:
    """A promise with the days of its term. Args: worked: the working days, in their order. free: those between."""

    row: PromiseRow
    worked: Sequence[CountedDay]
    free: Sequence[CountedDay]


def show_promises(rows: Sequence[PromiseRow]) -> list[ShownPromise]:
    """Promises with the days of their terms; of one that cannot be reckoned yet without any."""
    return [_shown(row) for row in rows]


def _shown(row: PromiseRow) -> ShownPromise:
    days = counted_days(row.starts_on, row.due.on) if row.due.on else []
    return ShownPromise(row, [each for each in days if each.number], [each for each in days if not each.number])
