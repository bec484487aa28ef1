"""The form of an audit: who fills it in when, who confirms it, what the enterprise learns, what the report takes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from qingce.domain.removal.actions import confirm_findings, tick_duty
from qingce.domain.removal.audits.enums import AuditParty, AuditState
from qingce.domain.removal.audits.errors import AuditIncomplete, NotYourAudit
from qingce.domain.removal.audits.form import fillable_audits
from qingce.domain.removal.audits.guards import check_stage
from qingce.domain.removal.models import Audit, AuditStep, AuditTeam, DutyTick, FurtherVisit
from qingce.domain.removal.queries import findings_of, is_form_done
from qingce.pure.kernel.errors import QingceError
from qingce.shared.checklists.actions import add_evidence, remark_on, save_answer
from qingce.shared.checklists.doubting import doubts_of
from qingce.shared.checklists.enums import AnswerText, Edit, EvidenceDoubt, EvidenceText, Place
from qingce.shared.checklists.errors import ChecklistClosed, ChecklistNotFound, ChecklistNotYours
from qingce.shared.checklists.models import Evidence
from qingce.shared.checklists.queries import fillable_sheets, laws_at_hand, sheet_of
from qingce.shared.checklists.registry import checklist_kind
from qingce.shared.parties.enums import Actor
from tests.domain.disclosure.disclosing import held, records_of
from tests.domain.removal.audits.auditing import Audited, accepted, all_ticked, at_stage, observing, reader_of
from tests.factories import AT, acting, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-7", "REM-11")]
FORM, ITEM = "audit", "procedures"
P, S = AuditParty, AuditState


@pytest.fixture
def found() -> Audited:
    audit = accepted()
    at_stage(audit, S.AUDITING)
    return audit


def say(found: Audited, actor: Actor, item: str = ITEM, grade: str = "minor", *, base: int = 0) -> None:
    text = AnswerText(grade, "操作规程没有更新", "更新规程", date(2026, 12, 20), "")
    save_answer(actor, Place(FORM, found.audit, item), Edit(uuid4(), base, text), at=AT)


def confirm(found: Audited, actor: Actor, item: str = ITEM) -> None:
    remark_on(actor, Place(FORM, found.audit, item), revision=1, is_agreed=True, at=AT)


def test_form_has_the_items_of_the_rulebook_in_eight_groups(found: Audited) -> None:
    sheet = sheet_of(found.agency, FORM, found.audit)
    assert len(sheet.items) == 21
    assert len({each.item.at["group"] for each in sheet.items}) == 8
    assert all(each.item.clause.startswith("IPE-2017 §2.2.5") for each in sheet.items)
    assert list(checklist_kind(FORM).grades) == ["conforms", "minor", "major", "not-applicable"]
    assert list(checklist_kind(FORM).evidence) == ["photo", "document", "sample", "interview"]
    assert len(laws_at_hand(FORM, date(2026, 11, 22)).item) == 20


@pytest.mark.parametrize("state", list(S))
def test_agency_alone_fills_it_in_and_only_while_it_is_open(found: Audited, state: AuditState) -> None:
    at_stage(found, state)
    is_open = state in {S.AUDITING, S.REPORTING, S.FOLLOW_UP}
    assert [each.id for _kind, each in fillable_sheets(found.agency)] == ([found.audit] if is_open else [])
    if is_open:
        say(found, found.agency)
    else:
        with pytest.raises(ChecklistClosed):
            say(found, found.agency)
    refused: list[tuple[Actor, type[QingceError]]] = [
        (found.observer, ChecklistNotYours),
        (found.staff, ChecklistNotYours),
        (reader_of(found, P.AGENCY), ChecklistNotYours),
        (acting(somebody("stranger@example.org")), ChecklistNotFound),
    ]
    for actor, error in refused:
        with pytest.raises(error):
            say(found, actor, "staff-able")


@pytest.mark.parametrize("state", list(S))
def test_enterprise_reads_it_once_the_audit_on_site_is_over(found: Audited, state: AuditState) -> None:
    at_stage(found, state)
    if state in {S.CONFIRMING, S.AUDITING, S.STOPPED}:
        with pytest.raises(ChecklistNotFound):
            sheet_of(found.own.actor, FORM, found.audit)
    else:
        subject = sheet_of(found.own.actor, FORM, found.audit).subject
        assert (subject.sees_close, subject.sees_doubts) == (False, False)
        with pytest.raises(ChecklistNotYours):
            say(found, found.own.actor)


def test_interview_and_observer_are_not_told_to_the_enterprise_as_evidence(found: Audited) -> None:
    text = EvidenceText(uuid4(), "interview", note="夜班工人说")
    add_evidence(found.agency, Place(FORM, found.audit, ITEM), text, None, at=AT)
    at_stage(found, S.REPORTING)
    counts = {
        party: sum(len(each.evidence) for each in sheet_of(found.actor(party), FORM, found.audit).items)
        for party in (P.ENTERPRISE, P.AGENCY, P.OBSERVER, P.PLATFORM)
    }
    assert counts == {P.ENTERPRISE: 0, P.AGENCY: 1, P.OBSERVER: 1, P.PLATFORM: 1}
    say(found, found.agency)
    assert [each.evidence for each in findings_of(found.row)] == [()]


def test_observer_confirms_findings_before_that_duty_is_done(found: Audited) -> None:
    say(found, found.agency)
    say(found, found.agency, "staff-able", "conforms")
    with pytest.raises(AuditIncomplete):
        confirm_findings(found.observer, found.audit, P.OBSERVER, at=AT)
    for actor in (found.agency, found.staff, reader_of(found, P.OBSERVER)):
        with pytest.raises(ChecklistNotYours):
            confirm(found, actor)
    confirm(found, found.observer)
    with pytest.raises(NotYourAudit):
        confirm_findings(found.agency, found.audit, P.OBSERVER, at=AT)
    confirm_findings(found.observer, found.audit, P.OBSERVER, at=AT)
    assert list(DutyTick.objects.filter(duty="confirm-findings").values_list("party", flat=True)) == [P.OBSERVER]
    assert not is_form_done(found.row)
    check_stage_open(found)
    save_answer(found.agency, Place(FORM, found.audit, ITEM), Edit(uuid4(), 1, AnswerText("major", "更严重")), at=AT)
    with pytest.raises(AuditIncomplete) as raised:
        check_stage(found.row, AT)
    assert raised.value.params["cause"] == "findings"


def check_stage_open(found: Audited) -> None:
    """Everything else of the stage is done."""
    all_ticked(found)
    check_stage(found.row, AT)


def test_platform_that_observes_itself_confirms(found: Audited) -> None:
    say(found, found.agency)
    Audit.objects.filter(pk=found.audit).update(observer=None, is_platform_observing=True)
    with pytest.raises(ChecklistNotYours):
        confirm(found, found.staff)
    observing(found.audit, found.staff)
    confirm(found, found.staff)
    assert [each.is_confirmed for each in findings_of(found.row)] == [True]


def test_findings_are_told_in_the_order_of_the_form(found: Audited) -> None:
    for number, item in enumerate(sheet_of(found.agency, FORM, found.audit).items):
        say(found, found.agency, item.item.id, ("conforms", "minor", "major", "not-applicable")[number % 4])
    rows = findings_of(found.row)
    assert [each.grade.id for each in rows] == ["minor", "major"] * 5
    first = rows[0]
    assert (first.item, first.finding, first.action, first.deadline, first.is_confirmed) == (
        "major-changes",
        "操作规程没有更新",
        "更新规程",
        date(2026, 12, 20),
        False,
    )
    assert not is_form_done(found.row)
    for each in rows:
        confirm(found, found.observer, each.item)
    assert is_form_done(found.row)


def test_days_of_the_audit_are_those_on_site(found: Audited) -> None:
    step = {"act": "x", "party": P.AGENCY, "taken_by": "#T", "at": AT}
    AuditStep.objects.create(audit=found.row, source=S.CONFIRMING, target=S.AUDITING, **step)
    subject = sheet_of(found.agency, FORM, found.audit).subject
    assert (subject.since, subject.until) == (date(2026, 11, 20), None)
    AuditStep.objects.create(audit=found.row, source=S.AUDITING, target=S.REPORTING, **step)
    assert sheet_of(found.agency, FORM, found.audit).subject.until == date(2026, 11, 20)


def test_days_of_a_further_visit_are_no_reason_to_doubt_a_photo(found: Audited) -> None:
    step = {"act": "x", "party": P.AGENCY, "taken_by": "#T"}
    AuditStep.objects.create(audit=found.row, source=S.CONFIRMING, target=S.AUDITING, at=AT, **step)
    AuditStep.objects.create(audit=found.row, source=S.AUDITING, target=S.REPORTING, at=AT, **step)
    day = date(2026, 12, 14)
    visit = FurtherVisit.objects.create(audit=found.row, on=day, why="样例", called_by="#T", called_at=AT)

    def off(year: int, month: int, on: int) -> int:
        row = Evidence(photo_at=datetime(year, month, on, 4, tzinfo=UTC))
        found_doubts = dict(doubts_of(row, sheet_of(found.agency, FORM, found.audit).subject))
        return found_doubts.get(EvidenceDoubt.TIME, 0)

    assert [off(2026, 11, 19), off(2026, 11, 20), off(2026, 12, 1), off(2026, 12, 16)] == [1, 0, 11, 0]
    FurtherVisit.objects.filter(pk=visit.pk).update(told_at=datetime(2026, 12, 15, 4, tzinfo=UTC))
    assert [off(2026, 12, 15), off(2026, 12, 16)] == [0, 1]
    FurtherVisit.objects.filter(pk=visit.pk).update(ended_at=AT)
    assert off(2026, 12, 14) == 24


def test_site_is_examined_once_the_form_is_done(found: Audited) -> None:
    with pytest.raises(AuditIncomplete) as error:
        tick_duty(found.agency, found.audit, "examine", P.AGENCY, at=AT)
    assert error.value.params["cause"] == "form"
    for item in sheet_of(found.agency, FORM, found.audit).items:
        say(found, found.agency, item.item.id, "conforms")
    tick_duty(found.agency, found.audit, "examine", P.AGENCY, at=AT)


@pytest.mark.parametrize("count", [1, 3])
def test_audits_to_fill_in_are_found_without_queries_for_each(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    own = held(count)
    made = [accepted(own=own, records=[each]) for each in sorted(records_of(own))]
    audits, agency = [each.audit for each in made], made[0].agency
    Audit.objects.update(state=S.AUDITING)
    with django_assert_num_queries(3):
        assert [each.id for each in fillable_audits(agency)] == audits
    assert [fillable_audits(each) for each in (made[0].observer, own.actor)] == [[], []]
    AuditTeam.objects.filter(audit=audits[0]).update(left_at=AT)
    assert [each.id for each in fillable_audits(agency)] == audits[1:]
