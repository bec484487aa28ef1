"""An enterprise with a record that it applies for, and the staff who work on the case, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingce.domain.removal.actions import (
    apply_for_removal,
    approve_report,
    confirm_facts,
    determine_case,
    finish_report,
    hand_in_paper,
    judge_claims,
    judge_paper,
    prepare_case,
    save_report,
    submit_papers,
    take_up_case,
)
from qingce.domain.removal.cases.enums import CaseParty, Declared, Judgement, ReportText, Result
from qingce.domain.removal.cases.standing import standings_of
from qingce.domain.removal.cases.terms import declarations_of, report_sections, review_checks
from qingce.domain.removal.enums import StatedViolation
from qingce.domain.removal.models import Case, CasePaper
from qingce.domain.removal.queries import confirmations_of
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.models import Person
from tests.domain.disclosure.disclosing import held, records_of
from tests.domain.documents.keeping import Kept, paper
from tests.factories import AT, acting, release_rules, staff_member
from tests.worlds import remembered

NOISE: dict[str, object] = {"matters": ["noise-disturbance"], "exceedance_days": 0}
EXCEEDANCE: dict[str, object] = {"matters": ["exceedance"], "exceedance_days": 0}
STOPPED: dict[str, object] = {
    "matters": ["exceedance", "equipment-stopped"], "has_like_pollutants": False, "exceedance_days": 0,
}  # fmt: skip
SECTIONS = {each.id: f"{each.zh}：样例" for each in report_sections()}
IN_ORDER = {each.id: True for each in review_checks()}


@dataclass(frozen=True)
class Applied:
    """An enterprise, one of its cases, and who works on it."""

    own: Kept
    case: int
    reviewer: Actor
    approver: Actor

    @property
    def row(self) -> Case:
        """The case as it is now."""
        return Case.objects.get(pk=self.case)

    @property
    def version(self) -> int:
        """What somebody saw who looks now."""
        return self.row.version


def declared(party: CaseParty) -> list[Declared]:
    """All that a party has to declare."""
    return [Declared(each.id, each.version) for each in declarations_of(party)]


def reviewing(email: str = "review@example.org", role: StaffRole = StaffRole.REVIEWER) -> Actor:
    """Somebody of the staff, of the whole country."""
    found = Person.objects.filter(email=email).first()
    return acting(found or staff_member(role, name="样员", email=email))


def confirmed(record: int, *violations: dict[str, object], actor: Actor, at: datetime = AT) -> None:
    """Confirms what a record is decided on."""
    seen = confirmations_of(record)
    stated = [StatedViolation("", each) for each in violations]
    confirm_facts(record, stated, seen=seen[0].place if seen else 0, actor=actor, at=at)


@remembered
def prepared(count: int = 1, *, own: Kept | None = None, records: Sequence[int] = (), at: datetime = AT) -> Applied:
    """An application in preparation, for all records of an enterprise."""
    release_rules()
    own = own or held(count)
    case = prepare_case(own.actor, own.enterprise, list(records) or records_of(own), at=at)
    return Applied(own, case, reviewing(), reviewing("approve@example.org", StaffRole.SENIOR_REVIEWER))


@remembered
def applied(count: int = 1, **more: Any) -> Applied:
    """One that was applied for."""
    found = prepared(count, **more)
    apply_for_removal(found.own.actor, found.case, declared(CaseParty.ENTERPRISE), at=more.get("at", AT))
    return found


@remembered
def determined(
    *violations: dict[str, object],
    count: int = 1,
    own: Kept | None = None,
    at: datetime = AT,
    records: Sequence[int] = (),
) -> Applied:
    """One whose records are determined, all by the same facts."""
    found = applied(count, own=own, at=at, records=records)
    for record in records or records_of(found.own):
        confirmed(record, *(violations or (NOISE,)), actor=found.reviewer, at=at)
    determine_case(found.reviewer, found.case, seen=found.version, at=at)
    return found


def handed_in(found: Applied, *, at: datetime = AT, **said: Any) -> None:
    """A paper that fits for each line that has none."""
    for standing in standings_of(found.row):
        if standing.fits:
            continue
        line = standing.line
        told: dict[str, Any] = {"title": line.title.zh, "issued_on": date(2026, 11, 1)}
        if line.since and line.until:
            told |= {"covers_from": line.since, "covers_until": line.until}
        elif line.on:
            told |= {"issued_on": line.on}
        number = paper(found.own, line.types[0], **(told | said))
        hand_in_paper(found.own.actor, found.case, standing.record, line.key, number, at=at)


@remembered
def submitted(*violations: dict[str, object], count: int = 1, own: Kept | None = None, at: datetime = AT) -> Applied:
    """One whose papers are handed in."""
    found = determined(*violations, count=count, own=own, at=at)
    handed_in(found, at=at)
    submit_papers(found.own.actor, found.case, at=at)
    return found


def submitted_case(own: Kept, record: int, *, at: datetime = AT) -> Applied:
    """One for a certain record, its papers handed in."""
    found = prepared(own=own, records=[record], at=at)
    apply_for_removal(own.actor, found.case, declared(CaseParty.ENTERPRISE), at=at)
    confirmed(record, NOISE, actor=found.reviewer, at=at)
    determine_case(found.reviewer, found.case, seen=found.version, at=at)
    handed_in(found, at=at)
    submit_papers(own.actor, found.case, at=at)
    return found


def reviewed(found: Applied, *, at: datetime = AT) -> None:
    """Reviews one that was handed in, up to the report that waits for the approval."""
    take_up_case(found.reviewer, found.case, declared(CaseParty.REVIEWER), seen=found.version, at=at)
    judged(found, at=at)
    save_report(found.reviewer, found.case, ReportText(SECTIONS, Result.PASS), revision=0, at=at)
    finish_report(found.reviewer, found.case, seen=found.version, at=at)


@remembered
def taken_up(*violations: dict[str, object], count: int = 1, own: Kept | None = None, at: datetime = AT) -> Applied:
    """One under review."""
    found = submitted(*violations, count=count, own=own, at=at)
    take_up_case(found.reviewer, found.case, declared(CaseParty.REVIEWER), seen=found.version, at=at)
    return found


def judged(found: Applied, *, checks: dict[str, bool] | None = None, proven: bool = True, at: datetime = AT) -> None:
    """Every paper and every claim."""
    for row in CasePaper.objects.filter(case_record__case=found.case):
        judge_paper(found.reviewer, found.case, row.pk, Judgement(checks or IN_ORDER, "证明整改"), at=at)
    for record in found.row.records.all():
        claims = {(place, name): proven for place, each in enumerate(record.claims, start=1) for name in each}
        if claims:
            judge_claims(found.reviewer, found.case, record.record_id, claims, at=at)


@remembered
def reported(
    *violations: dict[str, object],
    result: Result = Result.PASS,
    own: Kept | None = None,
    at: datetime = AT,
    **more: Any,
) -> Applied:
    """One whose report waits for the approval."""
    found = taken_up(*violations, own=own, at=at)
    judged(found, at=at, **more)
    missing = "" if result == Result.PASS else "缺少复测报告"
    save_report(found.reviewer, found.case, ReportText(SECTIONS, result, missing), revision=0, at=at)
    finish_report(found.reviewer, found.case, seen=found.version, at=at)
    return found


@remembered
def approved(found: Applied, *, at: datetime = AT) -> Result:
    """Approves it."""
    return approve_report(found.approver, found.case, declared(CaseParty.APPROVER), seen=found.version, at=at)
