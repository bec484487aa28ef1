"""Records as lists show them: bare columns and no model objects, for the busiest pages are lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from qingce.domain.enterprises.enums import Identity
from qingce.domain.enterprises.queries import family_of, region
from qingce.domain.records.enums import BY_TYPE, PublicationState, RecordType, Status, ViolationCategory
from qingce.domain.records.models import Record, Violation
from qingce.domain.records.permissions import addressable_by, visible_to
from qingce.domain.records.queries.by_numbers import ByNumbers, written
from qingce.pure.kernel.divisions import DivisionPath
from qingce.shared.parties.enums import Actor

PIECE = 1000
OWNER = Coalesce("enterprise__canonical_id", "enterprise_id")
NEWEST_FIRST = (
    F("year").desc(nulls_last=True),
    Coalesce("published_on", "decided_on", "inspected_on").desc(nulls_last=True),
    "-pk",
)


@dataclass(frozen=True)
class RecordRow:
    """A record as lists show it."""

    id: int
    type: RecordType
    status: Status
    title: str
    doc_no: str
    issuer: str
    published_on: date | None
    decided_on: date | None
    inspected_on: date | None
    year: int | None
    division: str
    enterprise_id: int
    enterprise_name: str
    identity: Identity
    description: str
    measure: str
    fine_cny: Decimal | None
    categories: tuple[ViolationCategory, ...]
    is_synthetic: bool

    @property
    def dated(self) -> date | None:
        """The day it is listed under: publication, else decision, else inspection."""
        return self.published_on or self.decided_on or self.inspected_on

    @property
    def is_neutral(self) -> bool:
        """Whether its type states no violation: being listed says nothing ill of the enterprise."""
        return not BY_TYPE[self.type].states_violation

    @property
    def region(self) -> DivisionPath | None:
        """Where it happened, as far as known."""
        return region(self.division)


# In the order of `RecordRow`.
_SAID = ("title", "doc_no", "issuer", "published_on", "decided_on", "inspected_on", "year", "division")
_IDENTITY_AT = len(_SAID) + 2
_NAME = Coalesce("enterprise__canonical__name", "enterprise__name")
_IDENTITY = Coalesce("enterprise__canonical__identity", "enterprise__identity")
_COLUMNS = (
    "pk", "type", "state", "is_corrected", "is_synthetic", _IDENTITY,
    *_SAID, OWNER, _NAME, "description", "measure", "fine_cny",
)  # fmt: skip


def rows_by_ids(ids: Sequence[int], *, actor: Actor) -> list[RecordRow]:
    """The records with these numbers that the actor may see, in the order given.

    Cost: two queries, whatever the number of records.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    found = {row.id: row for row in _with_categories(list(_by_numbers(visible_to(actor), len(wanted)).rows(wanted)))}
    return [found[pk] for pk in ids if pk in found]


def records_of(
    enterprise_id: int, *, actor: Actor, record_type: str = "", offset: int = 0, limit: int = 50
) -> list[RecordRow]:
    """An enterprise's records, newest first; those without a date behind those of their year."""
    records = Record.objects.filter(visible_to(actor), enterprise__in=family_of([enterprise_id]))
    if record_type:
        records = records.filter(type=record_type)
    return _rows(records.order_by(*NEWEST_FIRST)[offset : offset + limit])


def listed_numbers(enterprise_id: int, *, actor: Actor) -> list[tuple[int, RecordType]]:
    """Number and type of an enterprise's records, newest first; one query."""
    records = Record.objects.filter(visible_to(actor), enterprise__in=family_of([enterprise_id]))
    return [(pk, RecordType(kind)) for pk, kind in records.order_by(*NEWEST_FIRST).values_list("pk", "type")]


def numbers_by_enterprise(enterprises: Collection[int], *, actor: Actor) -> dict[int, list[int]]:
    """Numbers of the records of each of these enterprises, with those merged into it; one query.

    Args: enterprises: numbers of those that stand for themselves.
    """
    records = Record.objects.filter(visible_to(actor), enterprise__in=family_of(list(enterprises)))
    root = Coalesce(F("enterprise__canonical"), F("enterprise"))
    found: dict[int, list[int]] = {}
    for enterprise, number in records.annotate(root=root).order_by("pk").values_list("root", "pk"):
        found.setdefault(enterprise, []).append(number)
    return found


def records_of_batch(batch_id: int, *, actor: Actor, limit: int) -> list[RecordRow]:
    """The first records that a batch brought and the actor may address, withdrawn ones too, by number."""
    return _rows(Record.objects.filter(addressable_by(actor), batch_id=batch_id).order_by("pk")[:limit])


def iterate_records_of(enterprise_id: int, *, actor: Actor) -> Iterator[RecordRow]:
    """All of an enterprise's records, for downloads; a bounded piece in memory at a time."""
    records = Record.objects.filter(visible_to(actor), enterprise__in=family_of([enterprise_id]))
    rows = records.order_by(*NEWEST_FIRST).values_list(*_COLUMNS).iterator(chunk_size=PIECE)
    while piece := list(islice(rows, PIECE)):
        yield from _with_categories(piece)


def status_of(state: str, *, is_corrected: bool) -> Status:
    """How a record stands, in one word."""
    if state != PublicationState.PUBLISHED:
        return Status(state)
    return Status.CORRECTED if is_corrected else Status.OPEN


@lru_cache(maxsize=256)
def _by_numbers(seen: Q, count: int) -> ByNumbers:
    return written(count, lambda pks: Record.objects.filter(seen, pk__in=pks).order_by().values_list(*_COLUMNS))


@lru_cache(maxsize=256)
def _categories_of(count: int) -> ByNumbers:
    said = Violation.objects.order_by("pk").values_list("record_id", "category")
    return written(count, lambda pks: said.filter(record_id__in=pks))


def _rows(records: QuerySet[Record]) -> list[RecordRow]:
    return list(_with_categories(list(records.values_list(*_COLUMNS))))


def _with_categories(found: Sequence[tuple[Any, ...]]) -> Iterator[RecordRow]:
    """Rows of `_COLUMNS` with the violations of their records; one query."""
    categories = _categories([row[0] for row in found])
    for pk, kind, state, is_corrected, is_synthetic, identity, *said in found:
        status = status_of(state, is_corrected=is_corrected)
        violations = tuple(categories.get(pk, ()))
        said.insert(_IDENTITY_AT, Identity(identity))
        row: list[Any] = [pk, RecordType(kind), status, *said, violations, is_synthetic]
        yield RecordRow(*row)


def _categories(numbers: Sequence[int]) -> dict[int, list[ViolationCategory]]:
    found: defaultdict[int, list[ViolationCategory]] = defaultdict(list)
    for number, category in _categories_of(len(numbers)).rows(numbers) if numbers else ():
        found[number].append(ViolationCategory(category))
    return found
