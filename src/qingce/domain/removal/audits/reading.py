"""Audits as each audience sees them: the public the course of it, each party its own page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from qingce.domain.removal.audits.duties import is_duty_open
from qingce.domain.removal.audits.enums import (
    OPEN_AUDITS,
    STAGES,
    AuditParty,
    AuditRow,
    AuditState,
    AuditStepRow,
    DutyStanding,
    ProofRow,
    TickRow,
)
from qingce.domain.removal.audits.holding import audit_not_found
from qingce.domain.removal.audits.permissions import is_observing, may_write, parties_see, party_in, staff_audits
from qingce.domain.removal.audits.terms import audit_terms, duties_of
from qingce.domain.removal.models import Audit, AuditStep, DutyProof, DutyTick
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of


@dataclass(frozen=True)
class AuditDetail:
    """An audit on its page, as far as whoever asks may see it.

    Args: rules: digest. party: as whom somebody sees it; None: as the public. may_write: acts for that party.
        is_approver: decides on what it comes to. observes: is named as observer.
    """

    row: AuditRow
    rules: str
    division: str
    duties: tuple[DutyStanding, ...]
    steps: tuple[AuditStepRow, ...]
    party: AuditParty | None = None
    may_write: bool = False
    is_approver: bool = False
    observes: bool = False

    @property
    def owed(self) -> tuple[DutyStanding, ...]:
        """The duties that are owed until the stage ends."""
        return tuple(each for each in self.duties if each.is_due and each.tick is None)

    def owed_by(self, party: AuditParty) -> tuple[DutyStanding, ...]:
        """Those of one party; of an observer what it may do for the platform."""
        return tuple(each for each in self.owed if each.duty.is_of(party))


def get_audit(pk: int, *, actor: Actor) -> AuditDetail:
    """An audit for the organisations in it; ten queries at most.

    Raises: AuditNotFound: also for everybody else.
    """
    row = _named(Audit.objects.filter(parties_see(actor), pk=pk)).first()
    party = party_in(actor, row) if row else None
    if row is None or party is None:
        raise audit_not_found(pk)
    observes = party == AuditParty.OBSERVER and is_observing(row, actor)
    may = observes or may_write(actor, row, party)
    return replace(_detail(row), party=party, may_write=may, observes=observes)


def staff_audit(pk: int, *, actor: Actor) -> AuditDetail:
    """An audit as the staff of its area see it; ten queries at most.

    Raises: AuditNotFound: also for everybody else.
    """
    row = _named(Audit.objects.filter(staff_audits(actor), pk=pk)).first()
    if row is None:
        raise audit_not_found(pk)
    own = party_in(actor, row)
    return replace(
        _detail(row),
        party=own or AuditParty.PLATFORM,
        may_write=own is None and actor.reaches(row.division, *roles_of(Duty.RUN_AUDITS)),
        is_approver=own is None and actor.reaches(row.division, *roles_of(Duty.DECIDE_REMOVALS)),
        observes=own is None and row.is_platform_observing and is_observing(row, actor),
    )


def public_audit(pk: int) -> AuditDetail:
    """An audit as everybody sees it: where it stands, who audits and observes, which duties are done, its steps.

    Raises: AuditNotFound.
    """
    row = _named(Audit.objects.filter(pk=pk)).first()
    if row is None:
        raise audit_not_found(pk)
    detail = _detail(row)
    return replace(
        detail,
        duties=tuple(replace(each, tick=_unsigned(each.tick)) for each in detail.duties),
        steps=tuple(replace(each, taken_by="") for each in detail.steps),
    )


def public_audits(*, state: str = "", start: int = 0, count: int = 50) -> tuple[list[AuditRow], int]:
    """Audits, the newest first, and how many there are; two queries."""
    rows = Audit.objects.filter(state=state) if state else Audit.objects.all()
    return [_row(each) for each in _named(rows).order_by("-opened_at", "-pk")[start : start + count]], rows.count()


def public_among_audits(numbers: Collection[int]) -> list[int]:
    """Those of these numbers that are audits; one query."""
    return list(Audit.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", flat=True))


def audits_of_case(case: int) -> list[AuditRow]:
    """The audits of a case, the newest first; one query."""
    return [_row(each) for each in _named(Audit.objects.filter(case=case)).order_by("-pk")]


def audits_of(actor: Actor) -> list[tuple[AuditRow, AuditParty]]:
    """The audits in which somebody's organisations have a part, the newest first, and as whom; one query."""
    rows = _named(Audit.objects.filter(parties_see(actor))).order_by("-opened_at", "-pk")
    found = [(each, party_in(actor, each)) for each in rows[: audit_terms().page_audits]]
    return [(_row(each), party) for each, party in found if party is not None]


def audits_for_office(actor: Actor, *, state: str = "", start: int = 0, count: int = 50) -> list[AuditRow]:
    """The audits of one's areas that are not over, what ends first first; one query. Args: state: only these."""
    rows = _for_office(actor, state).order_by("due_on", "pk")
    return [_row(each) for each in _named(rows)[start : start + count]]


def count_audits_for_office(actor: Actor, *, state: str = "") -> int:
    """How many `audits_for_office` there are; one query."""
    return _for_office(actor, state).count()


def waiting_audits(actor: Actor, *, on: date | None = None) -> tuple[int, int]:
    """How many audits of one's areas are not over, and how many of them are late; one query."""
    rows = Audit.objects.filter(staff_audits(actor), state__in=OPEN_AUDITS)
    found = rows.aggregate(count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on or localdate())))
    return found["count"], found["late"]


def standings_of_duties(audit: Audit) -> tuple[DutyStanding, ...]:
    """Every duty of an audit in the rulebook's order; two queries, three where there is evidence."""
    ticks, proofs = DutyTick.objects.filter(audit=audit).order_by("pk"), _proofs(audit)
    standing, backs = {}, dict[str, int]()
    for each in ticks:
        if each.back_at is None:
            shown = tuple(proofs.get(each.pk, ()))
            standing[each.duty] = TickRow(AuditParty(each.party), each.note, each.done_by, each.done_at, shown)
        else:
            backs[each.duty] = backs.get(each.duty, 0) + 1
    stage = STAGES.get(AuditState(audit.state), "")
    return tuple(
        DutyStanding(duty, standing.get(duty.id), is_duty_open(audit, duty), duty.until == stage, backs.get(duty.id, 0))
        for duty in duties_of(audit.rules)
    )


def _proofs(audit: Audit) -> dict[int, list[ProofRow]]:
    rows = list(DutyProof.objects.filter(tick__audit=audit, tick__back_at=None).order_by("pk"))
    names = {each.id: each.name for each in files_by_ids([row.file_id for row in rows if row.file_id])} if rows else {}
    found: dict[int, list[ProofRow]] = {}
    for row in rows:
        proof = ProofRow(row.file_id or 0, names.get(row.file_id or 0, ""), row.note, row.added_at)
        found.setdefault(row.tick_id, []).append(proof)
    return found


def _for_office(actor: Actor, state: str) -> QuerySet[Audit]:
    rows = Audit.objects.filter(staff_audits(actor))
    return rows.filter(state=state) if state else rows.filter(state__in=OPEN_AUDITS)


def _unsigned(tick: TickRow | None) -> TickRow | None:
    return replace(tick, note="", done_by="", proofs=()) if tick else None


def _named(rows: QuerySet[Audit]) -> QuerySet[Audit]:
    return rows.select_related("case__enterprise__canonical", "case__organisation", "agency", "observer")


def _detail(row: Audit) -> AuditDetail:
    return AuditDetail(
        row=_row(row),
        rules=row.rules,
        division=row.division,
        duties=standings_of_duties(row),
        steps=_steps(AuditStep.objects.filter(audit=row).order_by("pk")),
    )


def _steps(rows: Iterable[AuditStep]) -> tuple[AuditStepRow, ...]:
    return tuple(
        AuditStepRow(
            act=each.act,
            target=AuditState(each.target),
            party=AuditParty(each.party),
            at=each.at,
            reason=each.reason,
            clause=each.clause,
            taken_by=each.taken_by,
        )
        for each in rows
    )


def _row(row: Audit) -> AuditRow:
    case = row.case
    root = case.enterprise.canonical or case.enterprise
    return AuditRow(
        id=row.pk,
        case_id=row.case_id,
        state=AuditState(row.state),
        version=row.version,
        enterprise_id=root.pk,
        enterprise_name=root.name,
        organisation_id=case.organisation_id,
        organisation_name=case.organisation.name,
        agency_id=row.agency_id,
        agency_name=row.agency.name if row.agency else "",
        observer_id=row.observer_id,
        observer_name=row.observer.name if row.observer else "",
        is_platform_observing=row.is_platform_observing,
        opened_at=row.opened_at,
        since=row.since,
        due_on=row.due_on,
        reason=row.reason,
        ended_at=row.ended_at,
    )
