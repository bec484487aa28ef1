"""Readings as columns to write in bulk: one function per table, every column named, so that none is left to chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from qingce.domain.records.classification import pollutant_code
from qingce.domain.records.enums import PublicationState
from qingce.domain.records.readings import Readings, SourceText
from qingce.shared.bulk.actions import Columns


@dataclass(frozen=True, slots=True)
class NewRecords:
    """Rows that become records: their numbers, owners, and keys, as columns beside what was read."""

    ids: list[int]
    owners: list[int]
    identities: list[bytes]
    contents: list[bytes]
    readings: Readings


def record_columns(
    new: NewRecords, *, salts: Sequence[bytes], hashes: Sequence[bytes], batch_id: int, at: datetime
) -> Columns:
    """Columns of `Record`; salts and hashes of the statements in the same order."""
    count, said = len(new.ids), new.readings
    return {
        "id": new.ids,
        "enterprise_id": new.owners,
        "state": [PublicationState.PUBLISHED.value] * count,
        "type": said.type,
        "title": said.title,
        "doc_no": said.doc_no,
        "description": said.description,
        "measure": said.measure,
        "details": said.details,
        "issuer": said.issuer,
        "published_on": said.published_on,
        "decided_on": said.decided_on,
        "inspected_on": said.inspected_on,
        "year": said.year,
        "division": said.division,
        "industry": said.industry,
        "address": said.address,
        "laws": said.laws,
        "fine_cny": said.fine_cny,
        "is_corrected": [False] * count,
        "is_synthetic": said.is_synthetic,
        "identity_key": new.identities,
        "content_key": new.contents,
        "salt": salts,
        "statement_hash": hashes,
        "batch_id": [batch_id] * count,
        "created_at": [at] * count,
    }


def violation_columns(new: NewRecords) -> Columns:
    """Columns of `Violation`: the categories; no source yet gives each its own text."""
    found, said = new.readings.violations, new.readings.is_classified
    categories = list(chain.from_iterable(found))
    return {
        "record_id": _repeated(new.ids, found),
        "category": categories,
        "text": [""] * len(categories),
        "is_from_text": _repeated(said, found),
    }


def measurement_columns(new: NewRecords) -> Columns:
    """Columns of `Measurement`."""
    measured = list(chain.from_iterable(new.readings.measurements))
    return {
        "record_id": _repeated(new.ids, new.readings.measurements),
        "code": [pollutant_code(each.pollutant) for each in measured],
        **_attributes(measured, "pollutant", "outlet", "value", "limit", "unit", "times_over"),
    }


def quantity_columns(new: NewRecords) -> Columns:
    """Columns of `Quantity`."""
    amounts = list(chain.from_iterable(new.readings.quantities))
    return {
        "record_id": _repeated(new.ids, new.readings.quantities),
        **_attributes(amounts, "what", "amount", "unit"),
    }


def provenance_columns(
    readings: Readings,
    *,
    records: Sequence[int],
    sources: Mapping[bytes, int],
    differences: Sequence[dict[str, str]],
    batch_id: int,
    sheet: str,
    at: datetime,
) -> Columns:
    """Columns of `Provenance`; records and differences in the order of the rows, sources by their keys."""
    count = len(records)
    return {
        "record_id": records,
        "source_id": [sources[key] for key in readings.source_key],
        "differences": differences,
        "row": readings.row,
        "reference": readings.reference,
        "batch_id": [batch_id] * count,
        "sheet": [sheet] * count,
        "received_at": [at] * count,
    }


def source_columns(keys: dict[bytes, SourceText]) -> Columns:
    """Columns of `Source`, given the sources by their digests."""
    return {
        **_attributes(list(keys.values()), "title", "issuer", "kind", "published_on", "url", "licence"),
        "key": list(keys),
    }


def _repeated(values: Sequence[Any], lists: Sequence[Sequence[Any]]) -> list[Any]:
    """Each value as often as the list beside it is long."""
    return [value for value, some in zip(values, lists, strict=True) for _ in some]


def _attributes(rows: Sequence[object], *names: str) -> Columns:
    return {name: list(map(attrgetter(name), rows)) for name in names}
