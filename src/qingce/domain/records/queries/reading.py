"""Reading the public database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count

from qingce.domain.enterprises.enums import Identity
from qingce.domain.enterprises.queries import family_of
from qingce.domain.records.enums import (
    BY_TYPE,
    Detail,
    PublicationState,
    RecordType,
    SourceKind,
    ViolationCategory,
)
from qingce.domain.records.errors import RecordNotFound
from qingce.domain.records.models import Correction, Measurement, Provenance, Record, StateChange
from qingce.domain.records.permissions import addressable_by, visible_to
from qingce.domain.records.queries.listing import OWNER, RecordRow, status_of
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.queries import last_finished_at, saved_row
from qingce.shared.parties.enums import Actor

LIMITED_BELOW = frozenset({"w01001", "w01009"})  # pH and dissolved oxygen: their limits are ranges, or from below


@dataclass(frozen=True)
class MeasurementRow:
    """A pollutant a record names; value and limit in `unit`, None where it gives none."""

    pollutant: str
    code: str
    outlet: str
    value: Decimal | None
    limit: Decimal | None
    unit: str
    times_over: Decimal | None

    @property
    def times_over_computed(self) -> Decimal | None:
        """By how many times the limit is exceeded, where the source gives value and limit but not this; two places."""
        if self.times_over is not None or self.code in LIMITED_BELOW:
            return None
        if self.value is None or not self.limit or self.value <= self.limit:
            return None
        return (self.value / self.limit - 1).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class QuantityRow:
    """An amount a record states."""

    what: str
    amount: Decimal
    unit: str


@dataclass(frozen=True)
class ProvenanceRow:
    """A place where a record was read."""

    id: int
    source_title: str
    source_kind: SourceKind
    issuer: str
    published_on: date | None
    url: str
    licence: str
    file_name: str
    sha256: str
    sheet: str
    row: int
    received_at: datetime
    differences: dict[str, str]


@dataclass(frozen=True)
class CorrectionRow:
    """A changed value, with the former one."""

    field: str
    former: str
    current: str
    reason: str
    corrected_by: str
    corrected_at: datetime


@dataclass(frozen=True)
class StateChangeRow:
    """Why the record left the public list, or came back.

    Args: batch: the file that was undone, or came in again. case: that removed it, by which `RemovalPath`, or restored
        it.
    """

    former: PublicationState
    current: PublicationState
    reason: str
    clause: str
    changed_by: str
    changed_at: datetime
    batch: int | None = None
    case: int | None = None
    path: str = ""


@dataclass(frozen=True)
class DetailRow:
    """A field of the record's own type, with its values as the reader's language has them."""

    detail: Detail
    values: tuple[str, ...]


@dataclass(frozen=True)
class RecordDetail:
    """A record as its own page shows it; off the list only `row`'s number, type and `state_changes` are shown."""

    row: RecordRow
    categories_from_text: bool
    address: str
    laws: str
    industry: str
    details: tuple[DetailRow, ...]
    measurements: tuple[MeasurementRow, ...]
    quantities: tuple[QuantityRow, ...]
    provenances: tuple[ProvenanceRow, ...]
    corrections: tuple[CorrectionRow, ...]
    state_changes: tuple[StateChangeRow, ...]


@dataclass(frozen=True)
class TimelineCell:
    """How many records of one type an enterprise has in one year; year None: not known."""

    year: int | None
    type: RecordType
    count: int


@dataclass(frozen=True)
class Extent:
    """How far the database reaches: its last intake, for the notes on coverage."""

    last_received_at: datetime | None


def owner_of(record: Record) -> Any:
    """The enterprise that a record is shown under: the one that its own is merged into, if it is."""
    own = record.enterprise
    return own.canonical or own


def _row(record: Record) -> RecordRow:
    owner = owner_of(record)
    return RecordRow(
        id=record.pk,
        type=RecordType(record.type),
        status=status_of(record.state, is_corrected=record.is_corrected),
        title=record.title,
        doc_no=record.doc_no,
        issuer=record.issuer,
        published_on=record.published_on,
        decided_on=record.decided_on,
        inspected_on=record.inspected_on,
        year=record.year,
        division=record.division,
        enterprise_id=owner.pk,
        enterprise_name=owner.name,
        identity=Identity(owner.identity),
        description=record.description,
        measure=record.measure,
        fine_cny=record.fine_cny,
        categories=tuple(ViolationCategory(v.category) for v in record.violations.all()),
        is_synthetic=record.is_synthetic,
    )


def count_records_of(enterprise_ids: Sequence[int], *, actor: Actor) -> dict[int, int]:
    """How many records that the actor may see each of these enterprises has; two queries."""
    records = Record.objects.filter(visible_to(actor), enterprise__in=_family_numbers(enterprise_ids))
    return dict(records.values_list(OWNER).annotate(count=Count("pk")).order_by())


def _family_numbers(enterprise_ids: Sequence[int]) -> list[int]:
    """Enterprises and those merged into them, read first: where records are counted, SQLite takes a subquery here for
    so many that it begins with the batches and reads every record there is."""
    return list(family_of(enterprise_ids).values_list("pk", flat=True))


def timeline(enterprise_id: int, *, actor: Actor) -> list[TimelineCell]:
    """An enterprise's records counted by year and type; newest year first, unknown years last."""
    cells = (
        Record.objects.filter(visible_to(actor), enterprise__in=_family_numbers([enterprise_id]))
        .values("year", "type")
        .annotate(count=Count("pk"))
    )
    rows = [TimelineCell(cell["year"], RecordType(cell["type"]), cell["count"]) for cell in cells]
    return sorted(rows, key=lambda cell: (cell.year is None, -(cell.year or 0), cell.type))


def get_record(pk: int, *, actor: Actor) -> RecordDetail:
    """Everything the actor may see of a record; one off the public list answers too, with why (REC-10).

    Cost: a fixed number of queries.
    Raises: RecordNotFound.
    """
    record = (
        Record.objects.select_related("enterprise__canonical")
        .prefetch_related("violations", "measurements", "quantities", "corrections", "state_changes")
        .filter(addressable_by(actor), pk=pk)
        .first()
    )
    if record is None:
        raise RecordNotFound(f"There is no record number {pk}; it may have been mistyped.", number=pk)
    return RecordDetail(
        row=_row(record),
        categories_from_text=any(violation.is_from_text for violation in record.violations.all()),
        address=record.address,
        laws=record.laws,
        industry=record.industry or owner_of(record).industry,
        details=_details(record),
        measurements=tuple(measurement_row(m) for m in record.measurements.all()),
        quantities=tuple(QuantityRow(q.what, q.amount, q.unit) for q in record.quantities.all()),
        provenances=_provenances(record.pk),
        corrections=tuple(_correction(c) for c in record.corrections.all()),
        state_changes=tuple(_state_change(s) for s in record.state_changes.all()),
    )


def _details(record: Record) -> tuple[DetailRow, ...]:
    rows = []
    for detail in BY_TYPE[record.type].details:
        written = record.details.get(detail.name, "")
        labels = {value: str(label) for value, label in detail.choices}
        values = tuple(labels.get(value, value) for value in written.split(";") if value)
        if values:
            rows.append(DetailRow(detail, values))
    return tuple(rows)


def measurement_row(m: Measurement) -> MeasurementRow:
    return MeasurementRow(m.pollutant, m.code, m.outlet, m.value, m.limit, m.unit, m.times_over)


def _correction(c: Correction) -> CorrectionRow:
    return CorrectionRow(c.field, c.former, c.current, c.reason, c.corrected_by, c.corrected_at)


def _state_change(s: StateChange) -> StateChangeRow:
    return StateChangeRow(
        PublicationState(s.former),
        PublicationState(s.current),
        s.reason,
        s.clause,
        s.changed_by,
        s.changed_at,
        s.batch_id,
        s.case_number,
        s.path,
    )


def _provenances(record_id: int) -> tuple[ProvenanceRow, ...]:
    # A source is shown with its whole batch, as records are.
    rows = (
        Provenance.objects.filter(record_id=record_id, batch__state=BatchState.DONE)
        .select_related("source", "batch")
        .order_by("pk")
    )
    return tuple(
        ProvenanceRow(
            id=row.pk,
            source_title=row.source.title,
            source_kind=SourceKind(row.source.kind),
            issuer=row.source.issuer,
            published_on=row.source.published_on,
            url=row.reference or row.source.url,
            licence=row.source.licence,
            file_name=row.batch.file_name,
            sha256=row.batch.sha256,
            sheet=row.sheet,
            row=row.row,
            received_at=row.received_at,
            differences=row.differences,
        )
        for row in rows
    )


def saved_copy(record_id: int, provenance_id: int, *, actor: Actor) -> dict[str, str]:
    """The row of the file as it was received: column → text (REC-2).

    Raises: RecordNotFound: the record is not public, or the provenance is not of this record.
    """
    row = (
        Provenance.objects.filter(pk=provenance_id, record_id=record_id)
        .filter(record__in=Record.objects.filter(visible_to(actor)))
        .first()
    )
    if row is None:
        raise RecordNotFound("This record has no such source.", number=record_id)
    return saved_row(row.batch_id, row.sheet, row.row)


def extent() -> Extent:
    """When the database last took something in."""
    return Extent(last_finished_at())
