"""Writing readings: a piece of a file in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from qingce.domain.enterprises.actions import resolve_enterprises
from qingce.domain.records.classification import pollutant_code
from qingce.domain.records.identity import Keys, document_key, keys_of
from qingce.domain.records.models import Measurement, Provenance, Quantity, Record, Source, Violation
from qingce.domain.records.reading import Reading, SourceText
from qingce.pure.kernel.canonical import digest

COMPARED = (
    "title", "doc_no", "issuer", "published_on", "decided_on", "inspected_on", "description", "laws", "measure",
    "fine_cny",
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """What became of a piece: the numbers of the records it made and of the enterprises its rows are about."""

    new: tuple[int, ...]
    enterprises: frozenset[int]


def write_readings(readings: Sequence[Reading], *, batch_id: int, sheet: str, at: datetime) -> Written:
    """Writes rows that are new and notes where the others were met again (REC-5); all of them or none.

    A row that this batch already wrote, before it was killed, is met again and changes nothing.
    Cost: a fixed number of queries, whatever the number of rows.
    """
    with transaction.atomic():
        owners = resolve_enterprises([reading.enterprise for reading in readings], at=at).ids
        keys = [keys_of(owner, reading.content) for owner, reading in zip(owners, readings, strict=True)]
        known = _Known(keys)
        new: list[tuple[Record, Reading]] = []
        pairs: list[tuple[Record, Reading]] = []
        for owner, reading, key in zip(owners, readings, keys, strict=True):
            record = known.find(key, reading.content.doc_no)
            if record is None:
                record = _record(reading, owner, key, batch_id=batch_id, at=at)
                known.add(record)
                new.append((record, reading))
            pairs.append((record, reading))
        _save_new(new)
        _save_provenances(pairs, {id(record) for record, _ in new}, batch_id=batch_id, sheet=sheet, at=at)
        return Written(tuple(record.pk for record, _ in new), frozenset(owners))


class _Known:
    """The records of the database, and of this piece, that rows may be."""

    def __init__(self, keys: Iterable[Keys]) -> None:
        self._by_identity: dict[bytes, Record] = {}
        self._by_content: defaultdict[bytes, list[Record]] = defaultdict(list)
        keys = list(keys)
        for record in Record.objects.filter(identity_key__in=[key.identity for key in keys]):
            self.add(record)
        for record in Record.objects.filter(content_key__in=[key.content for key in keys]):
            self.add(record)

    def add(self, record: Record) -> None:
        identity, content = bytes(record.identity_key), bytes(record.content_key)
        if identity not in self._by_identity:
            self._by_identity[identity] = record
            self._by_content[content].append(record)

    def find(self, key: Keys, doc_no: str) -> Record | None:
        """The same document; else the same content, unless both have a document number and the numbers differ."""
        if found := self._by_identity.get(key.identity):
            return found
        number = document_key(doc_no)
        for record in self._by_content.get(key.content, ()):
            if not number or not document_key(record.doc_no):
                return record
        return None


def _record(reading: Reading, owner: int, key: Keys, *, batch_id: int, at: datetime) -> Record:
    content = reading.content
    return Record(
        enterprise_id=owner,
        type=content.type,
        title=content.title,
        doc_no=content.doc_no,
        issuer=reading.issuer,
        published_on=reading.published_on,
        decided_on=reading.decided_on,
        inspected_on=reading.inspected_on,
        year=reading.year,
        division=reading.division,
        industry=reading.industry,
        address=reading.address,
        description=content.description,
        laws=reading.laws,
        measure=content.measure,
        fine_cny=reading.fine_cny,
        details=content.details,
        is_synthetic=reading.enterprise.is_synthetic,
        identity_key=key.identity,
        content_key=key.content,
        batch_id=batch_id,
        created_at=at,
    )


def _save_new(new: Sequence[tuple[Record, Reading]]) -> None:
    Record.objects.bulk_create([record for record, _ in new], batch_size=500)
    Violation.objects.bulk_create(
        [Violation(record=record, category=category) for record, reading in new for category in reading.violations],
        batch_size=2000,
    )
    Measurement.objects.bulk_create(
        [
            Measurement(
                record=record,
                pollutant=each.pollutant,
                code=pollutant_code(each.pollutant),
                outlet=each.outlet,
                value=each.value,
                limit=each.limit,
                unit=each.unit,
                times_over=each.times_over,
            )
            for record, reading in new
            for each in reading.measurements
        ],
        batch_size=2000,
    )
    Quantity.objects.bulk_create(
        [
            Quantity(record=record, what=each.what, amount=each.amount, unit=each.unit)
            for record, reading in new
            for each in reading.quantities
        ],
        batch_size=2000,
    )


def _save_provenances(
    pairs: Sequence[tuple[Record, Reading]], new: set[int], *, batch_id: int, sheet: str, at: datetime
) -> None:
    sources = _sources({reading.source for _, reading in pairs})
    Provenance.objects.bulk_create(
        [
            Provenance(
                record=record,
                source=sources[reading.source],
                batch_id=batch_id,
                sheet=sheet,
                row=reading.row,
                reference=reading.reference,
                differences={} if id(record) in new else differences(record, reading),
                received_at=at,
            )
            for record, reading in pairs
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )


def differences(record: Record, reading: Reading) -> dict[str, str]:
    """What a further source states otherwise than the record, or states where the record is silent: field → text."""
    stated: dict[str, Any] = {
        **{name: getattr(reading.content, name) for name in ("title", "doc_no", "description", "measure")},
        **{
            name: getattr(reading, name)
            for name in ("issuer", "published_on", "decided_on", "inspected_on", "laws", "fine_cny")
        },
    }
    return {
        name: str(stated[name])
        for name in COMPARED
        if stated[name] not in ("", None) and _plain(stated[name]) != _plain(getattr(record, name))
    }


def _plain(value: object) -> object:
    return Decimal(value).normalize() if isinstance(value, Decimal) else value


def source_key(source: SourceText) -> bytes:
    """The digest by which a source is kept once."""
    published = source.published_on.isoformat() if source.published_on else None
    return digest(source.title, source.issuer, source.kind, published, source.url, source.licence)


def _sources(wanted: set[SourceText]) -> dict[SourceText, Source]:
    keys = {source: source_key(source) for source in wanted}
    Source.objects.bulk_create(
        [
            Source(
                title=source.title,
                issuer=source.issuer,
                kind=source.kind,
                published_on=source.published_on,
                url=source.url,
                licence=source.licence,
                key=key,
            )
            for source, key in keys.items()
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    saved = {bytes(source.key): source for source in Source.objects.filter(key__in=list(keys.values()))}
    return {source: saved[key] for source, key in keys.items()}
