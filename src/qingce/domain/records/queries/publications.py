"""Since when records stand on the public list, and about whom: what follows from a publication starts here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from qingce.domain.records.enums import PublicationState, RecordType
from qingce.domain.records.models import Correction, Record, StateChange
from qingce.shared.intake.enums import CAME_IN

OWNER_FIELD = "enterprise"  # what a correction names that puts a record to another enterprise
_GONE = (PublicationState.WITHDRAWN, PublicationState.REMOVED)
_PIECE = 2_000  # numbers in one query


@dataclass(frozen=True)
class Publication:
    """Since when a record is public.

    Args: enterprise_id: to which it was put. owner_id: the one that stands for that, as merged now. is_removed: after
        review. first_at: when it became public here. moved_at: when it was last put to another enterprise. left_at,
        returned_at: when it last left the list, and came back.
    """

    record_id: int
    enterprise_id: int
    owner_id: int
    type: RecordType
    is_listed: bool
    is_removed: bool
    first_at: datetime
    moved_at: datetime | None
    left_at: datetime | None
    returned_at: datetime | None


def publications_of(numbers: Collection[int]) -> list[Publication]:
    """Since when these records are public, by number; those that never were are left out. Three queries per 2,000."""
    ordered = sorted(set(numbers))
    found: list[Publication] = []
    for start in range(0, len(ordered), _PIECE):
        found += _publications(ordered[start : start + _PIECE])
    return found


def records_about(
    enterprises: Collection[int], *, first: int = 0, last: int | None = None, count: int = _PIECE
) -> Iterator[list[int]]:
    """The numbers of records put to some enterprises, from the first to the last number, rising, in pieces.

    Cost: a query for each piece and 2,000 enterprises; by the index of enterprises.
    """
    ordered = sorted(set(enterprises))
    within = Q(pk__gte=first) if last is None else Q(pk__range=(first, last))
    for start in range(0, len(ordered), _PIECE):
        behind = 0
        among = Record.objects.filter(within, enterprise__in=ordered[start : start + _PIECE]).order_by("pk")
        while piece := list(among.filter(pk__gt=behind).values_list("pk", flat=True)[:count]):
            yield piece
            behind = piece[-1]


def _publications(numbers: Collection[int]) -> Iterator[Publication]:
    moved = dict(
        Correction.objects.filter(record__in=numbers, field=OWNER_FIELD)
        .order_by()
        .values_list("record")
        .annotate(at=Max("corrected_at"))
    )
    changes = StateChange.objects.filter(record__in=numbers).order_by().values_list("record", "current")
    changed = {(record, state): at for record, state, at in changes.annotate(at=Max("changed_at"))}
    rows = Record.objects.filter(pk__in=numbers, batch__state__in=CAME_IN).order_by("pk")
    columns = ("pk", "enterprise", "enterprise__canonical", "type", "state", "created_at", "batch__finished_at")
    for pk, enterprise, canonical, kind, state, created_at, finished_at in rows.values_list(*columns):
        yield Publication(
            record_id=pk,
            enterprise_id=enterprise,
            owner_id=canonical or enterprise,
            type=RecordType(kind),
            is_listed=state == PublicationState.PUBLISHED,
            is_removed=state == PublicationState.REMOVED,
            first_at=max(created_at, finished_at or created_at),
            moved_at=moved.get(pk),
            left_at=max(filter(None, (changed.get((pk, each.value)) for each in _GONE)), default=None),
            returned_at=changed.get((pk, PublicationState.PUBLISHED.value)),
        )
