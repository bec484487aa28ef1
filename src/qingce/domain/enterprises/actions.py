"""Writing enterprises: who a row is about, and the names an enterprise has gone by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.enterprises.columns import (
    FILLED_WHEN_EMPTY,
    NewName,
    enterprise_columns,
    filled_columns,
    name_columns,
    numbered,
)
from qingce.domain.enterprises.describing import Description
from qingce.domain.enterprises.enums import Identity, NameKind
from qingce.domain.enterprises.matching import Candidate, Candidates, find_candidates
from qingce.domain.enterprises.models import Enterprise, EnterpriseName
from qingce.domain.enterprises.queries import EnterpriseNotFound
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.names import name_key
from qingce.pure.kernel.text import clean
from qingce.shared.bulk.actions import insert_rows, one_at_a_time, reserve_ids, update_rows
from qingce.shared.changes.actions import note_change, note_changes

LONGEST_NAME = 200
LONGEST_SOURCE = 300

__all__ = [
    "Description",
    "NoName",
    "NoSource",
    "RenameInFuture",
    "Resolution",
    "SameName",
    "rename_enterprise",
    "resolve_enterprises",
]


class SameName(InvalidValue):
    """The new name is the one the enterprise already has."""

    code = "same-name"


class NoName(InvalidValue):
    """The new name is empty, or longer than names are."""

    code = "no-name"


class RenameInFuture(InvalidValue):
    """The new name is not in use yet."""

    code = "rename-in-future"


class NoSource(InvalidValue):
    """A name needs a source that states it."""

    code = "no-source"


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
        one_at_a_time("enterprises")  # two files that name the same new enterprise make one
        work = _Resolving(find_candidates(*_sought(descriptions)), at=at)
        matched = [work.take(description) for description in descriptions]
        created = work.save()
        return Resolution(tuple(map(numbered, matched)), created)


def _sought(descriptions: Sequence[Description]) -> tuple[set[str], set[str]]:
    codes = {d.uscc for d in descriptions if d.uscc}
    return codes, {d.name_key for d in descriptions}


class _Resolving:
    """One run: what is to be made, filled and named, written together at the end."""

    def __init__(self, candidates: Candidates, *, at: datetime) -> None:
        self.candidates = candidates
        self.at = at
        self.made: list[Candidate] = []
        self.filled: dict[int, Candidate] = {}
        self.names: list[NewName] = []

    def take(self, description: Description) -> Candidate:
        enterprise = self.candidates.match(description)
        if enterprise is None:
            enterprise = self._make(description)
        elif _fill(enterprise, description):
            self.candidates.add(enterprise)  # the code may be new
            if enterprise.id is not None:
                self.filled[enterprise.id] = enterprise
        for name in description.former_names:
            self._name(enterprise, name, name_key(name), NameKind.FORMER, description)
        self._name(enterprise, description.name, description.name_key, NameKind.VARIANT, description)
        return enterprise

    def _make(self, description: Description) -> Candidate:
        enterprise = _candidate(description)
        self.made.append(enterprise)
        self._name(enterprise, description.name, description.name_key, NameKind.CURRENT, description)
        self.candidates.add(enterprise)
        return enterprise

    def _name(self, enterprise: Candidate, name: str, key: str, kind: NameKind, description: Description) -> None:
        if self.candidates.add_name(enterprise, key):
            self.names.append(NewName(enterprise, name, key, kind, description.stated_by))

    def save(self) -> frozenset[int]:
        ids = reserve_ids(Enterprise, len(self.made))
        for enterprise, number in zip(self.made, ids, strict=True):
            enterprise.id = number
        insert_rows(Enterprise, enterprise_columns(self.made, at=self.at))
        update_rows(Enterprise, filled_columns(list(self.filled.values())))
        insert_rows(EnterpriseName, name_columns(self.names, at=self.at), skip_known=True)
        created = frozenset(ids)
        renamed = {numbered(each.enterprise) for each in self.names} - created
        note_changes("enterprise", created | set(self.filled) | renamed, at=self.at)
        # Their records are found by what was filled in, too.
        note_changes("enterprise-shown", renamed | set(self.filled), at=self.at)
        return created


def _candidate(description: Description) -> Candidate:
    return Candidate(
        id=None,
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
    )


def _identity(description: Description) -> Identity:
    if description.is_pseudonym:
        return Identity.PSEUDONYM
    return Identity.USCC if description.uscc else Identity.NAME


def _fill(enterprise: Candidate, description: Description) -> bool:
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

    Args: changed_on: first day of the new name; None: not known. stated_by: the source that says so.
    Raises: EnterpriseNotFound; SameName; NoName: the name is empty, or too long; RenameInFuture; NoSource.
    """
    name, stated_by = clean(name), clean(stated_by)[:LONGEST_SOURCE]
    if not name_key(name) or len(name) > LONGEST_NAME:
        raise NoName(f"A name has 1 to {LONGEST_NAME} characters, not only marks.", longest=LONGEST_NAME)
    if changed_on and changed_on > localdate(at):
        raise RenameInFuture(f"The new name is in use from {changed_on}; note it then.", day=changed_on.isoformat())
    if not stated_by:
        raise NoSource("Say where the new name is stated: it is shown on the enterprise's page.")
    with transaction.atomic():
        one_at_a_time("enterprises")
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
        note_change("enterprise-shown", pk, at=at)


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
