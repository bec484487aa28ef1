"""Accreditations as each audience sees them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Min, Q, QuerySet

from qingce.domain.removal.accreditation.acts import PUBLIC_STEPS
from qingce.domain.removal.accreditation.enums import (
    WAIT_FOR_STAFF,
    AccreditationAct,
    AccreditationParty,
    AccreditationState,
    AuditorRow,
    AuditsDone,
    TieRow,
)
from qingce.domain.removal.accreditation.finding import auditors_among, audits_done, tie_row
from qingce.domain.removal.accreditation.holding import not_found
from qingce.domain.removal.accreditation.permissions import EVER, own_accreditations, staff_accreditations
from qingce.domain.removal.models import (
    Accreditation,
    AccreditationPaper,
    AccreditationStep,
    AuditorTie,
    IndependenceDeclaration,
)
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class AccreditationRow:
    """An accreditation in a list. Args: asked, reason: as the agency was told."""

    id: int
    organisation_id: int
    agency: str
    agency_en: str
    number: str
    area: str
    state: AccreditationState
    version: int
    fields: tuple[str, ...]
    methods: tuple[str, ...]
    past_work: str
    applied_on: date | None
    since: datetime
    due_on: date | None
    asked: str
    checked_by: str
    checked_note: str
    conditions: str
    valid_from: date | None
    valid_until: date | None
    reason: str
    ended_at: datetime | None
    audits: AuditsDone = field(default_factory=AuditsDone)

    def is_late(self, on: date) -> bool:
        """Whether the staff owe a step since before a day."""
        return self.state in WAIT_FOR_STAFF and self.due_on is not None and self.due_on < on


@dataclass(frozen=True)
class PaperRow:
    """A paper. Args: auditor: whose qualification it shows; None: the agency's own, by slot."""

    id: int
    auditor: int | None
    slot: str
    file: KeptFile
    added_at: datetime


@dataclass(frozen=True)
class AgencyStep:
    """A step that was taken."""

    act: AccreditationAct
    target: AccreditationState
    party: AccreditationParty
    at: datetime
    reason: str
    taken_by: str


@dataclass(frozen=True)
class AccreditationDetail:
    """An accreditation on its page, as far as whoever asks may see it.

    Args: ties: of the agency itself; those of auditors stand with them. declared: kind, version, by whom, when.
    """

    row: AccreditationRow
    auditors: tuple[AuditorRow, ...]
    ties: tuple[TieRow, ...] = ()
    papers: tuple[PaperRow, ...] = ()
    declared: tuple[tuple[str, str, str, datetime], ...] = ()
    steps: tuple[AgencyStep, ...] = ()
    is_own: bool = False


def own_agency(organisation: int, *, actor: Actor) -> list[AccreditationDetail]:
    """The accreditations of an agency for its members, the newest first: what is applied for, in force, and over."""
    rows = _rows(Accreditation.objects.filter(own_accreditations(actor), organisation=organisation))
    return [replace(_detail(row), is_own=True) for row in rows.order_by("-pk")[:5]]


def auditors_and_ties(organisation: int, *, actor: Actor) -> tuple[list[AuditorRow], list[TieRow]]:
    """The auditors of an agency and its own ties, for its members; three queries; none for others."""
    if actor.seat_in(organisation) is None:
        return [], []
    return auditors_among([organisation]).get(organisation, []), _ties(organisation)


def staff_accreditation_detail(pk: int, *, actor: Actor) -> AccreditationDetail:
    """One as the staff of its area work on it; a fixed number of queries.

    Raises: AccreditationNotFound: also for everybody else.
    """
    row = _rows(Accreditation.objects.filter(staff_accreditations(actor), pk=pk)).first()
    if row is None:
        raise not_found(pk)
    return replace(_detail(row), is_own=actor.seat_in(row.organisation_id) is not None)


def accreditations_for_office(
    actor: Actor, *, state: str = "", start: int = 0, count: int = 50
) -> list[AccreditationRow]:
    """Those in the actor's areas, what is due first first; without a state those that wait for the staff; one query."""
    rows = _rows(_wanted(actor, state)).order_by("due_on", "pk")[start : start + count]
    return [_row(each) for each in rows]


def count_accreditations(actor: Actor, *, state: str = "") -> int:
    """How many `accreditations_for_office` there are."""
    return _wanted(actor, state).count()


def waiting_accreditations(actor: Actor) -> tuple[int, datetime | None]:
    """How many wait for the staff, and since when the oldest does."""
    found = _wanted(actor, "").aggregate(oldest=Min("since"))
    return _wanted(actor, "").count(), found["oldest"]


def public_agencies() -> list[AccreditationRow]:
    """The newest accreditation of every agency that ever had one, those in force first, then by name.

    Cost: one query, and those that count audits.
    """
    rows = _rows(Accreditation.objects.filter(EVER)).order_by("organisation", "pk")
    newest = {each.organisation_id: each for each in rows}
    done = audits_done(list(newest))
    found = [replace(_row(each), audits=done.get(each.organisation_id, AuditsDone())) for each in newest.values()]
    rank = {AccreditationState.GRANTED: 0, AccreditationState.SUSPENDED: 1}
    return sorted(found, key=lambda each: (rank.get(each.state, 2), each.agency, each.id))


def public_agency(organisation: int) -> list[AccreditationDetail]:
    """The accreditations that an agency ever had, the newest first, with its auditors and public steps.

    Raises: AccreditationNotFound: it never had one.
    """
    rows = list(_rows(Accreditation.objects.filter(EVER, organisation=organisation)).order_by("-pk")[:20])
    if not rows:
        raise not_found(organisation)
    auditors = auditors_among([organisation]).get(organisation, [])
    shown = tuple(
        replace(each, name=each.name if each.is_named else "", ties=(), certificate="", refusal="")
        for each in auditors
        if each.confirmed_at
    )
    done = audits_done([organisation]).get(organisation, AuditsDone())
    steps: dict[int, list[AgencyStep]] = {}
    for step in AccreditationStep.objects.filter(accreditation__in=rows, act__in=PUBLIC_STEPS).order_by("pk"):
        steps.setdefault(step.accreditation_id, []).append(replace(_step(step), taken_by=""))
    return [
        AccreditationDetail(
            row=replace(_row(row), audits=done, checked_by="", checked_note="", asked="", due_on=None),
            auditors=shown,
            steps=tuple(steps.get(row.pk, ())),
        )
        for row in rows
    ]


def public_among_accreditations(numbers: Collection[int]) -> dict[int, int]:
    """Those of these numbers that the public may see, with the number of the agency; one query."""
    rows = Accreditation.objects.filter(EVER, pk__in=numbers).values_list("pk", "organisation")
    return dict(rows)


def agency_file(organisation: int, file: int, *, actor: Actor) -> KeptFile:
    """A paper for the members of the agency.

    Raises: FileNotFound.
    """
    return _file(AccreditationPaper.objects.filter(_of_own(actor), accreditation__organisation=organisation), file)


def staff_agency_file(pk: int, file: int, *, actor: Actor) -> KeptFile:
    """A paper for the staff of the area; those of a former accreditation too.

    Raises: AccreditationNotFound; FileNotFound.
    """
    row = Accreditation.objects.filter(staff_accreditations(actor), pk=pk).first()
    if row is None:
        raise not_found(pk)
    return _file(AccreditationPaper.objects.filter(accreditation__organisation=row.organisation_id), file)


def _of_own(actor: Actor) -> Q:
    return Q(accreditation__organisation__in=[seat.organisation_id for seat in actor.seats])


def _file(papers: QuerySet[AccreditationPaper], file: int) -> KeptFile:
    found = files_by_ids([file]) if papers.filter(file=file).exists() else []
    if not found:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return found[0]


def _wanted(actor: Actor, state: str) -> QuerySet[Accreditation]:
    rows = Accreditation.objects.filter(staff_accreditations(actor))
    return rows.filter(state=state) if state else rows.filter(state__in=WAIT_FOR_STAFF)


def _rows(rows: QuerySet[Accreditation]) -> QuerySet[Accreditation]:
    return rows.select_related("organisation")


def _row(row: Accreditation) -> AccreditationRow:
    return AccreditationRow(
        id=row.pk,
        organisation_id=row.organisation_id,
        agency=row.organisation.name,
        agency_en=row.organisation.name_en,
        number=row.organisation.number,
        area=row.organisation.area,
        state=AccreditationState(row.state),
        version=row.version,
        fields=tuple(row.fields),
        methods=tuple(row.methods),
        past_work=row.past_work,
        applied_on=row.applied_on,
        since=row.since,
        due_on=row.due_on,
        asked=row.asked,
        checked_by=row.checked_by,
        checked_note=row.checked_note,
        conditions=row.conditions,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        reason=row.reason,
        ended_at=row.ended_at,
    )


def _detail(row: Accreditation) -> AccreditationDetail:
    auditors = auditors_among([row.organisation_id]).get(row.organisation_id, [])
    numbers = [each.id for each in auditors]
    of_agency = Q(accreditation=row) | Q(auditor__in=numbers)
    papers = list(AccreditationPaper.objects.filter(of_agency).order_by("pk"))
    files = {each.id: each for each in files_by_ids([paper.file_id for paper in papers])}
    declared = IndependenceDeclaration.objects.filter(accreditation=row).order_by("pk")
    return AccreditationDetail(
        row=_row(row),
        auditors=tuple(auditors),
        ties=tuple(_ties(row.organisation_id)),
        papers=tuple(
            PaperRow(each.pk, each.auditor_id, each.slot, files[each.file_id], each.added_at)
            for each in papers
            if each.file_id in files
        ),
        declared=tuple(declared.values_list("kind", "version", "declared_by", "declared_at")),
        steps=tuple(map(_step, AccreditationStep.objects.filter(accreditation=row).order_by("pk"))),
    )


def _ties(organisation: int) -> list[TieRow]:
    return [tie_row(each) for each in AuditorTie.objects.filter(organisation=organisation, auditor=None).order_by("pk")]


def _step(row: AccreditationStep) -> AgencyStep:
    return AgencyStep(
        act=AccreditationAct(row.act),
        target=AccreditationState(row.target),
        party=AccreditationParty(row.party),
        at=row.at,
        reason=row.reason,
        taken_by=row.taken_by,
    )
