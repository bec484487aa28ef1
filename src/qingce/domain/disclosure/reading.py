"""What an enterprise has explained and what not: its panels, the records of one, the texts of a record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, ExpressionWrapper, Q

from qingce.domain.disclosure.enums import Texts
from qingce.domain.disclosure.explaining import explainable, texts_of
from qingce.domain.disclosure.models import Explanation, ExplanationVersion
from qingce.domain.disclosure.panels import check_panel, panel_types
from qingce.domain.disclosure.permissions import speaker_for
from qingce.domain.records.enums import BY_TYPE, RecordType
from qingce.domain.records.queries import (
    RecordRow,
    listed_numbers,
    record_version,
    record_versions,
    rows_by_ids,
)
from qingce.shared.parties.enums import NOBODY, Actor, MemberRole

COMPLETE = ExpressionWrapper(~Q(violation="") & ~Q(reason="") & ~Q(corrective_action=""), output_field=BooleanField())


@dataclass(frozen=True)
class Panel:
    """The records of one type of an enterprise.

    Args: explained: how many have all three texts. begun: how many have some of them.
    """

    type: RecordType
    total: int
    explained: int
    begun: int

    @property
    def left(self) -> int:
        """How many are not explained yet."""
        return self.total - self.explained

    @property
    def is_owed(self) -> bool:
        """Whether it states violations; of other types nothing ill is said."""
        return BY_TYPE[self.type].states_violation


@dataclass(frozen=True)
class Mark:
    """How the explanation of a record stands. Args: is_complete: all three texts are written."""

    saved_at: datetime
    saved_by: str
    is_complete: bool
    record_version: str


@dataclass(frozen=True)
class Line:
    """A record of a panel. Args: mark: None: nothing is written. is_changed: the record says otherwise since."""

    record: RecordRow
    mark: Mark | None
    is_changed: bool


@dataclass(frozen=True)
class Stray:
    """Something written about a record that is not on the enterprise's public list any more.

    Args: title: of the record; empty: it is withdrawn, and nothing more is said of it.
    """

    record_id: int
    title: str
    texts: Texts
    saved_at: datetime


@dataclass(frozen=True)
class VersionRow:
    """What one person wrote in one sitting."""

    number: int
    texts: Texts
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class Page:
    """The texts of a record as they are written.

    Args: revision: to be sent back with what is saved; 0: nothing is written. record_version: as the record is now.
        is_changed: it was corrected, moved or published again since the texts were saved. versions: newest first.
    """

    record: RecordRow
    texts: Texts
    revision: int
    record_version: str
    is_changed: bool
    saved_at: datetime | None
    saved_by: str
    versions: tuple[VersionRow, ...]
    may_write: bool


def panels_of(enterprise_id: int, organisation_id: int, *, on: date) -> list[Panel]:
    """The panels of an enterprise that hold a record; three queries.

    Raises: NoReleaseInForce.
    """
    numbers = listed_numbers(enterprise_id, actor=NOBODY)
    written = dict(_written(organisation_id, [pk for pk, _ in numbers]))
    found = []
    for each in panel_types(on=on):
        own = [pk for pk, kind in numbers if kind == each]
        if own:
            complete = sum(written.get(pk, False) for pk in own)
            found.append(Panel(each, len(own), complete, sum(pk in written for pk in own) - complete))
    return found


def lines_of(
    enterprise_id: int, organisation_id: int, record_type: str, *, on: date, start: int, count: int
) -> tuple[Panel, list[Line]]:
    """The records of a panel, newest first, some of them, each with how it stands; eight queries.

    Raises: PanelUnknown; NoReleaseInForce.
    """
    kind = check_panel(record_type, on=on)
    own = [pk for pk, each in listed_numbers(enterprise_id, actor=NOBODY) if each == kind]
    marks, shown = _marks(organisation_id, own), own[start : start + count]
    versions = record_versions(shown)
    complete = sum(each.is_complete for each in marks.values())
    lines = [
        Line(row, mark := marks.get(row.id), mark is not None and mark.record_version != versions[row.id])
        for row in rows_by_ids(shown, actor=NOBODY)
    ]
    return Panel(kind, len(own), complete, len(marks) - complete), lines


def strays_of(enterprise_id: int, organisation_id: int) -> list[Stray]:
    """What an organisation wrote about records that left the public list, or went to another enterprise."""
    listed = {pk for pk, _ in listed_numbers(enterprise_id, actor=NOBODY)}
    rows = [
        row
        for row in Explanation.objects.filter(organisation=organisation_id).order_by("-saved_at")
        if row.record_id not in listed and not texts_of(row).is_empty
    ]
    titles = {row.id: row for row in rows_by_ids([row.record_id for row in rows], actor=NOBODY)}
    return [
        Stray(
            row.record_id, titles[row.record_id].title if row.record_id in titles else "", texts_of(row), row.saved_at
        )
        for row in rows
    ]


def explanation_page(record_id: int, *, actor: Actor, on: date) -> Page:
    """A record with what is written about it, for members of the organisation that speaks for its enterprise.

    Raises: NotExplainable; PanelUnknown; EnterpriseNotSpokenFor; NoReleaseInForce.
    """
    record = explainable(record_id)
    seat = speaker_for(actor, record.enterprise_id)
    check_panel(record.type, on=on)
    row = Explanation.objects.filter(organisation=seat.organisation_id, record=record_id).first()
    version = record_version(record_id)
    return Page(
        record=record,
        texts=texts_of(row) if row else Texts(),
        revision=row.revision if row else 0,
        record_version=version,
        is_changed=row is not None and row.record_version != version,
        saved_at=row.saved_at if row else None,
        saved_by=row.saved_by if row else "",
        versions=_versions(row) if row else (),
        may_write=seat.reaches(MemberRole.EDITOR),
    )


def _versions(row: Explanation) -> tuple[VersionRow, ...]:
    rows = ExplanationVersion.objects.filter(explanation=row).order_by("-number_of")
    return tuple(VersionRow(each.number_of, texts_of(each), each.saved_by, each.saved_at) for each in rows)


def _written(organisation_id: int, numbers: Collection[int]) -> list[tuple[int, bool]]:
    """Of these records those that something is written about, and whether it is all; one query."""
    return [(pk, mark.is_complete) for pk, mark in _marks(organisation_id, numbers).items()]


def _marks(organisation_id: int, numbers: Collection[int]) -> Mapping[int, Mark]:
    """How what is written about these records stands; one query, and no text is read."""
    rows = Explanation.objects.filter(organisation=organisation_id).annotate(is_complete=COMPLETE)
    wanted = set(numbers)
    return {
        record: Mark(saved_at, saved_by, bool(is_complete), version)
        for record, saved_at, saved_by, is_complete, version in rows.values_list(
            "record_id", "saved_at", "saved_by", "is_complete", "record_version"
        )
        if record in wanted
    }
