"""Writing enterprises: who a row is about, and the names an enterprise has gone by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from qingce.domain.enterprises.enums import Identity, NameKind
from qingce.domain.enterprises.matching import Candidates, find_candidates
from qingce.domain.enterprises.models import Enterprise, EnterpriseName
from qingce.domain.enterprises.queries import EnterpriseNotFound
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.names import name_key
from qingce.shared.changes.actions import note_change, note_changes

FILLED_WHEN_EMPTY = ("address", "division", "industry", "longitude", "latitude", "listed")


class SameName(InvalidValue):
    """The new name is the one the enterprise already has."""

    code = "same-name"


@dataclass(frozen=True)
class Description:
    """What a source says of an enterprise; empty or None: it does not say."""

    name: str
    name_key: str
    uscc: str | None = None
    is_pseudonym: bool = False
    former_names: tuple[str, ...] = ()
    address: str = ""
    division: str = ""
    industry: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    listed: bool | None = None
    is_synthetic: bool = False
    stated_by: str = ""


@dataclass(frozen=True)
class Resolution:
    """Which enterprise each description is about: numbers in the order given; and which were made."""

    ids: tuple[int, ...]
    created: frozenset[int]


def resolve_enterprises(descriptions: Sequence[Description], *, at: datetime) -> Resolution:
    """Finds or makes the enterprise each description is about (REC-4).

    A valid code decides; else the name, current or former, within the same region; a pseudonym only meets its own.
    Blank columns of a known enterprise are filled, never overwritten; another name it goes by is kept beside it.

    Cost: a fixed number of queries, whatever the number of descriptions.
    """
    with transaction.atomic():
        work = _Resolving(find_candidates(*_sought(descriptions)), at=at)
        matched = [work.take(description) for description in descriptions]
        created = work.save()
        return Resolution(tuple(enterprise.pk for enterprise in matched), created)


def _sought(descriptions: Sequence[Description]) -> tuple[set[str], set[str]]:
    codes = {d.uscc for d in descriptions if d.uscc}
    return codes, {d.name_key for d in descriptions}


class _Resolving:
    """One run: what is to be made, filled and named, written together at the end."""

    def __init__(self, candidates: Candidates, *, at: datetime) -> None:
        self.candidates = candidates
        self.at = at
        self.made: list[Enterprise] = []
        self.filled: dict[int, Enterprise] = {}
        self.names: list[EnterpriseName] = []

    def take(self, description: Description) -> Enterprise:
        enterprise = self.candidates.match(description)
        if enterprise is None:
            enterprise = self._make(description)
        elif _fill(enterprise, description) and enterprise.pk:
            self.filled[enterprise.pk] = enterprise
        self.candidates.add(enterprise)
        for name in description.former_names:
            self._name(enterprise, name, name_key(name), NameKind.FORMER, description)
        self._name(enterprise, description.name, description.name_key, NameKind.VARIANT, description)
        return enterprise

    def _make(self, description: Description) -> Enterprise:
        enterprise = _new_enterprise(description, at=self.at)
        self.made.append(enterprise)
        self._name(enterprise, description.name, description.name_key, NameKind.CURRENT, description)
        return enterprise

    def _name(self, enterprise: Enterprise, name: str, key: str, kind: NameKind, description: Description) -> None:
        if self.candidates.add_name(enterprise, key):
            row = EnterpriseName(name=name, name_key=key, kind=kind, created_at=self.at)
            row.enterprise, row.stated_by = enterprise, description.stated_by
            self.names.append(row)

    def save(self) -> frozenset[int]:
        Enterprise.objects.bulk_create(self.made, batch_size=500)
        Enterprise.objects.bulk_update(self.filled.values(), [*FILLED_WHEN_EMPTY, "uscc", "identity"], batch_size=200)
        for row in self.names:
            row.enterprise_id = row.enterprise.pk
        EnterpriseName.objects.bulk_create(self.names, batch_size=1000, ignore_conflicts=True)
        created = frozenset(enterprise.pk for enterprise in self.made)
        renamed = {row.enterprise_id for row in self.names} - created
        note_changes("enterprise", created | set(self.filled) | renamed, at=self.at)
        note_changes("enterprise-name", renamed, at=self.at)
        return created


def _new_enterprise(description: Description, *, at: datetime) -> Enterprise:
    return Enterprise(
        name=description.name,
        name_key=description.name_key,
        uscc=description.uscc,
        identity=_identity(description),
        address=description.address,
        division=description.division,
        industry=description.industry,
        longitude=description.longitude,
        latitude=description.latitude,
        listed=description.listed,
        is_synthetic=description.is_synthetic,
        created_at=at,
    )


def _identity(description: Description) -> Identity:
    if description.is_pseudonym:
        return Identity.PSEUDONYM
    return Identity.USCC if description.uscc else Identity.NAME


def _fill(enterprise: Enterprise, description: Description) -> bool:
    """Fills what was not known; a code that turns up makes the enterprise identified by it."""
    is_filled = False
    for column in FILLED_WHEN_EMPTY:
        stated = getattr(description, column)
        if getattr(enterprise, column) in ("", None) and stated not in ("", None):
            setattr(enterprise, column, stated)
            is_filled = True
    if description.uscc and enterprise.uscc is None:
        enterprise.uscc, enterprise.identity = description.uscc, Identity.USCC
        is_filled = True
    return is_filled


def rename_enterprise(pk: int, *, name: str, changed_on: date | None, stated_by: str, at: datetime) -> None:
    """Gives an enterprise its new name; the old one stays findable, with its last day.

    Args: changed_on: first day of the new name; None: not known.
    Raises: EnterpriseNotFound; SameName.
    """
    with transaction.atomic():
        enterprise = Enterprise.objects.select_for_update().filter(pk=pk).first()
        if enterprise is None:
            raise EnterpriseNotFound(f"There is no enterprise number {pk}; look it up by name.", number=pk)
        if enterprise.name == name:
            raise SameName(f"Enterprise {pk} already has the name {name}.", number=pk, name=name)
        _retire_name(enterprise, changed_on=changed_on, at=at)
        enterprise.name, enterprise.name_key = name, name_key(name)
        enterprise.save(update_fields=["name", "name_key"])
        EnterpriseName.objects.update_or_create(
            enterprise=enterprise,
            name=name,
            kind=NameKind.CURRENT,
            defaults={
                "name_key": enterprise.name_key,
                "used_from": changed_on,
                "stated_by": stated_by,
                "created_at": at,
            },
        )
        note_change("enterprise", pk, at=at)
        note_change("enterprise-name", pk, at=at)


def _retire_name(enterprise: Enterprise, *, changed_on: date | None, at: datetime) -> None:
    last_day = changed_on - timedelta(days=1) if changed_on else None
    current = EnterpriseName.objects.filter(enterprise=enterprise, kind=NameKind.CURRENT).first()
    EnterpriseName.objects.update_or_create(
        enterprise=enterprise,
        name=enterprise.name,
        kind=NameKind.FORMER,
        defaults={
            "name_key": enterprise.name_key,
            "used_from": current.used_from if current else None,
            "used_until": last_day,
            "stated_by": current.stated_by if current else "",
            "created_at": at,
        },
    )
    if current:
        current.delete()
