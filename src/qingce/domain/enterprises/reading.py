"""Enterprises as lists and pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import Max, Min, Q, Subquery
from django.db.models.functions import Coalesce

from qingce.domain.enterprises.enums import Identity, NameKind
from qingce.domain.enterprises.errors import not_found
from qingce.domain.enterprises.families import MergeRow, family_of, merge_history
from qingce.domain.enterprises.models import Enterprise, EnterpriseName
from qingce.domain.enterprises.permissions import visible_to
from qingce.pure.kernel.divisions import DivisionPath, path_of
from qingce.pure.kernel.industries import Industry, get_industry
from qingce.pure.kernel.names import name_key
from qingce.shared.bulk.actions import find_rows
from qingce.shared.parties.enums import Actor


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
    """An enterprise as lists show it.

    Args: other_names: also those of the enterprises merged into it. canonical_id: what it is merged into itself.
    """

    id: int
    name: str
    uscc: str | None
    identity: Identity
    division: str
    industry: str
    address: str
    is_synthetic: bool
    other_names: tuple[str, ...]
    canonical_id: int | None = None

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
    """An enterprise as its own page shows it; `merges`: those within its family, and former ones, the oldest first."""

    row: EnterpriseRow
    names: tuple[Name, ...]
    longitude: Decimal | None
    latitude: Decimal | None
    listed: bool | None
    merges: tuple[MergeRow, ...] = ()


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
        canonical_id=enterprise.canonical_id,
    )


def _other_names(ids: Iterable[int]) -> dict[int, list[str]]:
    """Names besides the current one, by enterprise, with those of enterprises merged into it; newest first."""
    names: dict[int, list[str]] = {}
    rows = EnterpriseName.objects.filter(enterprise_id__in=Subquery(family_of(list(ids)).values("pk")))
    rows = rows.exclude(kind=NameKind.CURRENT, enterprise__canonical=None)
    ordered = rows.order_by("-used_until", "-pk").values_list("enterprise_id", "enterprise__canonical_id", "name")
    for own, canonical, name in ordered:
        known = names.setdefault(canonical or own, [])
        if name not in known:
            known.append(name)
    return names


def rows_named(text: str, *, actor: Actor, limit: int = 20) -> list[EnterpriseRow]:
    """Enterprises whose current or former name, code or number is exactly this; at most `limit`; three queries."""
    key = name_key(text)
    named = EnterpriseName.objects.filter(name_key=key).values("enterprise")
    found = Q(pk__in=named) | Q(uscc=text.strip().upper())
    if text.strip().isdecimal():
        found |= Q(pk=int(text.strip()[:15]))
    ids = Enterprise.objects.filter(visible_to(actor), found).order_by("pk").values_list("pk", flat=True)
    return rows_by_ids(list(ids[:limit]), actor=actor)


@dataclass(frozen=True)
class Owners:
    """The enterprises of names and codes, each by the number of the one that stands for it."""

    by_name: Mapping[str, frozenset[int]]
    by_code: Mapping[str, int]

    def named(self, name: str) -> frozenset[int]:
        """Those that have, or had, this name."""
        return self.by_name.get(name_key(name), frozenset())

    def coded(self, code: str) -> int | None:
        """The one of this code."""
        return self.by_code.get(code)

    def all(self) -> frozenset[int]:
        """Everyone found."""
        return frozenset(self.by_code.values()).union(*self.by_name.values())


def owners_named(names: Collection[str], codes: Collection[str]) -> Owners:
    """Who has, or had, one of these names, or one of these codes; two queries. Empty ones mean nobody."""
    keys, wanted = {name_key(each) for each in names} - {""}, {each.strip().upper() for each in codes} - {""}
    owner = Coalesce("enterprise__canonical_id", "enterprise_id")
    found: defaultdict[str, set[int]] = defaultdict(set)
    for key, pk in EnterpriseName.objects.filter(name_key__in=keys).values_list("name_key", owner):
        found[key].add(pk)
    own = Coalesce("canonical_id", "pk")
    coded = dict(Enterprise.objects.filter(uscc__in=wanted).values_list("uscc", own))
    return Owners({key: frozenset(each) for key, each in found.items()}, {str(uscc): pk for uscc, pk in coded.items()})


def rows_by_ids(ids: Sequence[int], *, actor: Actor) -> list[EnterpriseRow]:
    """The enterprises with these numbers that the actor may see, in the order given.

    Cost: two queries, whatever the number of enterprises.
    """
    found = Enterprise.objects.filter(visible_to(actor), pk__in=ids).in_bulk()
    names = _other_names(found)
    return [_row(found[pk], names.get(pk, ())) for pk in ids if pk in found]


def rows_between(first: int, last: int) -> list[EnterpriseRow]:
    """The enterprises with first <= number <= last that stand for themselves, by number; two queries."""
    found = list(Enterprise.objects.filter(pk__gte=first, pk__lte=last, canonical=None).order_by("pk"))
    names = _other_names(enterprise.pk for enterprise in found)
    return [_row(enterprise, names.get(enterprise.pk, ())) for enterprise in found]


def other_names(ids: Collection[int]) -> dict[int, list[str]]:
    """Names besides the current one, newest first, with those of enterprises merged into it, by number of the former.

    Args: ids: of enterprises that stand for themselves; many.
    Cost: two queries, on SQLite two per 5,000 enterprises.
    """
    into = dict(find_rows(Enterprise, ("id", "canonical_id"), column="canonical_id", among=ids))
    wanted = ("used_until", "id", "kind", "enterprise_id", "name")
    rows = find_rows(EnterpriseName, wanted, column="enterprise_id", among=[*ids, *into])
    kept = [row for row in rows if row[2] != NameKind.CURRENT or row[3] in into]
    names: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for *_, own, name in sorted(kept, key=lambda row: (row[0] or date.min, row[1]), reverse=True):
        names[into.get(own, own)][name] = None
    return {owner: list(written) for owner, written in names.items()}


def id_span() -> tuple[int, int] | None:
    """The lowest and highest number there is; None: there are no enterprises."""
    ends = Enterprise.objects.aggregate(first=Min("pk"), last=Max("pk"))
    return None if ends["first"] is None else (ends["first"], ends["last"])


def holds_real_enterprises() -> bool:
    """Whether the database holds an enterprise that exists; looks at all of them where none does."""
    return Enterprise.objects.filter(is_synthetic=False).exists()


def get_enterprise(pk: int, *, actor: Actor) -> EnterpriseDetail:
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
        merges=merge_history(pk),
    )
