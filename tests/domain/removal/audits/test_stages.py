"""An audit from stage to stage: it is accepted, begins when all is done, is withdrawn, or stops when nobody answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingce.domain.removal.actions import (
    go_on_with_audit,
    open_audit,
    sweep_audits,
    tick_duty,
    withdraw_audit,
    withdraw_case,
)
from qingce.domain.removal.audits.enums import AuditAct, AuditParty, AuditState
from qingce.domain.removal.audits.errors import (
    AuditChanged,
    AuditIncomplete,
    AuditNotFound,
    AuditOpenAlready,
    NotYourAudit,
)
from qingce.domain.removal.audits.opening import promised
from qingce.domain.removal.audits.terms import audit_terms
from qingce.domain.removal.cases.enums import CaseState
from qingce.domain.removal.cases.errors import CaseElsewhere
from qingce.domain.removal.models import Audit, AuditReminder, AuditStep
from qingce.domain.removal.queries import audits_of, get_audit, public_audit, staff_audit
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.mail.models import Letter
from qingce.shared.parties.enums import StaffRole
from tests.domain.removal.audits.auditing import accepted, all_ticked, at_stage, needing
from tests.domain.removal.cases.applying import determined, reviewing
from tests.factories import AT, acting, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-5", "LED-1")]


def test_accepting_makes_an_audit_public_with_its_day_and_rules() -> None:
    found = accepted(has_parties=False)
    row = found.row
    assert (row.state, row.rules) == (AuditState.CONFIRMING, found.found.row.rules)
    assert row.due_on == AT.date() + timedelta(days=audit_terms().stage_days)
    assert LedgerEntry.objects.filter(act="audit-opened").count() == 1
    assert [each.act for each in public_audit(found.audit).steps] == [AuditAct.OPEN]
    assert Letter.objects.filter(kind="audit-step").count() == 1


def test_accepting_rests_on_every_promise() -> None:
    found = needing()
    some = promised(found.row.rules)[1:]
    with pytest.raises(AuditIncomplete):
        open_audit(found.own.actor, found.case, some, at=AT)
    assert not Audit.objects.exists()


def test_case_has_one_audit_at_a_time_and_only_where_it_needs_one() -> None:
    found = accepted()
    promises = promised(found.row.rules)
    with pytest.raises(AuditOpenAlready):
        open_audit(found.own.actor, found.found.case, promises, at=AT)
    withdraw_audit(found.own.actor, found.audit, reason="改期", at=AT)
    assert found.found.row.state == CaseState.ON_SITE
    open_audit(found.own.actor, found.found.case, promises, at=AT)
    assert Audit.objects.count() == 2


def test_case_reviewed_off_site_has_none() -> None:
    found = determined()
    with pytest.raises(CaseElsewhere):
        open_audit(found.own.actor, found.case, promised(found.row.rules), at=AT)


def test_stage_ends_only_when_each_duty_is_done() -> None:
    found = accepted()
    with pytest.raises(AuditIncomplete):
        go_on_with_audit(found.agency, found.audit, seen=found.row.version, at=AT)
    all_ticked(found, but="hold-pre-meeting")
    with pytest.raises(AuditIncomplete) as told:
        go_on_with_audit(found.agency, found.audit, seen=found.row.version, at=AT)
    assert told.value.params["zh"] == "召集三方开审核前会议，讲清流程和目的"
    all_ticked(found)
    go_on_with_audit(found.agency, found.audit, seen=found.row.version, at=AT)
    assert found.row.state == AuditState.AUDITING
    all_ticked(found)
    go_on_with_audit(found.agency, found.audit, seen=found.row.version, at=AT)
    assert found.row.state == AuditState.REPORTING
    assert list(AuditStep.objects.values_list("act", flat=True)) == [AuditAct.OPEN, AuditAct.BEGIN, AuditAct.LEAVE]


def test_two_at_once_go_on_once() -> None:
    found = accepted()
    all_ticked(found)
    seen = found.row.version
    go_on_with_audit(found.agency, found.audit, seen=seen, at=AT)
    all_ticked(found)
    with pytest.raises(AuditChanged):
        go_on_with_audit(found.agency, found.audit, seen=seen, at=AT)


def test_only_the_agency_leads_on() -> None:
    found = accepted()
    all_ticked(found)
    for actor in (found.own.actor, found.observer):
        with pytest.raises(NotYourAudit):
            go_on_with_audit(actor, found.audit, seen=found.row.version, at=AT)
    with pytest.raises(AuditNotFound):
        go_on_with_audit(found.staff, found.audit, seen=found.row.version, at=AT)


def test_withdrawing_the_case_takes_its_audit_along() -> None:
    found = accepted()
    withdraw_case(found.own.actor, found.found.case, reason="停产", at=AT)
    assert (found.row.state, found.row.reason, found.row.ended_at) == (AuditState.STOPPED, "停产", AT)
    assert found.found.row.state == CaseState.WITHDRAWN


def test_who_sees_what() -> None:
    found = accepted()
    for party in (AuditParty.ENTERPRISE, AuditParty.AGENCY, AuditParty.OBSERVER):
        seen = get_audit(found.audit, actor=found.actor(party))
        assert (seen.party, seen.may_write) == (party, True)
        assert [(row.id, as_whom) for row, as_whom in audits_of(found.actor(party))] == [(found.audit, party)]
    assert staff_audit(found.audit, actor=found.staff).party == AuditParty.PLATFORM
    far = acting(staff_member(StaffRole.REVIEWER, email="far@example.org", area="440000"))
    for stranger in (far, reviewing("admin@example.org", StaffRole.BRAND_LIAISON)):
        with pytest.raises(AuditNotFound):
            staff_audit(found.audit, actor=stranger)
    with pytest.raises(AuditNotFound):
        get_audit(found.audit, actor=found.staff)
    public = public_audit(found.audit)
    assert {each.tick.done_by + each.tick.note for each in public.duties if each.tick} == {""}


def test_enterprise_that_stops_answering_is_reminded_and_then_stopped() -> None:
    found = accepted()
    due = found.row.due_on
    assert due is not None
    terms = audit_terms()
    for days in terms.remind_days:
        at = AT + timedelta(days=terms.stage_days - days)
        assert sweep_audits(at=at)["reminded"] == 1
        assert sweep_audits(at=at)["reminded"] == 0
    assert AuditReminder.objects.count() == len(terms.remind_days)
    assert Letter.objects.filter(kind="audit-waits").count() == 2 * len(terms.remind_days)
    at = AT + timedelta(days=terms.stage_days + 1)
    assert sweep_audits(at=at)["stopped"] == 1
    assert sweep_audits(at=at)["stopped"] == 0
    assert (found.row.state, found.found.row.state) == (AuditState.STOPPED, CaseState.ON_SITE)


def test_nobody_is_stopped_for_what_others_owe() -> None:
    found = accepted()
    at_stage(found, AuditState.REPORTING)
    for duty in ("supply-missing-papers", "receive-preliminary"):
        found.row.ticks.create(duty=duty, party=AuditParty.ENTERPRISE, done_by="#T", done_at=AT)
    assert sweep_audits(at=AT + timedelta(days=audit_terms().stage_days + 1))["stopped"] == 0


def test_step_of_another_leaves_time_to_answer() -> None:
    found = accepted()
    late = AT + timedelta(days=audit_terms().stage_days)
    tick_duty(found.agency, found.audit, "be-the-channel", AuditParty.AGENCY, at=late)
    assert found.row.due_on == late.date() + timedelta(days=audit_terms().answer_days)
