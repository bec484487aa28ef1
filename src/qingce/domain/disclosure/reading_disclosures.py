"""Disclosures as each audience sees them: the public what was published, the organisation its own, the staff all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from qingce.domain.disclosure.enums import DisclosureState, LineStanding, Texts
from qingce.domain.disclosure.errors import DisclosureNotFound
from qingce.domain.disclosure.models import Disclosure, DisclosureLine, MonitoringLine, Paper
from qingce.domain.disclosure.monitoring import MonitoringText, text_of
from qingce.domain.disclosure.panels import MONITORING
from qingce.domain.disclosure.permissions import PUBLIC, own_disclosures, speaker_for, staff_disclosures
from qingce.domain.disclosure.reading_supports import SupportRow, as_public, supports_of
from qingce.domain.disclosure.standing import Explains, standings_of
from qingce.domain.enterprises.queries import family_of, get_enterprise
from qingce.domain.records.enums import RecordType
from qingce.shared.files.enums import KeptFile, SignatureState
from qingce.shared.files.queries import PageRead, files_by_ids
from qingce.shared.issuing.enums import Compared, Issued
from qingce.shared.issuing.queries import compared, issued_by_ids
from qingce.shared.parties.enums import Actor, MemberRole


@dataclass(frozen=True)
class MonitoringLineRow:
    """What is said about the monitoring data of an outlet."""

    place: int
    said: MonitoringText


@dataclass(frozen=True)
class DisclosureRow:
    """A disclosure as lists show it.

    Args: records: how many it explains; of monitoring data, how many explanations. comment: of the staff, or why it was
        withdrawn; public with it. supports: its supporting documents. monitoring: what it says of monitoring data.
    """

    id: int
    state: DisclosureState
    type: RecordType
    enterprise_id: int
    enterprise_name: str
    organisation_id: int
    organisation_name: str
    records: int
    sent_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    ended_at: datetime | None
    comment: str
    files: tuple[KeptFile, ...] = ()
    supports: tuple[SupportRow, ...] = ()
    monitoring: tuple[MonitoringLineRow, ...] = ()

    @property
    def is_monitoring(self) -> bool:
        """Whether it is about automated monitoring data, not about records."""
        return self.type == MONITORING


@dataclass(frozen=True)
class LineRow:
    """What is said about one record. Args: standing: of the record by now."""

    record_id: int
    place: int
    title: str
    source: str
    texts: Texts
    standing: LineStanding = LineStanding.AS_SENT


@dataclass(frozen=True)
class PaperRow:
    """A file that came back. Args: is_signed: it bears a valid digital signature. shown: what the public gets of it."""

    id: int
    file: KeptFile
    added_at: datetime

    @property
    def is_signed(self) -> bool:
        """Whether it bears a valid digital signature."""
        return any(each.state == SignatureState.VALID for each in self.file.signatures)

    @property
    def shown(self) -> KeptFile:
        """What the public gets: the newest copy of which something was taken out, else the file."""
        return self.file.copies[-1] if self.file.copies else self.file


@dataclass(frozen=True)
class DisclosureDetail:
    """A disclosure whole, for the organisation and the staff.

    Args: compared: what came back beside what was issued; None: nothing came yet. note: what has to be changed.
        sent_by, decided_by: signatures.
    """

    row: DisclosureRow
    lines: tuple[LineRow, ...]
    papers: tuple[PaperRow, ...]
    issued: Issued | None
    compared: Compared | None
    note: str
    checks: tuple[str, ...]
    sent_by: str
    decided_by: str
    is_own: bool

    @property
    def has_signature(self) -> bool:
        """Whether a file bears a valid digital signature."""
        return any(each.is_signed for each in self.papers)


def not_found(pk: int) -> DisclosureNotFound:
    """The error for a number that no disclosure has, or none that may be seen."""
    return DisclosureNotFound(f"There is no disclosure number {pk}.", number=pk)


def locked_own(pk: int, actor: Actor) -> Disclosure:
    """A disclosure of an organisation whose editor somebody is and that speaks for the enterprise, held.

    Raises: DisclosureNotFound; EnterpriseNotSpokenFor; RoleTooSmall.
    """
    row = Disclosure.objects.select_for_update(of=("self",)).filter(own_disclosures(actor), pk=pk).first()
    if row is None:
        raise not_found(pk)
    enterprise = get_enterprise(row.enterprise_id, actor=actor).row
    seat = speaker_for(actor, enterprise.canonical_id or enterprise.id, MemberRole.EDITOR)
    if seat.organisation_id != row.organisation_id:
        raise not_found(pk)
    return row


def get_disclosure(pk: int, *, actor: Actor) -> DisclosureDetail:
    """A disclosure for the organisation that sent it; a fixed number of queries.

    Raises: DisclosureNotFound: also for everybody else.
    """
    return _detail(pk, own_disclosures(actor), actor)


def staff_disclosure(pk: int, *, actor: Actor) -> DisclosureDetail:
    """A disclosure as the staff of its area check it; a fixed number of queries.

    Raises: DisclosureNotFound: also for everybody else.
    """
    return _detail(pk, staff_disclosures(actor), actor)


def _detail(pk: int, seen: Q, actor: Actor) -> DisclosureDetail:
    row = _with_names(Disclosure.objects.filter(seen, pk=pk)).first()
    if row is None:
        raise not_found(pk)
    papers = papers_of([pk]).get(pk, ())
    issued = issued_by_ids([row.issued_id])[0] if row.issued_id else None
    return DisclosureDetail(
        row=replace(
            _row(row, [each.file for each in papers], supports_of([pk]).get(pk, ())), monitoring=_monitoring(row)
        ),
        lines=lines_of_disclosure(row),
        papers=papers,
        issued=issued,
        compared=_compared(pk, issued),
        note=row.note,
        checks=tuple(row.checks),
        sent_by=row.sent_by,
        decided_by=row.decided_by,
        is_own=actor.seat_in(row.organisation_id) is not None,
    )


def public_disclosure(pk: int) -> tuple[DisclosureRow, tuple[LineRow, ...]]:
    """A published disclosure with what it says; of a withdrawn one only that, when and why.

    Of a record that is gone nothing is said any more, and the sealed files, which name it, are not shown either.

    Raises: DisclosureNotFound.
    """
    row = _with_names(Disclosure.objects.filter(PUBLIC, pk=pk)).first()
    if row is None:
        raise not_found(pk)
    if row.state == DisclosureState.WITHDRAWN:
        return _row(row), ()
    lines = lines_of_disclosure(row)
    left = tuple(each for each in lines if each.standing != LineStanding.GONE)
    (shown,) = _public_rows([row], [pk] if left == lines else [])
    return replace(shown, monitoring=_monitoring(row)), left


def disclosed_of(enterprise_id: int) -> list[DisclosureRow]:
    """What an enterprise, as merged now, has disclosed, the newest first; a fixed number of queries."""
    family = family_of([enterprise_id]).values("pk")
    rows = list(_with_names(Disclosure.objects.filter(PUBLIC, enterprise__in=family)).order_by("-decided_at", "-pk"))
    return _public_rows(rows, _whole([row for row in rows if row.state != DisclosureState.WITHDRAWN]))


def sent_by_organisation(enterprise_id: int, organisation_id: int) -> list[DisclosureRow]:
    """What an organisation has sent for an enterprise, the newest first; two queries."""
    family = family_of([enterprise_id]).values("pk")
    rows = Disclosure.objects.filter(enterprise__in=family, organisation=organisation_id)
    return [_row(row) for row in _with_names(rows).order_by("-sent_at", "-pk")]


def explanation_of(record_id: int) -> tuple[DisclosureRow, LineRow] | None:
    """The newest published explanation of a record by its enterprise; None: there is none. Two queries at most."""
    rows = DisclosureLine.objects.filter(record=record_id, disclosure__state=DisclosureState.PUBLISHED)
    rows = rows.annotate(owner=_root("record__enterprise"), by=_root("disclosure__enterprise")).filter(owner=F("by"))
    line = rows.order_by("-disclosure__decided_at", "-disclosure").first()
    if line is None:
        return None
    return _row(_with_names(Disclosure.objects.filter(pk=line.disclosure_id)).get()), _line(line)


def explained_among(records: Collection[int]) -> set[int]:
    """Those of these records of which an explanation by their enterprise is published; one query."""
    rows = DisclosureLine.objects.filter(record__in=records, disclosure__state=DisclosureState.PUBLISHED)
    rows = rows.annotate(owner=_root("record__enterprise"), by=_root("disclosure__enterprise")).filter(owner=F("by"))
    return set(rows.values_list("record", flat=True))


def disclosures_for_office(
    actor: Actor, *, state: str = DisclosureState.SUBMITTED, start: int = 0, count: int = 50
) -> list[DisclosureRow]:
    """The disclosures that somebody of the staff checks, those that wait longest first; one query."""
    rows = _for_office(actor, state).order_by("submitted_at", "pk")
    return [_row(row) for row in _with_names(rows)[start : start + count]]


def count_disclosures_for_office(actor: Actor, *, state: str = DisclosureState.SUBMITTED) -> int:
    """How many `disclosures_for_office` there are."""
    return _for_office(actor, state).count()


def waiting_disclosures(actor: Actor) -> tuple[int, datetime | None]:
    """How many wait for the check, and since when the oldest does; one query."""
    found = _for_office(actor, DisclosureState.SUBMITTED).aggregate(count=Count("pk"), oldest=Min("submitted_at"))
    return found["count"], found["oldest"]


def papers_of(numbers: Collection[int]) -> dict[int, tuple[PaperRow, ...]]:
    """The files of disclosures, in the order in which they came; a fixed number of queries."""
    rows = list(Paper.objects.filter(disclosure__in=numbers).order_by("pk").defer("pages"))
    files = {file.id: file for file in files_by_ids([row.file_id for row in rows])} if rows else {}
    found: dict[int, tuple[PaperRow, ...]] = {}
    for row in rows:
        paper = PaperRow(row.pk, files[row.file_id], row.added_at)
        found[row.disclosure_id] = (*found.get(row.disclosure_id, ()), paper)
    return found


def lines_of_disclosure(row: Disclosure) -> tuple[LineRow, ...]:
    """What a disclosure says, record by record, and how each stands by now; five queries at most."""
    lines = list(DisclosureLine.objects.filter(disclosure=row).order_by("place"))
    said = {line.pk: _explains(row, line.record_id) for line in lines}
    standings = standings_of(said.values())
    return tuple(replace(_line(line), standing=standings[said[line.pk]]) for line in lines)


def _monitoring(row: Disclosure) -> tuple[MonitoringLineRow, ...]:
    """What a disclosure says about monitoring data; one query, none for one about records."""
    if row.type != MONITORING:
        return ()
    lines = MonitoringLine.objects.filter(disclosure=row).order_by("place")
    return tuple(MonitoringLineRow(line.place, text_of(line)) for line in lines)


def _whole(rows: Collection[Disclosure]) -> list[int]:
    """Of these disclosures those of which no record is gone; five queries at most."""
    lines = DisclosureLine.objects.filter(disclosure__in=[row.pk for row in rows]).values_list("disclosure", "record")
    by_pk = {row.pk: row for row in rows}
    said = {(pk, record): _explains(by_pk[pk], record) for pk, record in lines}
    standings = standings_of(said.values()) if said else {}
    gone = {pk for (pk, _record), each in said.items() if standings[each] == LineStanding.GONE}
    return [pk for pk in by_pk if pk not in gone]


def _explains(row: Disclosure, record: int) -> Explains:
    return Explains(row.enterprise.canonical_id or row.enterprise_id, record, row.sent_at)


def _public_rows(rows: Sequence[Disclosure], whole: Collection[int]) -> list[DisclosureRow]:
    """With the files and documents of those that are shown whole, as everybody gets them. A fixed number of queries."""
    papers = papers_of(whole) if whole else {}
    supports = supports_of(whole) if whole else {}
    return [
        _row(row, [each.shown for each in papers.get(row.pk, ())], map(as_public, supports.get(row.pk, ())))
        for row in rows
    ]


def _for_office(actor: Actor, state: str) -> QuerySet[Disclosure]:
    rows = Disclosure.objects.filter(staff_disclosures(actor))
    return rows.filter(state=state) if state else rows.filter(~Q(submitted_at=None))


def _root(of: str) -> Coalesce:
    return Coalesce(f"{of}__canonical_id", f"{of}_id")


def _with_names(rows: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    return rows.select_related("enterprise", "enterprise__canonical", "organisation").annotate(
        records=Count("lines", distinct=True) + Count("monitoring_lines", distinct=True)
    )


def _line(row: DisclosureLine) -> LineRow:
    texts = Texts(row.violation, row.reason, row.corrective_action)
    return LineRow(row.record_id, row.place, row.title, row.source, texts)


def _row(row: Disclosure, files: Iterable[KeptFile] = (), supports: Iterable[SupportRow] = ()) -> DisclosureRow:
    state, root = DisclosureState(row.state), row.enterprise.canonical or row.enterprise
    is_public = state in {DisclosureState.PUBLISHED, DisclosureState.REPLACED, DisclosureState.WITHDRAWN}
    return DisclosureRow(
        id=row.pk,
        state=state,
        type=RecordType(row.type),
        enterprise_id=root.pk,
        enterprise_name=root.name,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        records=row.records,  # type: ignore[attr-defined]  # annotated by `_with_names`
        sent_at=row.sent_at,
        submitted_at=row.submitted_at,
        published_at=row.decided_at if is_public else None,
        ended_at=row.ended_at,
        comment=row.end_reason if state == DisclosureState.WITHDRAWN else row.comment,
        files=tuple(files),
        supports=tuple(supports),
    )


def _compared(pk: int, issued: Issued | None) -> Compared | None:
    rows = list(Paper.objects.filter(disclosure=pk).order_by("pk")) if issued else []
    pages = [_page(each) for row in rows for each in row.pages]
    return compared(issued, pages, digests=[row.sha256 for row in rows]) if issued and pages else None


def _page(told: dict[str, object]) -> PageRead:
    codes = told["codes"] if isinstance(told["codes"], Sequence) else ()
    return PageRead(str(told["file"]), tuple(map(str, codes)), str(told["text"]), bool(told["has_red"]))
