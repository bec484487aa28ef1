"""What of records and enterprises is searched, and how their entries follow changes."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, IntegerField, Max, Min
from django.db.models import TextField as TextColumn
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from qingce.domain.enterprises.queries import families_between, id_span, kin_of, other_names, rows_between
from qingce.domain.records.classification import pollutant_name
from qingce.domain.records.enums import Status
from qingce.domain.records.models import Measurement, Record, Violation
from qingce.domain.records.permissions import visible_to
from qingce.domain.records.placing import places_today
from qingce.domain.records.queries.listing import OWNER
from qingce.shared.changes.actions import note_changes
from qingce.shared.changes.enums import IdRange
from qingce.shared.changes.registry import Follower, register_follower
from qingce.shared.parties.enums import NOBODY
from qingce.shared.search.registry import Document, FacetField, Indexed, TextField, register

SPAN = 10_000
OWNERS = 5_000  # whose records are asked for at once
NOTED = 100_000  # at once
PLACES = ("province", "prefecture", "county")
_OPEN, _CORRECTED = Status.OPEN.value, Status.CORRECTED.value


def register_search() -> None:
    """Records and enterprises are searched; an enterprise of which more is known takes its records along."""
    register(
        Indexed(
            kind="record",
            texts=(
                TextField("enterprise", 2.0),
                TextField("former_names", 2.0),
                TextField("title", 2.0),
                TextField("doc_no", 2.0),
                TextField("uscc", 2.0),
                TextField("issuer"),
                TextField("text"),
                TextField("address"),
            ),
            facets=(
                FacetField("type"),
                FacetField("year", of_day=True),
                *(FacetField(place) for place in PLACES),
                FacetField("issuer"),
                FacetField("industry"),
                FacetField("category", many=True),
                FacetField("pollutant", many=True),
                FacetField("status"),
            ),
            documents=record_documents,
            ranges=lambda: _ranges(_record_span()),
        )
    )
    register(
        Indexed(
            kind="enterprise",
            texts=(
                TextField("name", 4.0),
                TextField("former_names", 3.0),
                TextField("uscc", 3.0),
                TextField("address"),
            ),
            facets=(
                *(FacetField(place) for place in PLACES),
                FacetField("industry"),
                FacetField("type", many=True),
            ),
            documents=enterprise_documents,
            ranges=lambda: _ranges(id_span()),
        )
    )
    shown = frozenset({"enterprise-shown"})
    register_follower(Follower("records-of-enterprises", shown, note_records_of, notes=True))


def note_records_of(ranges: Sequence[IdRange]) -> None:
    """Tells the feed that the records of enterprises show something else of them now.

    All are looked for before any is noted: near numbers share a row of the feed, and those of an import are near.
    """
    shown = {number for span in ranges for number in range(span.first, span.last + 1)}
    shown.update(*kin_of(shown).values())
    numbers = array("q")
    for owners in _pieces(sorted(shown), OWNERS):
        numbers.extend(Record.objects.filter(enterprise_id__in=owners).values_list("pk", flat=True))
    for noted in _pieces(sorted(numbers), NOTED):
        with transaction.atomic():
            note_changes("record", noted, at=timezone.now())


def _pieces(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


def _record_span() -> tuple[int, int] | None:
    ends = Record.objects.aggregate(first=Min("pk"), last=Max("pk"))
    return None if ends["first"] is None else (ends["first"], ends["last"])


def _ranges(ends: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    if ends:
        for first in range(ends[0], ends[1] + 1, SPAN):
            yield first, first + SPAN - 1


def record_documents(first: int, last: int) -> Iterator[Document]:
    """The public records with first <= number <= last, as they are searched; five queries.

    Rows are read as bare columns: millions of them pass here, and a model object for each would cost more than the
    engine's own work. What Django would translate value by value is asked for as the database has it.
    """
    shown = Record.objects.filter(visible_to(NOBODY), pk__range=(first, last)).annotate(
        dated_on=Coalesce("published_on", "decided_on", "inspected_on"),
        said=Cast("details", TextColumn()),
        corrected=Cast("is_corrected", IntegerField()),
    )
    columns = (
        *_COLUMNS,
        *(f"enterprise__{each}" for each in _OWN),
        *(f"enterprise__canonical__{each}" for each in _OWN),
    )
    rows = [(row[: len(_COLUMNS)], _owner(row)) for row in shown.order_by("pk").values_list(*columns)]
    names = {owner: "\n".join(written) for owner, written in other_names({owner.pk for _, owner in rows}).items()}
    categories = _by_record(Violation, "category", first, last)
    pollutants = _by_record(Measurement, "pollutant", first, last)
    for row, owner in rows:
        record = _Columns._make(row)
        yield _record_document(
            record, owner, names.get(owner.pk, ""), categories.get(record.pk, ()), pollutants.get(record.pk, ())
        )


class _Columns(NamedTuple):
    """A record's own columns that are searched."""

    pk: int
    type: str
    year: int | None
    title: str
    doc_no: str
    issuer: str
    description: str
    laws: str
    measure: str
    said: str
    address: str
    division: str
    industry: str
    corrected: int
    dated_on: date | None


class _Owner(NamedTuple):
    """What is searched of the enterprise that a record is shown under."""

    pk: int
    name: str
    uscc: str | None
    address: str
    division: str
    industry: str


_COLUMNS, _OWN = _Columns._fields, _Owner._fields


def _by_record(model: type[Violation | Measurement], column: str, first: int, last: int) -> dict[int, list[str]]:
    values: defaultdict[int, list[str]] = defaultdict(list)
    rows = model._default_manager.filter(record_id__gte=first, record_id__lte=last).order_by("pk")
    for record_id, value in rows.values_list("record_id", column).iterator(chunk_size=5000):
        values[record_id].append(value)
    return values


def _owner(row: Sequence[Any]) -> _Owner:
    """The last columns are those of the enterprise that its own one was merged into, empty where it was not."""
    return _Owner._make(row[-len(_OWN) :] if row[-len(_OWN)] else row[len(_COLUMNS) : -len(_OWN)])


def _record_document(
    record: _Columns, owner: _Owner, former: str, categories: Sequence[str], measured: Sequence[str]
) -> Document:
    pollutants = list(dict.fromkeys(measured))
    parts = (record.description, record.laws, record.measure, _said(record.said), *pollutants)
    return Document(
        id=record.pk,
        texts={
            "enterprise": owner.name,
            "former_names": former,
            "title": record.title,
            "doc_no": record.doc_no,
            "uscc": owner.uscc or "",
            "issuer": record.issuer,
            "text": "\n".join([part for part in parts if part]),
            "address": record.address or owner.address,
        },
        facets={
            "type": record.type,
            **places_today(record.division or owner.division),
            "issuer": record.issuer,
            "industry": (record.industry or owner.industry)[:2],
            "category": categories,
            "pollutant": [pollutant_name(each) for each in pollutants],
            "status": _CORRECTED if record.corrected else _OPEN,
        },
        day=_day(record),
    )


@lru_cache(maxsize=10_000)
def _said(details: str) -> str:
    """The values of what only this type has, in their order."""
    return "\n".join(filter(None, json.loads(details).values()))


def enterprise_documents(first: int, last: int) -> Iterator[Document]:
    """The enterprises with first <= number <= last that have a public record, as they are searched; three queries."""
    types = _types(first, last)
    for enterprise in rows_between(first, last):
        counts = types.get(enterprise.id)
        if not counts:
            continue
        yield Document(
            id=enterprise.id,
            texts={
                "name": enterprise.name,
                "former_names": "\n".join(enterprise.other_names),
                "uscc": enterprise.uscc or "",
                "address": enterprise.address,
            },
            facets={
                **places_today(enterprise.division),
                "industry": enterprise.industry[:2],
                "type": sorted(counts),
            },
            boost=1.0 + sum(counts.values()),
        )


def _types(first: int, last: int) -> dict[int, dict[str, int]]:
    counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    rows = Record.objects.filter(visible_to(NOBODY), enterprise__in=families_between(first, last))
    for owner, record_type, count in rows.values_list(OWNER, "type").annotate(count=Count("pk")).order_by():
        counts[owner][record_type] = count
    return counts


def _day(record: _Columns) -> int:
    """What newest first goes by; of a year alone its first day, 0 where nothing is known."""
    if record.dated_on:
        return record.dated_on.toordinal()
    return date(record.year, 1, 1).toordinal() if record.year else 0
