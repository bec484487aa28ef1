"""Writing readings: a piece of a file in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import transaction

from qingce.domain.enterprises.actions import Asked, resolve_enterprises
from qingce.domain.records.actions.holding import Cells, hold_rows, without_held
from qingce.domain.records.columns import (
    NewProvenance,
    NewRecord,
    measurement_columns,
    provenance_columns,
    quantity_columns,
    record_columns,
    source_columns,
    violation_columns,
)
from qingce.domain.records.identity import Keys, keys_of
from qingce.domain.records.known import Known, Met, differences, find_any, keys_of_kin, stated
from qingce.domain.records.models import Measurement, Provenance, Quantity, Record, Source, Violation
from qingce.domain.records.reading import Reading, SourceText
from qingce.domain.records.sources import source_key
from qingce.domain.records.statements import new_salt, new_statement
from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.bulk.actions import insert_rows, reserve_ids


@dataclass(frozen=True)
class Written:
    """What became of a piece: the numbers of the records it made and of the enterprises its rows are about."""

    new: tuple[int, ...]
    enterprises: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A row on its way: about whom, recognised by what, and the record it turns out to be."""

    owner: int
    keys: Keys
    reading: Reading
    record: Met
    is_new: bool


def write_readings(readings: Sequence[Reading], *, batch_id: int, sheet: str, at: datetime, cells: Cells) -> Written:
    """Writes rows that are new, notes where the others were met again (REC-5), and holds those of doubt; all or none.

    A row that this batch already wrote or held, before it was killed, is met again and changes nothing.
    Args: cells: answers the canonical columns, as text, of rows of the file.
    Cost: a fixed number of queries, whatever the number of rows.
    """
    with transaction.atomic():
        readings = without_held(readings, batch_id=batch_id, sheet=sheet)
        resolution = resolve_enterprises([reading.enterprise for reading in readings], at=at, may_ask=True)
        asked = [(readings[place], Asked(readings[place].enterprise, ask)) for place, ask in resolution.asks.items()]
        hold_rows(asked, cells, batch_id=batch_id, sheet=sheet, at=at)
        owned = [(reading, owner) for reading, owner in zip(readings, resolution.ids, strict=True) if owner is not None]
        return write_owned(owned, batch_id=batch_id, sheet=sheet, at=at)


def write_owned(owned: Sequence[tuple[Reading, int]], *, batch_id: int, sheet: str, at: datetime) -> Written:
    """Writes rows of which it is known whom they are about; within a transaction."""
    owners = [owner for _, owner in owned]
    rows = _recognised([reading for reading, _ in owned], owners)
    new = _numbered([row for row in rows if row.is_new])
    _write_records(list(new.values()), batch_id=batch_id, at=at)
    met = _provenances(rows, {record: each.id for record, each in new.items()})
    columns = provenance_columns(met, batch_id=batch_id, sheet=sheet, at=at)
    insert_rows(Provenance, columns, skip_known=True)
    return Written(tuple(each.id for each in new.values()), frozenset(owners))


def _recognised(readings: Sequence[Reading], owners: Sequence[int]) -> list[_Row]:
    keys = [keys_of(owner, reading.content) for owner, reading in zip(owners, readings, strict=True)]
    kin = keys_of_kin(owners, [reading.content for reading in readings])
    known = Known([*keys, *chain.from_iterable(kin)])
    rows = []
    for owner, key, others, reading in zip(owners, keys, kin, readings, strict=True):
        record = find_any(known, key, others)
        if is_new := record is None:
            record = Met(None, key, stated(reading))
            known.add(record)
        rows.append(_Row(owner, key, reading, record, is_new))
    return rows


def _numbered(rows: Sequence[_Row]) -> dict[Met, NewRecord]:
    ids = reserve_ids(Record, len(rows))
    return {row.record: NewRecord(pk, row.owner, row.keys, row.reading) for pk, row in zip(ids, rows, strict=True)}


def _write_records(new: Sequence[NewRecord], *, batch_id: int, at: datetime) -> None:
    salts = [new_salt() for _ in new]
    hashes = [leaf_hash(new_statement(each, salt)) for each, salt in zip(new, salts, strict=True)]
    insert_rows(Record, record_columns(new, salts=salts, hashes=hashes, batch_id=batch_id, at=at))
    insert_rows(Violation, violation_columns(new))
    insert_rows(Measurement, measurement_columns(new))
    insert_rows(Quantity, quantity_columns(new))


def _provenances(rows: Sequence[_Row], numbers: dict[Met, int]) -> list[NewProvenance]:
    sources = _sources({row.reading.source for row in rows})
    return [
        NewProvenance(
            record=numbers[row.record] if row.record.id is None else row.record.id,
            source=sources[row.reading.source],
            reading=row.reading,
            differences={} if row.is_new else differences(row.record, row.reading),
        )
        for row in rows
    ]


def _sources(wanted: set[SourceText]) -> dict[SourceText, int]:
    keys = {source_key(source): source for source in wanted}
    insert_rows(Source, source_columns(keys), skip_known=True)
    saved = Source.objects.filter(key__in=list(keys)).values_list("key", "pk")
    return {keys[bytes(key)]: pk for key, pk in saved}
