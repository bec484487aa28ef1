"""Readings as columns to write in bulk: one function per table, every column named, so that none is left to chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from qingce.domain.records.classification import pollutant_code
from qingce.domain.records.enums import PublicationState
from qingce.domain.records.identity import Keys
from qingce.domain.records.reading import Reading, SourceText
from qingce.shared.bulk.actions import Columns

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, eq=False)
class NewRecord:
    """A row that becomes a record."""

    id: int
    owner: int
    keys: Keys
    reading: Reading


@dataclass(frozen=True, slots=True, eq=False)
class NewProvenance:
    """A row and the record and source it was read for."""

    record: int
    source: int
    reading: Reading
    differences: dict[str, str]


def record_columns(
    new: Sequence[NewRecord], *, salts: Sequence[bytes], hashes: Sequence[bytes], batch_id: int, at: datetime
) -> Columns:
    """Columns of `Record`; salts and hashes of the statements in the same order."""
    count = len(new)
    readings = [each.reading for each in new]
    contents = [reading.content for reading in readings]
    return {
        "id": [each.id for each in new],
        "enterprise_id": [each.owner for each in new],
        "state": [PublicationState.PUBLISHED.value] * count,
        **_attributes(contents, "type", "title", "doc_no", "description", "measure", "details"),
        **_attributes(readings, "issuer", "published_on", "decided_on", "inspected_on", "year"),
        **_attributes(readings, "division", "industry", "address", "laws", "fine_cny"),
        "is_corrected": [False] * count,
        "is_synthetic": [reading.enterprise.is_synthetic for reading in readings],
        "identity_key": [each.keys.identity for each in new],
        "content_key": [each.keys.content for each in new],
        "salt": list(salts),
        "statement_hash": list(hashes),
        "batch_id": [batch_id] * count,
        "created_at": [at] * count,
    }


def violation_columns(new: Sequence[NewRecord]) -> Columns:
    """Columns of `Violation`: the categories; no source yet gives each its own text."""
    pairs = [(each, category.value) for each in new for category in each.reading.violations]
    return {
        "record_id": [each.id for each, _ in pairs],
        "category": [category for _, category in pairs],
        "text": [""] * len(pairs),
        "is_from_text": [each.reading.is_classified for each, _ in pairs],
    }


def measurement_columns(new: Sequence[NewRecord]) -> Columns:
    """Columns of `Measurement`."""
    pairs = [(each.id, measured) for each in new for measured in each.reading.measurements]
    measured = [each for _, each in pairs]
    return {
        "record_id": [record for record, _ in pairs],
        "code": [pollutant_code(each.pollutant) for each in measured],
        **_attributes(measured, "pollutant", "outlet", "value", "limit", "unit", "times_over"),
    }


def quantity_columns(new: Sequence[NewRecord]) -> Columns:
    """Columns of `Quantity`."""
    pairs = [(each.id, amount) for each in new for amount in each.reading.quantities]
    return {
        "record_id": [record for record, _ in pairs],
        **_attributes([amount for _, amount in pairs], "what", "amount", "unit"),
    }


def provenance_columns(met: Sequence[NewProvenance], *, batch_id: int, sheet: str, at: datetime) -> Columns:
    """Columns of `Provenance`."""
    count = len(met)
    return {
        "record_id": [each.record for each in met],
        "source_id": [each.source for each in met],
        "differences": [each.differences for each in met],
        **_attributes([each.reading for each in met], "row", "reference"),
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


def _attributes(rows: Sequence[_Row], *names: str) -> Columns:
    return {name: [getattr(row, name) for row in rows] for name in names}
