"""What an enterprise has explained and what not: its panels, the records of one, the texts of a record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, ExpressionWrapper, Q

from qingce.domain.disclosure.bundling import published_revisions
from qingce.domain.disclosure.enums import OPEN_DISCLOSURES, Texts
from qingce.domain.disclosure.explaining import explainable, texts_of
from qingce.domain.disclosure.models import DisclosureLine, Explanation, ExplanationVersion
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

    Args: explained: how many have all three texts. begun: how many have some of them. public: how many are explained
        in public as they are written now.
    """

    type: RecordType
    total: int
    explained: int
    begun: int
    public: int

    @property
    def left(self) -> int:
        """How many are not explained yet."""
        return self.total - self.explained

    @property
    def unsent(self) -> int:
        """How many are explained, but not in public as they are written now."""
        return self.explained - self.public

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
    revision: int


@dataclass(frozen=True)
class Line:
    """A record of a panel.

    Args: mark: None: nothing is written. is_changed: the record says otherwise since. is_public: what is written now is
        public. disclosure: the one in which it waits for seal or check; None: it does not.
    """

    record: RecordRow
    mark: Mark | None
    is_changed: bool
    is_public: bool
    disclosure: int | None


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
        disclosure: the one in which the texts wait for seal or check.
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
    disclosure: int | None


def panels_of(enterprise_id: int, organisation_id: int, *, on: date) -> list[Panel]:
    """The panels of an enterprise that hold a record; four queries.

    Raises: NoReleaseInForce.
    """
    numbers = listed_numbers(enterprise_id, actor=NOBODY)
    everything = [pk for pk, _ in numbers]
    marks, public = _marks(organisation_id, everything), published_revisions(organisation_id, everything)
    found = []
    for each in panel_types(on=on):
        own = [pk for pk, kind in numbers if kind == each]
        if own:
            found.append(_panel(each, own, marks, public))
    return found


def lines_of(
    enterprise_id: int,
    organisation_id: int,
    record_type: str,
    *,
    on: date,
    start: int,
    count: int,
    is_left: bool = False,
) -> tuple[Panel, list[Line]]:
    """The records of a panel, newest first, some of them, each with how it stands; ten queries.

    Args: is_left: those alone that lack a text. start: beyond the end are the last ones.
    Raises: PanelUnknown; NoReleaseInForce.
    """
    kind = check_panel(record_type, on=on)
    own = [pk for pk, each in listed_numbers(enterprise_id, actor=NOBODY) if each == kind]
    marks = _marks(organisation_id, own)
    chosen = [pk for pk in own if not (is_left and pk in marks and marks[pk].is_complete)]
    first = min(start, max(len(chosen) - 1, 0) // count * count)
    shown = chosen[first : first + count]
    versions, public = record_versions(shown), published_revisions(organisation_id, own)
    waiting = _waiting(organisation_id, shown)
    lines = [
        Line(
            row,
            mark := marks.get(row.id),
            is_changed=mark is not None and mark.record_version != versions[row.id],
            is_public=mark is not None and public.get(row.id) == mark.revision,
            disclosure=waiting.get(row.id),
        )
        for row in rows_by_ids(shown, actor=NOBODY)
    ]
    return _panel(kind, own, marks, public), lines


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
        disclosure=_waiting(seat.organisation_id, [record_id]).get(record_id),
    )


def _versions(row: Explanation) -> tuple[VersionRow, ...]:
    rows = ExplanationVersion.objects.filter(explanation=row).order_by("-number_of")
    return tuple(VersionRow(each.number_of, texts_of(each), each.saved_by, each.saved_at) for each in rows)


def _panel(kind: RecordType, own: Sequence[int], marks: Mapping[int, Mark], public: Mapping[int, int]) -> Panel:
    there = [marks[pk] for pk in own if pk in marks]
    complete = sum(each.is_complete for each in there)
    is_public = sum(pk in marks and public.get(pk) == marks[pk].revision for pk in own)
    return Panel(kind, len(own), complete, len(there) - complete, is_public)


def _waiting(organisation_id: int, numbers: Sequence[int]) -> dict[int, int]:
    """Of these records those whose explanation waits for seal or check, with the disclosure; one query."""
    rows = DisclosureLine.objects.filter(
        disclosure__organisation=organisation_id, disclosure__state__in=OPEN_DISCLOSURES, record__in=numbers
    )
    return dict(rows.values_list("record", "disclosure"))


def _marks(organisation_id: int, numbers: Collection[int]) -> Mapping[int, Mark]:
    """How what is written about these records stands; one query, and no text is read."""
    rows = Explanation.objects.filter(organisation=organisation_id).annotate(is_complete=COMPLETE)
    wanted = set(numbers)
    return {
        record: Mark(saved_at, saved_by, bool(is_complete), version, revision)
        for record, saved_at, saved_by, is_complete, version, revision in rows.values_list(
            "record_id", "saved_at", "saved_by", "is_complete", "record_version", "revision"
        )
        if record in wanted
    }
