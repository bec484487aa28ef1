"""Liaisons as suppliers see them, suppliers and filings as liaisons do, and filings as the enterprise does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from qingce.domain.disclosure.enums import FilingState
from qingce.domain.disclosure.liaison.permissions import (
    filings_reached,
    not_found,
    own_filings,
    suppliers_reached,
)
from qingce.domain.disclosure.models import FiledFile, Filing, Liaison, Stakeholder
from qingce.domain.enterprises.queries import family_of
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.enums import Actor, Duty, OrganisationKind
from qingce.shared.parties.queries import active_organisations, actor_of, organisations_by_ids, roles_of


@dataclass(frozen=True)
class BrandRow:
    """A brand and who of the staff is there for it. Args: person: empty: nobody yet. address: at work."""

    id: int
    name: str
    name_en: str
    person_id: int | None
    person: str
    address: str


@dataclass(frozen=True)
class SupplierRow:
    """An enterprise that names a brand as its stakeholder."""

    enterprise_id: int
    enterprise_name: str
    brand: int
    brand_name: str


@dataclass(frozen=True)
class FilingRow:
    """What was filed. Args: filed_by, decided_by: signatures. files: while it waits."""

    id: int
    enterprise_id: int
    enterprise_name: str
    brand: int
    brand_name: str
    received_on: date
    note: str
    state: FilingState
    filed_by: str
    filed_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
    disclosure_id: int | None
    files: tuple[KeptFile, ...] = ()


def brands() -> list[BrandRow]:
    """The brands that were let in, by name, each with its liaison; a fixed number of queries for each liaison."""
    return _with_liaisons([(each.id, each.name, each.name_en) for each in active_organisations(OrganisationKind.BRAND)])


def stakeholders_of(enterprise_id: int) -> list[BrandRow]:
    """The brands that an enterprise, as merged now, names, each with its liaison."""
    named = Stakeholder.objects.filter(enterprise__in=family_of([enterprise_id]).values("pk"), ended_at=None)
    numbers = list(named.order_by("named_at", "pk").values_list("brand", flat=True))
    found = organisations_by_ids(numbers)
    return _with_liaisons([(pk, found[pk].name, found[pk].name_en) for pk in dict.fromkeys(numbers)])


def suppliers_of(actor: Actor) -> list[SupplierRow]:
    """The suppliers of the brands whose liaison somebody is, by brand and name; two queries."""
    rows = Stakeholder.objects.filter(suppliers_reached(actor)).select_related(
        "enterprise", "enterprise__canonical", "brand"
    )
    found = []
    for row in rows.order_by("brand__name", "enterprise__name", "pk"):
        root = row.enterprise.canonical or row.enterprise
        found.append(SupplierRow(root.pk, root.name, row.brand_id, row.brand.name))
    return list(dict.fromkeys(found))


def filings_for_office(actor: Actor, *, start: int = 0, count: int = 50) -> list[FilingRow]:
    """What was filed for suppliers of the brands whose liaison somebody is, the newest first; two queries."""
    rows = _named(Filing.objects.filter(filings_reached(actor))).order_by("-filed_at", "-pk")
    return [_row(row) for row in rows[start : start + count]]


def count_filings_for_office(actor: Actor) -> int:
    """How many `filings_for_office` there are."""
    return Filing.objects.filter(filings_reached(actor)).count()


def staff_filing(pk: int, *, actor: Actor) -> FilingRow:
    """A filing for the liaison of its brand.

    Raises: FilingNotFound: also for everybody else.
    """
    return _one(pk, filings_reached(actor))


def own_filing(pk: int, *, actor: Actor) -> FilingRow:
    """A filing for those who speak for its enterprise.

    Raises: FilingNotFound: also for everybody else.
    """
    return _one(pk, own_filings(actor))


def filings_of(enterprise_id: int) -> list[FilingRow]:
    """What was filed for an enterprise, as merged now, the newest first; one query."""
    rows = Filing.objects.filter(enterprise__in=family_of([enterprise_id]).values("pk"))
    return [_row(row) for row in _named(rows).order_by("-filed_at", "-pk")]


def _with_liaisons(found: Collection[tuple[int, str, str]]) -> list[BrandRow]:
    rows = Liaison.objects.filter(brand__in=[pk for pk, *_ in found], ended_at=None)
    by_brand = {row.brand_id: row for row in rows}
    people = {row.person_id: actor_of(row.person_id) for row in by_brand.values()}
    shown = []
    for pk, name, name_en in found:
        row = by_brand.get(pk)
        person = people.get(row.person_id) if row else None
        if row and person and person.roles & set(roles_of(Duty.TAKE_IN_MAIL)):
            shown.append(BrandRow(pk, name, name_en, row.person_id, person.name, row.address))
        else:  # whoever lost the role is nobody's liaison any more
            shown.append(BrandRow(pk, name, name_en, None, "", ""))
    return shown


def _one(pk: int, seen: Q) -> FilingRow:
    row = _named(Filing.objects.filter(seen, pk=pk)).first()
    if row is None:
        raise not_found(pk)
    numbers = FiledFile.objects.filter(filing=row).order_by("pk").values_list("file", flat=True)
    return _row(row, files_by_ids(list(numbers)))


def _named(rows: QuerySet[Filing]) -> QuerySet[Filing]:
    return rows.select_related("enterprise", "enterprise__canonical", "brand")


def _row(row: Filing, files: Iterable[KeptFile] = ()) -> FilingRow:
    root = row.enterprise.canonical or row.enterprise
    return FilingRow(
        id=row.pk,
        enterprise_id=root.pk,
        enterprise_name=root.name,
        brand=row.brand_id,
        brand_name=row.brand.name,
        received_on=row.received_on,
        note=row.note,
        state=FilingState(row.state),
        filed_by=row.filed_by,
        filed_at=row.filed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
        disclosure_id=row.disclosure_id,
        files=tuple(files),
    )
