"""Which enterprises are one: those merged into each other, and what was merged and split before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from qingce.domain.enterprises.matching import pieces
from qingce.domain.enterprises.models import Enterprise, Merge

_MANY = 100


@dataclass(frozen=True)
class MergeRow:
    """That one enterprise was found to be another; `split_at`: and that this was ended."""

    enterprise_id: int
    name: str
    uscc: str | None
    into_id: int
    into_name: str
    merged_by: str
    merged_at: datetime
    reason: str
    split_by: str
    split_at: datetime | None
    split_reason: str


def family_of(ids: Sequence[int]) -> QuerySet[Enterprise]:
    """These enterprises and those merged into them."""
    return Enterprise.objects.filter(Q(pk__in=ids) | Q(canonical_id__in=ids))


def families_between(first: int, last: int) -> QuerySet[Enterprise]:
    """The enterprises with first <= number <= last, and those merged into them."""
    return Enterprise.objects.filter(Q(pk__range=(first, last)) | Q(canonical_id__gte=first, canonical_id__lte=last))


def kin_of(ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The other members of the family of each enterprise that has any.

    Cost: one query per 5,000 enterprises; of many, a single one where nothing was ever merged.
    """
    kin: dict[int, tuple[int, ...]] = {}
    wanted = list(ids)
    if len(wanted) > _MANY and not Enterprise.objects.filter(canonical_id__gt=0).exists():  # nothing was ever merged
        return kin
    for piece in pieces(wanted):
        roots = Enterprise.objects.filter(pk__in=piece).exclude(canonical=None).values("canonical")
        merged = Enterprise.objects.filter(Q(canonical_id__in=piece) | Q(canonical__in=roots))
        families: dict[int, set[int]] = {}
        for member, root in merged.values_list("pk", "canonical_id"):
            families.setdefault(root, {root}).add(member)
        kin |= {one: tuple(sorted(family - {one})) for family in families.values() for one in family}
    return kin


def merge_history(pk: int) -> tuple[MergeRow, ...]:
    """Every merge that an enterprise or one merged into it took part in, the oldest first; those ended are among them.

    Cost: one query.
    """
    merged = Enterprise.objects.filter(canonical_id=pk).values("pk")
    # By numbers, not by what they are merged into: each condition has its index.
    about = Q(enterprise_id=pk) | Q(into_id=pk) | Q(enterprise_id__in=merged) | Q(into_id__in=merged)
    rows = Merge.objects.filter(about).select_related("enterprise", "into").order_by("pk")
    return tuple(map(_merge, rows))


def _merge(merge: Merge) -> MergeRow:
    return MergeRow(
        enterprise_id=merge.enterprise_id,
        name=merge.enterprise.name,
        uscc=merge.enterprise.uscc,
        into_id=merge.into_id,
        into_name=merge.into.name,
        merged_by=merge.merged_by,
        merged_at=merge.merged_at,
        reason=merge.reason,
        split_by=merge.split_by,
        split_at=merge.split_at,
        split_reason=merge.split_reason,
    )
