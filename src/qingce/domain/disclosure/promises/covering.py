"""Which disclosure explains a record in the way that counts for a promise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from qingce.domain.disclosure.enums import PUBLIC_DISCLOSURES, DisclosureState
from qingce.domain.disclosure.models import DisclosureLine, PromisedRecord

# What went back to the enterprise counts again when it is handed in again, from the first day on: its words were fixed
# by then. What was taken back or withdrawn counts no more.
_COUNTS = (DisclosureState.SUBMITTED, *PUBLIC_DISCLOSURES)


@dataclass(frozen=True)
class Explained:
    """A disclosure about a record. Args: owner_id: of which enterprise, as merged now. on: first handed in."""

    disclosure: int
    owner_id: int
    on: date
    is_public: bool


def explained(records: Collection[int]) -> dict[int, list[Explained]]:
    """The disclosures about some records that count, those handed in first come first; one query."""
    lines = DisclosureLine.objects.filter(record__in=records, disclosure__state__in=_COUNTS)
    owner = Coalesce("disclosure__enterprise__canonical", "disclosure__enterprise")
    rows = lines.order_by("disclosure__first_submitted_at", "disclosure").values_list(
        "record", "disclosure", owner, "disclosure__first_submitted_at", "disclosure__state"
    )
    found: dict[int, list[Explained]] = defaultdict(list)
    for record, disclosure, owner_id, first, state in rows:
        found[record].append(Explained(disclosure, owner_id, localdate(first), state in PUBLIC_DISCLOSURES))
    return found


def cover(row: PromisedRecord, found: Sequence[Explained]) -> None:
    """Writes into a row which disclosure of its enterprise counts: the first that was handed in."""
    first = next((each for each in found if each.owner_id == row.enterprise_id), None)
    row.disclosure_id = first.disclosure if first else None
    row.handed_in_on = first.on if first else None
    row.is_public = first is not None and first.is_public
