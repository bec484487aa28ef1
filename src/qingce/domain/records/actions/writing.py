"""Writing readings: a piece of a file in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from qingce.domain.enterprises.actions import Asked, resolve_enterprises
from qingce.domain.records.actions.holding import Cells, hold_rows, without_held
from qingce.domain.records.columns import (
    NewRecords,
    measurement_columns,
    provenance_columns,
    quantity_columns,
    record_columns,
    source_columns,
    violation_columns,
)
from qingce.domain.records.identity import Keys, keys_from
from qingce.domain.records.known import COMPARED, Met, differences, keys_of_kin, recognised
from qingce.domain.records.models import Measurement, Provenance, Quantity, Record, Source, Violation
from qingce.domain.records.readings import Readings, SourceText
from qingce.domain.records.statements import new_salts, statement_hashes
from qingce.shared.bulk.actions import find_rows, insert_rows, reserve_ids


@dataclass(frozen=True)
class Written:
    """What became of a piece: the numbers of the records it made and of the enterprises its rows are about."""

    new: tuple[int, ...]
    enterprises: frozenset[int]


def write_readings(readings: Readings, *, batch_id: int, sheet: str, at: datetime, cells: Cells) -> Written:
    """Writes rows that are new, notes where the others were met again (REC-5), and holds those of doubt; all or none.

    A row that this batch already wrote or held, before it was killed, is met again and changes nothing.
    Args: cells: answers the canonical columns, as text, of rows of the file.
    Cost: a fixed number of queries, whatever the number of rows.
    """
    with transaction.atomic():
        readings = without_held(readings, batch_id=batch_id, sheet=sheet)
        descriptions = readings.descriptions()
        resolution = resolve_enterprises(descriptions, at=at, may_ask=True)
        asked = [(readings.row[place], Asked(descriptions[place], ask)) for place, ask in resolution.asks.items()]
        hold_rows(asked, cells, batch_id=batch_id, sheet=sheet, at=at)
        owned = [place for place, owner in enumerate(resolution.ids) if owner is not None]
        owners = [owner for owner in resolution.ids if owner is not None]
        return write_owned(readings.take(owned), owners, batch_id=batch_id, sheet=sheet, at=at)


def write_owned(readings: Readings, owners: Sequence[int], *, batch_id: int, sheet: str, at: datetime) -> Written:
    """Writes rows of which it is known whom they are about; within a transaction."""
    said = zip(owners, readings.body, readings.document, readings.number, strict=True)
    keys = [keys_from(*each) for each in said]
    met = recognised(keys, keys_of_kin(owners, readings))
    new = _numbered(readings, owners, keys, [place for place, each in enumerate(met) if each is None])
    _write_records(new, batch_id=batch_id, at=at)
    _write_provenances(readings, met, new.ids, batch_id=batch_id, sheet=sheet, at=at)
    return Written(tuple(new.ids), frozenset(owners))


def _numbered(readings: Readings, owners: Sequence[int], keys: Sequence[Keys], places: Sequence[int]) -> NewRecords:
    return NewRecords(
        ids=reserve_ids(Record, len(places)),
        owners=[owners[place] for place in places],
        identities=[keys[place].identity for place in places],
        contents=[keys[place].content for place in places],
        readings=readings.take(places),
    )


def _write_records(new: NewRecords, *, batch_id: int, at: datetime) -> None:
    salts = new_salts(len(new.ids))
    hashes = statement_hashes(new.readings.said, numbers=new.ids, owners=new.owners, salts=salts)
    insert_rows(Record, record_columns(new, salts=salts, hashes=hashes, batch_id=batch_id, at=at))
    insert_rows(Violation, violation_columns(new))
    insert_rows(Measurement, measurement_columns(new))
    insert_rows(Quantity, quantity_columns(new))


def _write_provenances(
    readings: Readings, met: Sequence[Met | None], ids: Sequence[int], *, batch_id: int, sheet: str, at: datetime
) -> None:
    stated = [getattr(readings, name) for name in COMPARED]
    same: dict[str, str] = {}
    differing = [same if each is None else differences(each, place, stated) for place, each in enumerate(met)]
    columns = provenance_columns(
        readings,
        records=_records(met, ids),
        sources=_sources(dict(zip(readings.source_key, readings.source, strict=True))),
        differences=differing,
        batch_id=batch_id,
        sheet=sheet,
        at=at,
    )
    insert_rows(Provenance, columns, skip_known=True)


def _records(met: Sequence[Met | None], ids: Sequence[int]) -> list[int]:
    """The record of each row: the next new one, or the one it met, which an earlier row may have made."""
    rest = iter(ids)
    records: list[int] = []
    for each in met:
        if each is None:
            records.append(next(rest))
        else:
            records.append(each.id if each.place is None else records[each.place])  # type: ignore[arg-type]
    return records


def _sources(wanted: dict[bytes, SourceText]) -> dict[bytes, int]:
    """The numbers of sources by their keys; those that are new are written."""
    known = _known_sources(wanted)
    if new := {key: source for key, source in wanted.items() if key not in known}:
        insert_rows(Source, source_columns(new), skip_known=True)  # another run may write the same
        known |= _known_sources(new)
    return known


def _known_sources(keys: Collection[bytes]) -> dict[bytes, int]:
    return {bytes(key): pk for key, pk in find_rows(Source, ("key", "id"), column="key", among=keys)}
