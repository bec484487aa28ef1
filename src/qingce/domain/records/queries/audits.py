"""Records of cleaner production audits with the fields of their own, for who keeps rosters and duties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from qingce.domain.enterprises.queries import family_of
from qingce.domain.records.enums import RecordType
from qingce.domain.records.models import Provenance, Record
from qingce.domain.records.permissions import visible_to
from qingce.domain.records.queries.listing import OWNER
from qingce.domain.records.queries.matter import LARGEST, no_record
from qingce.shared.parties.enums import NOBODY

_NAME = Coalesce("enterprise__canonical__name", "enterprise__name")
_COLUMNS = (
    "pk", OWNER, _NAME, "division", "enterprise__division", "title", "issuer", "published_on", "year", "batch_id",
    "details",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A line of a roster or of results, on the public list. Args: division: GB/T 2260; empty: not known."""

    id: int
    enterprise_id: int
    enterprise: str
    division: str
    title: str
    issuer: str
    published_on: date | None
    year: int | None
    batch_id: int
    details: Mapping[str, str]


def audits_of(enterprises: Collection[int]) -> dict[int, list[AuditRow]]:
    """The audits of each of these enterprises, with those merged into it, oldest first; one query.

    Args: enterprises: numbers of those that stand for themselves.
    """
    found: defaultdict[int, list[AuditRow]] = defaultdict(list)
    for each in _rows(_audits().filter(enterprise__in=family_of(list(enterprises)))) if enterprises else ():
        found[each.enterprise_id].append(each)
    return {owner: sorted(rows, key=_by_day) for owner, rows in found.items()}


def audits_of_batch(batch_id: int, *, offset: int = 0, limit: int | None = None) -> list[AuditRow]:
    """What a file said of audits, also where an earlier file had said the same; by number, one query."""
    said = Provenance.objects.filter(batch_id=batch_id).values("record_id")
    end = None if limit is None else offset + limit
    return _rows(_audits().filter(pk__in=said).order_by("pk")[offset:end])


def audits_by_ids(numbers: Collection[int]) -> list[AuditRow]:
    """Those of these records that are listed audits, by number; one query."""
    return _rows(_audits().filter(pk__in=list(numbers)).order_by("pk"))


def count_audits(batches: Collection[int]) -> dict[int, int]:
    """Of how many listed audits each file told; one query."""
    told = Provenance.objects.filter(batch_id__in=list(batches), record__in=_audits()).order_by()
    return dict(told.values_list("batch_id").annotate(Count("record_id", distinct=True)))


def audit(pk: int) -> AuditRow:
    """One listed audit; one query.

    Raises: RecordNotFound: there is none, or it is of another type.
    """
    found = _rows(_audits().filter(pk=pk)) if pk <= LARGEST else []
    if not found:
        raise no_record(pk)
    return found[0]


def audits_after(
    after: int, limit: int, *, enterprise: int | None = None, batch: int | None = None, year: int | None = None
) -> list[AuditRow]:
    """Listed audits by number, from the one behind `after`; one query, two for an enterprise.

    Args: enterprise: with those merged into it. batch: what its file said, also where an earlier one had said the same.
    """
    found = _audits().filter(pk__gt=after)
    if enterprise is not None:
        found = found.filter(enterprise__in=family_of([enterprise]))
    if batch is not None:
        found = found.filter(pk__in=Provenance.objects.filter(batch_id=batch).values("record_id"))
    if year is not None:
        found = found.filter(year=year)
    return _rows(found.order_by("pk")[:limit])


def _audits() -> QuerySet[Record]:
    return Record.objects.filter(visible_to(NOBODY), type=RecordType.CLEANER_PRODUCTION)


def _rows(records: QuerySet[Record]) -> list[AuditRow]:
    return [
        AuditRow(pk, owner, name, own or seat, *rest)
        for pk, owner, name, own, seat, *rest in records.values_list(*_COLUMNS)
    ]


def _by_day(row: AuditRow) -> tuple[str, int]:
    day = row.published_on.isoformat() if row.published_on else f"{row.year or 0:04d}"
    return day, row.id
