"""Cases as each audience sees them: the public what is public, the enterprise and the staff all of theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from qingce.domain.documents.queries import published
from qingce.domain.enterprises.queries import family_of
from qingce.domain.removal.cases.enums import (
    DECIDED_CASES,
    STAFF_STATES,
    CaseAct,
    CaseParty,
    CaseRow,
    CaseState,
    StepRow,
    UnlistedText,
)
from qingce.domain.removal.cases.holding import not_found
from qingce.domain.removal.cases.permissions import PUBLIC, approvable_cases, own_cases, staff_cases
from qingce.domain.removal.cases.standing import HandedIn, LineStanding, standings_of
from qingce.domain.removal.cases.terms import case_terms
from qingce.domain.removal.models import (
    Case,
    CaseMessage,
    CaseRecord,
    CaseReport,
    CaseStep,
    Declaration,
    UnlistedRecord,
)
from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class CaseRecordRow:
    """A record of a case. Args: lists, rows, claims, answers, unknown: of each violation."""

    id: int
    record_id: int
    title: str
    source: str
    is_open: bool
    outcome: str
    answers: tuple[Mapping[str, object], ...]
    unknown: tuple[Sequence[str], ...]
    facts: tuple[Mapping[str, object], ...]
    lists: tuple[Sequence[str], ...]
    rows: tuple[Sequence[str], ...]
    claims: tuple[Mapping[str, bool | None], ...]
    removed_at: datetime | None
    restored_at: datetime | None


@dataclass(frozen=True)
class MessageRow:
    """A word of the conversation."""

    id: int
    party: CaseParty
    text: str
    said_by: str
    said_at: datetime


@dataclass(frozen=True)
class DeclaredRow:
    """What a party declared."""

    party: CaseParty
    kind: str
    version: str
    declared_by: str
    declared_at: datetime


@dataclass(frozen=True)
class ReportRow:
    """A report of a round. Args: note: why it was sent back, as long as it is. issued: its document."""

    round: int
    texts: Mapping[str, str]
    result: str
    missing: str
    revision: int
    written_by: str
    written_at: datetime
    finished_on: date | None
    note: str
    approved_by: str
    approved_at: datetime | None
    issued: int | None


@dataclass(frozen=True)
class CaseDetail:
    """A case on its page, as far as whoever asks may see it.

    Args: rules, types: digests. is_own, is_staff, is_approver: as what somebody sees it.
    """

    row: CaseRow
    rules: str
    types: str
    division: str
    records: tuple[CaseRecordRow, ...]
    lines: tuple[LineStanding, ...]
    unlisted: tuple[tuple[int, UnlistedText], ...]
    steps: tuple[StepRow, ...]
    declarations: tuple[DeclaredRow, ...]
    reports: tuple[ReportRow, ...]
    messages: tuple[MessageRow, ...]
    is_own: bool = False
    is_staff: bool = False
    is_approver: bool = False

    @property
    def report(self) -> ReportRow | None:
        """The report of this round, if one is begun."""
        return next((each for each in self.reports if each.round == self.row.round), None)


def get_case(pk: int, *, actor: Actor) -> CaseDetail:
    """A case for the organisation that applied; a fixed number of queries for each of its records.

    Raises: CaseNotFound: also for everybody else.
    """
    detail = _for_parties(pk, own_cases(actor))
    return replace(detail, reports=_approved(detail.reports), is_own=True)


def staff_case_detail(pk: int, *, actor: Actor) -> CaseDetail:
    """A case as the staff of its area work on it, with reports that are not approved yet; cost as `get_case`.

    Raises: CaseNotFound: also for everybody else.
    """
    detail = _for_parties(pk, staff_cases(actor) | approvable_cases(actor))
    is_own = actor.seat_in(detail.row.organisation_id) is not None
    return replace(
        detail,
        is_own=is_own,
        is_staff=not is_own and Case.objects.filter(staff_cases(actor), pk=pk).exists(),
        is_approver=not is_own and Case.objects.filter(approvable_cases(actor), pk=pk).exists(),
    )


def _for_parties(pk: int, seen: Q) -> CaseDetail:
    row = _named(Case.objects.filter(seen, pk=pk)).first()
    if row is None:
        raise not_found(pk)
    rows = CaseMessage.objects.filter(case=row).order_by("pk")
    messages = (MessageRow(each.pk, CaseParty(each.party), each.text, each.said_by, each.said_at) for each in rows)
    return replace(_detail(row), messages=tuple(messages))


def public_case(pk: int) -> CaseDetail:
    """A case as everybody sees it: records, steps, what was asked for; papers, findings and reports once approved.

    Raises: CaseNotFound.
    """
    row = _named(Case.objects.filter(PUBLIC, pk=pk)).first()
    if row is None:
        raise not_found(pk)
    detail = _detail(row)
    reports = _approved(detail.reports)
    rounds = {each.round for each in reports}
    lines = tuple(
        replace(each, papers=tuple(_published(paper) for paper in each.papers if paper.round in rounds))
        for each in detail.lines
    )
    return replace(
        detail,
        row=replace(detail.row, reviewer=""),
        lines=lines,
        reports=tuple(replace(each, written_by="", approved_by="", note="") for each in reports),
        steps=tuple(replace(each, taken_by="") for each in detail.steps if each.act != CaseAct.SEND_BACK),
        declarations=tuple(replace(each, declared_by="") for each in detail.declarations),
        records=tuple(replace(each, answers=(), unknown=()) for each in detail.records),
    )


def public_cases(
    *, state: str = "", path: str = "", enterprise: int | None = None, start: int = 0, count: int = 50
) -> tuple[list[CaseRow], int]:
    """Public cases, the newest first, and how many there are; two queries."""
    rows = Case.objects.filter(PUBLIC)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(path=path) if path else rows
    rows = rows.filter(enterprise__in=family_of([enterprise]).values("pk")) if enterprise else rows
    found = _named(rows).order_by("-applied_on", "-pk")[start : start + count]
    return [_row(each) for each in found], rows.count()


def public_among_cases(numbers: Collection[int]) -> list[int]:
    """Those of these cases that everybody sees; one query."""
    return list(Case.objects.filter(PUBLIC, pk__in=numbers).order_by("pk").values_list("pk", flat=True))


def cases_of(enterprise_id: int, organisation_id: int) -> list[CaseRow]:
    """The cases of an enterprise for its organisation, the newest first; one query."""
    rows = Case.objects.filter(
        enterprise__in=family_of([enterprise_id]).values("pk"), organisation=organisation_id
    ).exclude(state=CaseState.DISCARDED)
    return [_row(each) for each in _named(rows).order_by("-pk")]


def cases_for_office(
    actor: Actor, *, state: str = "", reviewer: int | None = None, start: int = 0, count: int = 50
) -> list[CaseRow]:
    """The cases that the staff owe a step of, what is due first first; one query.

    Those whose last day no calendar tells yet stand together, at the beginning or at the end as the database has it.

    Args: state: one state, one that waits for the enterprise too. reviewer: only hers.
    """
    rows = _for_office(actor, state, reviewer).order_by("due_on", "pk")
    return [_row(each) for each in _named(rows)[start : start + count]]


def count_cases_for_office(actor: Actor, *, state: str = "", reviewer: int | None = None) -> int:
    """How many `cases_for_office` there are; one query."""
    return _for_office(actor, state, reviewer).count()


@dataclass(frozen=True)
class Load:
    """What a reviewer works on. Args: late: of them past their day."""

    person: int
    signature: str
    open: int
    late: int


def workloads(actor: Actor, *, on: date) -> list[Load]:
    """How many open cases each reviewer of one's areas has, the fullest desk first; one query."""
    rows = Case.objects.filter(staff_cases(actor), state__in=STAFF_STATES).exclude(reviewer=None)
    found = rows.values_list("reviewer", "reviewer__number").annotate(
        open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on))
    )
    return [Load(pk, f"#{number}", count, late) for pk, number, count, late in found.order_by("-open", "reviewer")]


def waiting_cases(actor: Actor, *, on: date | None = None) -> tuple[int, int]:
    """How many cases the staff owe a step of, and how many of them are late; one query."""
    rows = Case.objects.filter(staff_cases(actor), state__in=STAFF_STATES)
    found = rows.aggregate(count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on or localdate())))
    return found["count"], found["late"]


def cases_about(enterprise_id: int) -> list[CaseRow]:
    """The newest public cases of an enterprise, as merged now; one query."""
    rows = Case.objects.filter(PUBLIC, enterprise__in=family_of([enterprise_id]).values("pk"))
    return [_row(each) for each in _named(rows).order_by("-pk")[: case_terms().page_cases]]


def case_of_record(record_id: int) -> list[CaseRow]:
    """The public cases in which a record is or was, the newest first; one query."""
    rows = Case.objects.filter(PUBLIC, records__record=record_id)
    return [_row(each) for each in _named(rows).order_by("-pk")]


def _published(paper: HandedIn) -> HandedIn:
    return replace(paper, said=published(paper.said), judged_by="")


def _for_office(actor: Actor, state: str, reviewer: int | None) -> QuerySet[Case]:
    rows = Case.objects.filter(staff_cases(actor) | approvable_cases(actor))
    rows = rows.filter(state=state) if state else rows.filter(state__in=STAFF_STATES)
    return rows.filter(reviewer=reviewer) if reviewer else rows


def _approved(reports: Sequence[ReportRow]) -> tuple[ReportRow, ...]:
    return tuple(each for each in reports if each.approved_at is not None)


def _named(rows: QuerySet[Case]) -> QuerySet[Case]:
    """With names, and how many records each has: counted for the rows that are read, not for all."""
    own = CaseRecord.objects.filter(case=OuterRef("pk")).order_by().values("case")
    counted = Subquery(own.annotate(count=Count("pk")).values("count"))
    return rows.select_related("enterprise", "enterprise__canonical", "organisation", "reviewer").annotate(
        count=Coalesce(counted, 0)
    )


def _row(row: Case) -> CaseRow:
    root = row.enterprise.canonical or row.enterprise
    return CaseRow(
        id=row.pk,
        state=CaseState(row.state),
        path=row.path,
        version=row.version,
        round=row.round,
        enterprise_id=root.pk,
        enterprise_name=root.name,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        records=row.count,  # type: ignore[attr-defined]  # annotated by `_named`
        applied_on=row.applied_on,
        since=row.since,
        due_on=row.due_on,
        reviewer=f"#{row.reviewer.number}" if row.reviewer else "",
        asked=row.asked,
        result=row.result if row.state in DECIDED_CASES or row.result else "",
        reason=row.reason,
        ended_at=row.ended_at,
    )


def _detail(row: Case) -> CaseDetail:
    steps = CaseStep.objects.filter(case=row).order_by("pk")
    unlisted = UnlistedRecord.objects.filter(case=row).order_by("pk")
    return CaseDetail(
        row=_row(row),
        rules=row.rules,
        types=row.types,
        division=row.division,
        records=tuple(map(_record, CaseRecord.objects.filter(case=row).order_by("place", "pk"))),
        lines=standings_of(row),
        unlisted=tuple((each.pk, _unlisted(each)) for each in unlisted),
        steps=tuple(map(_step, steps)),
        declarations=tuple(map(_declared, Declaration.objects.filter(case=row).order_by("pk"))),
        reports=tuple(map(_report, CaseReport.objects.filter(case=row).order_by("round"))),
        messages=(),
    )


def _record(row: CaseRecord) -> CaseRecordRow:
    return CaseRecordRow(
        id=row.pk,
        record_id=row.record_id,
        title=row.title,
        source=row.source,
        is_open=row.is_open,
        outcome=row.outcome,
        answers=tuple(row.answers),
        unknown=tuple(row.unknown),
        facts=tuple(row.facts),
        lists=tuple(row.lists),
        rows=tuple(row.rows),
        claims=tuple(row.claims),
        removed_at=row.removed_at,
        restored_at=row.restored_at,
    )


def _unlisted(row: UnlistedRecord) -> UnlistedText:
    return UnlistedText(row.title, row.issuer, row.doc_no, row.decided_on, row.address)


def _step(row: CaseStep) -> StepRow:
    return StepRow(
        act=CaseAct(row.act),
        target=CaseState(row.target),
        party=CaseParty(row.party),
        at=row.at,
        days=row.days,
        is_late=row.is_late,
        reason=row.reason,
        clause=row.clause,
        taken_by=row.taken_by,
    )


def _declared(row: Declaration) -> DeclaredRow:
    return DeclaredRow(CaseParty(row.party), row.kind, row.version, row.declared_by, row.declared_at)


def _report(row: CaseReport) -> ReportRow:
    return ReportRow(
        round=row.round,
        texts=row.texts,
        result=row.result,
        missing=row.missing,
        revision=row.revision,
        written_by=row.written_by,
        written_at=row.written_at,
        finished_on=row.finished_on,
        note=row.note,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        issued=row.issued_id,
    )
