"""Which enterprises are one: the canonical one, those merged into it, and what was merged and split before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from qingce.domain.enterprises.errors import not_found
from qingce.domain.enterprises.matching import pieces
from qingce.domain.enterprises.models import Enterprise, Merge


@dataclass(frozen=True, slots=True)
class PastMerge:
    """That one enterprise was said to be another, by whom and why, and how that ended.

    Args:
        into_id: the enterprise it was merged into itself, which may have been merged further since.
        split_at: None: it still holds.
    """

    enterprise_id: int
    into_id: int
    reason: str
    merged_by: str
    merged_at: datetime
    split_reason: str
    split_by: str
    split_at: datetime | None


def canonical_of(pk: int) -> int:
    """The number of the enterprise that stands for this one; its own, if it is not merged; one query.

    Raises: EnterpriseNotFound.
    """
    found = canonical_ids([pk])
    if pk not in found:
        raise not_found(pk)
    return found[pk]


def canonical_ids(ids: Iterable[int]) -> dict[int, int]:
    """Enterprise → the one that stands for it; numbers that no enterprise has are left out.

    Cost: one query per 5,000 enterprises.
    """
    found: dict[int, int] = {}
    for piece in pieces(ids):
        rows = Enterprise.objects.filter(pk__in=piece).values_list("pk", "canonical_id")
        found |= {pk: canonical or pk for pk, canonical in rows}
    return found


def members_of(pk: int) -> tuple[int, ...]:
    """Numbers of all enterprises that are one with this one, itself included: the canonical first, then by number.

    Cost: two queries, however many there are.
    Raises: EnterpriseNotFound.
    """
    canonical = canonical_of(pk)
    merged = Enterprise.objects.filter(canonical_id=canonical).order_by("pk")
    return (canonical, *merged.values_list("pk", flat=True))


def merge_history(pk: int) -> tuple[PastMerge, ...]:
    """Every merge that any enterprise of this family took part in, newest first; those ended are among them.

    Cost: three queries.
    Raises: EnterpriseNotFound.
    """
    family = members_of(pk)
    rows = Merge.objects.filter(Q(enterprise_id__in=family) | Q(into_id__in=family))
    return tuple(_told(row) for row in rows.order_by("-merged_at", "-pk"))


def _told(row: Merge) -> PastMerge:
    return PastMerge(
        enterprise_id=row.enterprise_id,
        into_id=row.into_id,
        reason=row.reason,
        merged_by=row.merged_by,
        merged_at=row.merged_at,
        split_reason=row.split_reason,
        split_by=row.split_by,
        split_at=row.split_at,
    )
