"""An off-site case from the application to the removal, and the ways it can take on its way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import Record, StateChange
from qingce.domain.removal.actions import (
    ask_for_more,
    determine_case,
    return_papers,
    send_report_back,
    submit_papers,
    take_up_case,
    withdraw_case,
)
from qingce.domain.removal.cases.enums import CaseParty, CasePath, CaseState, Result
from qingce.domain.removal.cases.errors import CaseChanged, CaseElsewhere, CaseIncomplete, NotYourCase, ResultNotOpen
from qingce.domain.removal.models import CaseReport, CaseStep
from qingce.shared.ledger.finding import entries_of
from qingce.shared.ledger.queries import public_history
from tests.domain.disclosure.disclosing import records_of
from tests.domain.removal.cases.applying import (
    EXCEEDANCE,
    NOISE,
    STOPPED,
    Applied,
    applied,
    approved,
    confirmed,
    declared,
    determined,
    handed_in,
    judged,
    reported,
    reviewing,
    submitted,
    taken_up,
)
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-1", "REM-3")]
DAY = timedelta(days=1)


def states(found: Applied) -> list[str]:
    return list(CaseStep.objects.filter(case=found.case).order_by("pk").values_list("target", flat=True))


def test_case_walks_from_application_to_removal_and_each_step_is_public() -> None:
    found = reported(NOISE)
    assert approved(found) is Result.PASS
    record = Record.objects.get(pk=records_of(found.own)[0])
    assert record.state == PublicationState.REMOVED
    assert states(found) == ["applied", "handing-in", "submitted", "reviewing", "reported", "passed"]
    acts = [each.entry.act for each in entries_of("case", found.case)]
    assert acts == [
        "case-opened", "case-determined", "case-submitted", "case-taken-up", "case-reported", "case-passed",
    ]  # fmt: skip
    assert "record-removed" in [each.entry.act for each in entries_of("record", record.pk)]
    assert public_history("case", found.case)
    assert found.row.ended_at == AT


def test_day_and_version_of_the_rules_are_frozen_with_the_application() -> None:
    found = applied()
    assert found.row.applied_on == date(2026, 11, 20)
    digest = found.row.rules
    for record in records_of(found.own):
        confirmed(record, NOISE, actor=found.reviewer, at=AT + 40 * DAY)
    determine_case(found.reviewer, found.case, seen=found.version, at=AT + 40 * DAY)
    assert (found.row.rules, found.row.applied_on) == (digest, date(2026, 11, 20))


def test_one_record_that_needs_an_audit_takes_the_case_on_site() -> None:
    found = applied(2)
    first, second = records_of(found.own)
    confirmed(first, NOISE, actor=found.reviewer)
    confirmed(second, EXCEEDANCE, actor=found.reviewer)
    assert determine_case(found.reviewer, found.case, seen=found.version, at=AT) is CasePath.ON_SITE
    assert found.row.state == CaseState.ON_SITE


def test_nothing_is_determined_before_the_facts_are_confirmed() -> None:
    found = applied()
    with pytest.raises(CaseIncomplete) as told:
        determine_case(found.reviewer, found.case, seen=found.version, at=AT)
    assert told.value.params["cause"] == "facts"


def test_claim_that_papers_do_not_prove_leads_on_site() -> None:
    """A special scenario beats the general condition only where it is proven (IPE-2017 §2.1)."""
    found = taken_up(STOPPED)
    [record] = found.row.records.all()
    assert record.claims == [{"is_stop_proven": None}]
    assert record.lists == [["equipment-stopped"]]
    judged(found, proven=False)
    from qingce.domain.removal.actions import finish_report, save_report
    from qingce.domain.removal.cases.enums import ReportText
    from tests.domain.removal.cases.applying import SECTIONS

    save_report(found.reviewer, found.case, ReportText(SECTIONS, Result.PASS), revision=0, at=AT)
    with pytest.raises(ResultNotOpen):
        finish_report(found.reviewer, found.case, seen=found.version, at=AT)
    text = ReportText(SECTIONS, Result.ON_SITE, "停用没有得到证明")
    save_report(found.reviewer, found.case, text, revision=1, at=AT)
    finish_report(found.reviewer, found.case, seen=found.version, at=AT)
    assert approved(found) is Result.ON_SITE
    assert (found.row.state, found.row.path) == (CaseState.ON_SITE, CasePath.ON_SITE)
    assert Record.objects.get(pk=record.record_id).state == PublicationState.PUBLISHED


def test_claim_that_is_proven_passes() -> None:
    found = reported(STOPPED)
    assert approved(found) is Result.PASS


def test_paper_that_is_not_in_order_does_not_pass_but_leads_to_another_round() -> None:
    from tests.domain.removal.cases.applying import IN_ORDER

    with pytest.raises(ResultNotOpen):
        reported(NOISE, checks={**IN_ORDER, "proves": False})


def test_failed_round_says_what_is_missing_and_begins_another() -> None:
    found = reported(NOISE, result=Result.FAIL)
    assert approved(found) is Result.FAIL
    row = found.row
    assert (row.state, row.round, row.asked) == (CaseState.HANDING_IN, 2, "缺少复测报告")
    submit_papers(found.own.actor, found.case, at=AT + DAY)
    assert found.row.state == CaseState.SUBMITTED
    assert CaseReport.objects.filter(case=found.case).count() == 1


def test_who_reviewed_does_not_approve() -> None:
    found = taken_up(NOISE)
    judged(found)
    from qingce.domain.removal.actions import approve_report, finish_report, save_report
    from qingce.domain.removal.cases.enums import ReportText
    from tests.domain.removal.cases.applying import SECTIONS

    save_report(found.approver, found.case, ReportText(SECTIONS, Result.PASS), revision=0, at=AT)
    finish_report(found.approver, found.case, seen=found.version, at=AT)
    with pytest.raises(NotYourCase):
        approve_report(found.approver, found.case, declared(CaseParty.APPROVER), seen=found.version, at=AT)


def test_approval_is_due_five_working_days_after_the_report() -> None:
    found = reported(NOISE)
    assert found.row.due_on == date(2026, 11, 27)


def test_report_that_is_sent_back_is_not_public_and_may_be_written_again() -> None:
    found = reported(NOISE)
    send_report_back(found.approver, found.case, note="请写明复测日期", seen=found.version, at=AT)
    assert found.row.state == CaseState.REVIEWING
    assert "case-sent-back" not in [each.entry.act for each in entries_of("case", found.case)]


def test_review_stands_still_while_the_enterprise_owes_something() -> None:
    found = taken_up(NOISE)
    due = found.row.due_on
    assert due is not None
    ask_for_more(found.reviewer, found.case, reason="补充复测报告", seen=found.version, at=AT + 4 * DAY)
    row = found.row
    assert (row.state, row.review_left) == (CaseState.HANDING_IN, 18)
    later = AT + 30 * DAY
    submit_papers(found.own.actor, found.case, at=later)
    take_up_case(found.reviewer, found.case, declared(CaseParty.REVIEWER), seen=found.version, at=later)
    assert found.row.due_on is None or found.row.due_on > due


def test_incomplete_papers_come_back_with_what_is_missing() -> None:
    found = submitted(NOISE)
    return_papers(found.reviewer, found.case, reason="噪声报告缺页", seen=found.version, at=AT)
    assert (found.row.state, found.row.asked) == (CaseState.HANDING_IN, "噪声报告缺页")


def test_two_who_decide_at_once_do_not_both() -> None:
    found = submitted(NOISE)
    seen = found.version
    return_papers(found.reviewer, found.case, reason="缺页", seen=seen, at=AT)
    with pytest.raises((CaseChanged, CaseElsewhere)):
        return_papers(reviewing("c@example.org"), found.case, reason="缺页", seen=seen, at=AT)


def test_withdrawn_case_frees_its_records() -> None:
    found = determined(NOISE)
    withdraw_case(found.own.actor, found.case, reason="以后再申请", at=AT)
    assert found.row.state == CaseState.WITHDRAWN
    again = applied(own=found.own)
    assert again.case != found.case


def test_step_of_another_state_is_refused() -> None:
    found = determined(NOISE)
    with pytest.raises(CaseElsewhere):
        take_up_case(found.reviewer, found.case, declared(CaseParty.REVIEWER), seen=found.version, at=AT)
    handed_in(found)


@pytest.mark.requirement("REC-10")
def test_removed_record_says_every_rule_that_counted_however_many() -> None:
    found = reported(NOISE)
    [row] = found.row.records.all()
    assert row.rows == [["noise-disturbance"]]
    row.rows = [[*(f"rule-{number:03}" for number in range(60)), "noise-disturbance", "rule-059"]]
    row.save()
    approved(found)
    said = StateChange.objects.get(record=row.record_id).clause
    assert said.startswith("rule-000; rule-001")
    assert said.endswith("rule-059; IPE-2017 §2.1 噪声")
    [entry] = [each.entry for each in entries_of("record", row.record_id) if each.entry.act == "record-removed"]
    assert "rule-059" in str(entry.words)
