"""How the records that disclosures explain stand by now: as they were, corrected since, or gone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from qingce.domain.disclosure.enums import LineStanding
from qingce.domain.records.queries import records_changed_since, rows_by_ids
from qingce.shared.parties.enums import NOBODY


@dataclass(frozen=True)
class Explains:
    """That an enterprise, as merged now, explained a record with what was sent at a moment."""

    enterprise_id: int
    record_id: int
    sent_at: datetime


def standings_of(said: Collection[Explains]) -> dict[Explains, LineStanding]:
    """How each of these records stands by now; four queries at most.

    Gone is one that is not on the public list any more, or on it as another enterprise's: of the first the public reads
    nothing at all, of the second this enterprise says nothing.
    """
    numbers = list({each.record_id for each in said})
    owners = {row.id: row.enterprise_id for row in rows_by_ids(numbers, actor=NOBODY)}
    changed = records_changed_since(numbers)
    return {each: _standing(each, owners, changed) for each in said}


def _standing(each: Explains, owners: dict[int, int], changed: dict[int, datetime]) -> LineStanding:
    if owners.get(each.record_id) != each.enterprise_id:
        return LineStanding.GONE
    last = changed.get(each.record_id)
    return LineStanding.CHANGED if last and last > each.sent_at else LineStanding.AS_SENT
