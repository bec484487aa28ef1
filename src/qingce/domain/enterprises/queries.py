"""Reading enterprises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import Max, Min

from qingce.domain.enterprises.enums import Identity, NameKind
from qingce.domain.enterprises.errors import EnterpriseNotFound, not_found
from qingce.domain.enterprises.families import PastMerge, canonical_ids, canonical_of, members_of, merge_history
from qingce.domain.enterprises.hints import Hint, hints
from qingce.domain.enterprises.matching import pieces
from qingce.domain.enterprises.models import Enterprise, EnterpriseName
from qingce.domain.enterprises.permissions import visible_to
from qingce.pure.kernel.divisions import DivisionPath, path_of
from qingce.pure.kernel.industries import Industry, get_industry

__all__ = [
    "EnterpriseDetail",
    "EnterpriseNotFound",
    "EnterpriseRow",
    "Hint",
    "Name",
    "PastMerge",
    "canonical_ids",
    "canonical_of",
    "get_enterprise",
    "hints",
    "id_span",
    "industry",
    "members_of",
    "merge_history",
    "other_names",
    "region",
    "rows_between",
    "rows_by_ids",
]


@dataclass(frozen=True)
class Name:
    """A name other than the current one, with the days it was in use as far as known."""

    name: str
    kind: NameKind
    used_from: date | None
    used_until: date | None
    stated_by: str


@dataclass(frozen=True)
class EnterpriseRow:
    """An enterprise as lists show it."""

    id: int
    name: str
    uscc: str | None
    identity: Identity
    division: str
    industry: str
    address: str
    is_synthetic: bool
    other_names: tuple[str, ...]

    @property
    def region(self) -> DivisionPath | None:
        """Where it is, as far as known."""
        return region(self.division)

    @property
    def industry_entry(self) -> Industry | None:
        """Its industry, as far as known."""
        return industry(self.industry)


@dataclass(frozen=True)
class EnterpriseDetail:
    """An enterprise as its own page shows it."""

    row: EnterpriseRow
    names: tuple[Name, ...]
    longitude: Decimal | None
    latitude: Decimal | None
    listed: bool | None


@cache
def region(code: str) -> DivisionPath | None:
    """Province, prefecture and county of a GB/T 2260 code; None: not known."""
    return path_of(code) if code else None


@cache
def industry(code: str) -> Industry | None:
    """The entry of GB/T 4754-2017 with this code; None: not known."""
    return get_industry(code) if code else None


def _row(enterprise: Enterprise, other_names: Sequence[str]) -> EnterpriseRow:
    return EnterpriseRow(
        id=enterprise.pk,
        name=enterprise.name,
        uscc=enterprise.uscc,
        identity=Identity(enterprise.identity),
        division=enterprise.division,
        industry=enterprise.industry,
        address=enterprise.address,
        is_synthetic=enterprise.is_synthetic,
        other_names=tuple(other_names),
    )


def _other_names(ids: Iterable[int]) -> dict[int, list[str]]:
    """Names besides the current one, by enterprise; newest first."""
    names: dict[int, list[str]] = {}
    rows = EnterpriseName.objects.filter(enterprise_id__in=list(ids)).exclude(kind=NameKind.CURRENT)
    for enterprise_id, name in rows.order_by("-used_until", "-pk").values_list("enterprise_id", "name"):
        names.setdefault(enterprise_id, []).append(name)
    return names


def rows_by_ids(ids: Sequence[int], *, actor: None) -> list[EnterpriseRow]:
    """The enterprises with these numbers that the actor may see, in the order given.

    Cost: two queries, whatever the number of enterprises.
    """
    found = Enterprise.objects.filter(visible_to(actor), pk__in=ids).in_bulk()
    names = _other_names(found)
    return [_row(found[pk], names.get(pk, ())) for pk in ids if pk in found]


def rows_between(first: int, last: int) -> list[EnterpriseRow]:
    """The enterprises with first <= number <= last, by number; two queries."""
    found = list(Enterprise.objects.filter(pk__gte=first, pk__lte=last).order_by("pk"))
    names = _other_names(enterprise.pk for enterprise in found)
    return [_row(enterprise, names.get(enterprise.pk, ())) for enterprise in found]


def other_names(ids: Iterable[int]) -> dict[int, list[str]]:
    """Names besides the current one, by number of the enterprise; newest first; one query per 5,000 enterprises."""
    names: dict[int, list[str]] = {}
    for piece in pieces(ids):
        names |= _other_names(piece)
    return names


def id_span() -> tuple[int, int] | None:
    """The lowest and highest number there is; None: there are no enterprises."""
    ends = Enterprise.objects.aggregate(first=Min("pk"), last=Max("pk"))
    return None if ends["first"] is None else (ends["first"], ends["last"])


def get_enterprise(pk: int, *, actor: None) -> EnterpriseDetail:
    """Everything the actor may see of an enterprise itself.

    Raises: EnterpriseNotFound.
    """
    enterprise = Enterprise.objects.filter(visible_to(actor), pk=pk).first()
    if enterprise is None:
        raise not_found(pk)
    rows = EnterpriseName.objects.filter(enterprise_id=pk).exclude(kind=NameKind.CURRENT)
    names = tuple(
        Name(n.name, NameKind(n.kind), n.used_from, n.used_until, n.stated_by)
        for n in rows.order_by("-used_until", "-pk")
    )
    return EnterpriseDetail(
        row=_row(enterprise, [n.name for n in names]),
        names=names,
        longitude=enterprise.longitude,
        latitude=enterprise.latitude,
        listed=enterprise.listed,
    )
