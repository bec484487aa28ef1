"""Cases as each audience sees them: the public what is public, the enterprise and the staff all of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from qingce.domain.documents.queries import published
from qingce.domain.removal.cases.enums import CaseAct, CaseParty, CaseRow, CaseState, StepRow, UnlistedText
from qingce.domain.removal.cases.evidence import EvidenceRow, evidence_of
from qingce.domain.removal.cases.holding import not_found
from qingce.domain.removal.cases.listing import named, row_of
from qingce.domain.removal.cases.permissions import approvable_cases, own_cases, staff_cases
from qingce.domain.removal.cases.standing import HandedIn, LineStanding, as_approved, standings_of
from qingce.domain.removal.models import (
    Case,
    CaseMessage,
    CaseRecord,
    CaseReport,
    CaseStep,
    Declaration,
    UnlistedRecord,
)
from qingce.domain.removal.models.cases import PUBLIC
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
    evidence: tuple[EvidenceRow, ...] = ()
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
    reports = _approved(detail.reports)
    return replace(detail, reports=reports, lines=_as_approved(detail.lines, reports), is_own=True)


def staff_case_detail(pk: int, *, actor: Actor) -> CaseDetail:
    """A case as the staff of its area work on it, with reports that are not approved yet; cost as `get_case`.

    Raises: CaseNotFound: also for everybody else.
    """
    detail = _for_parties(pk, staff_cases(actor) | approvable_cases(actor))
    is_own = actor.seat_in(detail.row.organisation_id) is not None
    return replace(
        detail,
        evidence=evidence_of(pk),
        is_own=is_own,
        is_staff=not is_own and Case.objects.filter(staff_cases(actor), pk=pk).exists(),
        is_approver=not is_own and Case.objects.filter(approvable_cases(actor), pk=pk).exists(),
    )


def _for_parties(pk: int, seen: Q) -> CaseDetail:
    row = named(Case.objects.filter(seen, pk=pk)).first()
    if row is None:
        raise not_found(pk)
    rows = CaseMessage.objects.filter(case=row).order_by("pk")
    messages = (MessageRow(each.pk, CaseParty(each.party), each.text, each.said_by, each.said_at) for each in rows)
    return replace(_detail(row), messages=tuple(messages))


def public_case(pk: int) -> CaseDetail:
    """A case as everybody sees it: records, steps, what was asked for; papers, findings and reports once approved.

    Raises: CaseNotFound.
    """
    row = named(Case.objects.filter(PUBLIC, pk=pk)).first()
    if row is None:
        raise not_found(pk)
    detail = _detail(row)
    reports = _approved(detail.reports)
    rounds = {each.round for each in reports}
    lines = tuple(
        replace(each, papers=tuple(_published(paper) for paper in each.papers if paper.round in rounds))
        for each in _as_approved(detail.lines, reports)
    )
    return replace(
        detail,
        evidence=evidence_of(pk, is_public=True),
        row=replace(detail.row, reviewer=""),
        lines=lines,
        reports=tuple(replace(each, written_by="", approved_by="", note="") for each in reports),
        steps=tuple(replace(each, taken_by="") for each in detail.steps if each.act != CaseAct.SEND_BACK),
        declarations=tuple(replace(each, declared_by="") for each in detail.declarations),
        records=tuple(replace(each, answers=(), unknown=()) for each in detail.records),
    )


def _as_approved(lines: Sequence[LineStanding], reports: Sequence[ReportRow]) -> tuple[LineStanding, ...]:
    until = max((each.approved_at for each in reports if each.approved_at), default=None)
    return tuple(as_approved(each, until) for each in lines)


def _published(paper: HandedIn) -> HandedIn:
    return replace(paper, said=published(paper.said), judged_by="")


def _approved(reports: Sequence[ReportRow]) -> tuple[ReportRow, ...]:
    return tuple(each for each in reports if each.approved_at is not None)


def _detail(row: Case) -> CaseDetail:
    steps = CaseStep.objects.filter(case=row).order_by("pk")
    unlisted = UnlistedRecord.objects.filter(case=row).order_by("pk")
    return CaseDetail(
        row=row_of(row),
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
