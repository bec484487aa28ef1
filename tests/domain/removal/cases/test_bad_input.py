"""What goes wrong with papers, people and moments: refused with help, and nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qingce.domain.documents.actions import withdraw_document
from qingce.domain.documents.enums import Audience
from qingce.domain.documents.errors import DocumentNotFound
from qingce.domain.enterprises.actions import merge_enterprises
from qingce.domain.records.actions import withdraw_record
from qingce.domain.removal.actions import (
    apply_for_removal,
    decide_excuse,
    determine_case,
    excuse_line,
    hand_in_paper,
    override_determination,
    prepare_case,
    save_report,
    submit_papers,
    take_up_case,
)
from qingce.domain.removal.cases.enums import CaseParty, CasePath, CaseState, Doubt, ReportText, Result
from qingce.domain.removal.cases.errors import (
    CaseChanged,
    CaseIncomplete,
    CaseNotFound,
    DeclarationMissing,
    NotYourCase,
    PaperUnfit,
    RecordNotRemovable,
)
from qingce.domain.removal.cases.standing import LineStanding, standings_of
from qingce.domain.removal.models import CasePaper
from qingce.domain.removal.queries import public_case
from qingce.pure.rules.loading import read_book
from qingce.pure.rules.packing import unpack
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.parties.enums import MemberRole, paired
from qingce.shared.parties.models import Membership
from qingce.shared.parties.queries import operator
from qingce.shared.rulebooks.actions import release_book
from qingce.shared.rulebooks.queries import book_at, released_bytes
from tests.domain.disclosure.disclosing import held, records_of
from tests.domain.documents.keeping import paper
from tests.domain.removal.cases.applying import (
    NOISE,
    Applied,
    applied,
    approved,
    confirmed,
    declared,
    determined,
    handed_in,
    prepared,
    reported,
    reviewing,
    submitted,
    taken_up,
)
from tests.factories import AT, acting, enterprise, key_unit, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-1", "REM-2", "REM-3")]
DAY = timedelta(days=1)
EXPIRED: dict[str, object] = {
    "matters": ["permit-expired"], "exceedance_days": 0,
    "permit_expired_on": "2024-01-31", "permit_renewed_on": "2024-05-01",
}  # fmt: skip


def line_of(found: Applied, name: str) -> LineStanding:
    return next(each for each in standings_of(found.row) if name in each.line.key)


def hand_in(found: Applied, standing: LineStanding, number: int) -> int:
    return hand_in_paper(found.own.actor, found.case, standing.record, standing.line.key, number, at=AT)


def test_document_of_another_enterprise_is_refused() -> None:
    found = determined(NOISE)
    other = held(1, name="绍兴样乙印染有限公司", email="z@example.org", uscc="91000000MA00000030")
    with pytest.raises(DocumentNotFound):
        hand_in(found, line_of(found, "noise-report"), paper(other, "noise-report", audience=Audience.PARTIES))
    with pytest.raises(PaperUnfit) as told:
        hand_in(found, line_of(found, "noise-report"), paper(other, "noise-report", audience=Audience.PUBLIC))
    assert told.value.params["cause"] == "other"


@pytest.mark.parametrize(
    ("kind", "said", "cause"),
    [("waste-plan", {}, "type"), ("noise-report", {"audience": Audience.CLOSED}, "audience")],
)
def test_paper_that_cannot_serve_is_refused(kind: str, said: dict[str, object], cause: str) -> None:
    found = determined(NOISE)
    with pytest.raises(PaperUnfit) as told:
        hand_in(found, line_of(found, "noise-report"), paper(found.own, kind, **said))
    assert told.value.params["cause"] == cause


def test_same_paper_twice_is_refused() -> None:
    found = determined(NOISE)
    number = paper(found.own, "noise-report")
    hand_in(found, line_of(found, "noise-report"), number)
    with pytest.raises(PaperUnfit):
        hand_in(found, line_of(found, "noise-report"), number)


def test_expired_permit_and_papers_of_another_time_do_not_fit() -> None:
    found = determined(EXPIRED)
    permit = line_of(found, "renewed-permit")
    hand_in(found, permit, paper(found.own, "discharge-permit", expires_on=date(2026, 11, 19)))
    assert line_of(found, "renewed-permit").papers[0].doubts == (Doubt.EXPIRED,)
    hand_in(found, permit, paper(found.own, "discharge-permit", expires_on=date(2026, 11, 20)))
    assert line_of(found, "renewed-permit").fits
    while_expired = line_of(found, "monitoring-while-expired")
    assert (while_expired.line.since, while_expired.line.until) == (date(2024, 1, 31), date(2024, 5, 1))
    span = {"covers_from": date(2024, 3, 15), "covers_until": date(2024, 5, 1)}
    hand_in(found, while_expired, paper(found.own, "test-report", **span))
    assert line_of(found, "monitoring-while-expired").papers[0].doubts == (Doubt.OUTSIDE,)
    more = {"covers_from": date(2024, 1, 31), "covers_until": date(2024, 3, 1)}
    hand_in(found, while_expired, paper(found.own, "test-report", **more))
    assert line_of(found, "monitoring-while-expired").fits


def test_report_older_than_the_record_is_a_hint_to_the_reviewer() -> None:
    found = determined(NOISE)
    hand_in(found, line_of(found, "noise-report"), paper(found.own, "noise-report", issued_on=date(2023, 1, 1)))
    standing = line_of(found, "noise-report")
    assert (standing.papers[0].doubts, standing.fits) == ((Doubt.BEFORE,), True)


def test_document_withdrawn_after_it_was_handed_in_does_not_fit_any_more() -> None:
    found = determined(NOISE)
    number = paper(found.own, "noise-report")
    hand_in(found, line_of(found, "noise-report"), number)
    withdraw_document(found.own.actor, number, reason="传错", at=AT)
    assert not line_of(found, "noise-report").fits


def test_line_without_a_paper_needs_a_reason_and_the_staff_waive_it_or_not() -> None:
    found = determined(NOISE)
    standing = line_of(found, "noise-report")
    hand_in(found, line_of(found, "explanation"), paper(found.own, "explanation"))
    with pytest.raises(CaseIncomplete):
        submit_papers(found.own.actor, found.case, at=AT)
    excuse_line(found.own.actor, found.case, standing.record, standing.line.key, reason="设备已拆除", at=AT)
    submit_papers(found.own.actor, found.case, at=AT)
    with pytest.raises(CaseIncomplete):
        take_up_case(found.reviewer, found.case, declared(CaseParty.REVIEWER), seen=found.version, at=AT)
    decide_excuse(
        found.reviewer, found.case, standing.record, standing.line.key, is_waived=True, why="拆除证明在案", at=AT
    )
    take_up_case(found.reviewer, found.case, declared(CaseParty.REVIEWER), seen=found.version, at=AT)
    assert found.row.state == CaseState.REVIEWING


def test_record_is_in_one_open_case_at_a_time_and_of_its_own_enterprise() -> None:
    found = prepared()
    [record] = records_of(found.own)
    with pytest.raises(RecordNotRemovable) as told:
        prepare_case(found.own.actor, found.own.enterprise, [record], at=AT)
    assert told.value.params["cause"] == "taken"
    other = held(1, name="绍兴样乙印染有限公司", email="z@example.org", uscc="91000000MA00000030")
    with pytest.raises(RecordNotRemovable) as told:
        prepare_case(other.actor, other.enterprise, [record], at=AT)
    assert told.value.params["cause"] == "other"


def test_type_without_removal_says_so() -> None:
    found = prepared()
    row = key_unit(enterprise_name="绍兴样甲印染有限公司", uscc="91000000MA0000001R")
    take_in(row)
    with pytest.raises(RecordNotRemovable):
        prepare_case(found.own.actor, found.own.enterprise, [max(records_of(found.own))], at=AT)


def test_nothing_is_applied_for_without_the_declarations() -> None:
    found = prepared()
    with pytest.raises(DeclarationMissing):
        apply_for_removal(found.own.actor, found.case, declared(CaseParty.ENTERPRISE)[:1], at=AT)
    assert found.row.state == CaseState.DRAFT


def test_editor_who_left_and_reader_do_nothing() -> None:
    found = determined(NOISE)
    actor = found.own.actor
    Membership.objects.filter(person=found.own.person).update(role=MemberRole.READER)
    with pytest.raises(Exception, match="role"):
        submit_papers(found.own.actor, found.case, at=AT)
    Membership.objects.filter(person=found.own.person).update(ended_at=AT)
    with pytest.raises(CaseNotFound):
        submit_papers(found.own.actor, found.case, at=AT)
    assert actor.seats


def test_record_that_left_the_list_meanwhile_is_not_removed_again() -> None:
    found = reported(NOISE)
    [record] = records_of(found.own)
    withdraw_record(record, actor=paired(found.reviewer, found.approver), reason="判决撤销", at=AT)
    with pytest.raises(CaseIncomplete):
        approved(found)
    assert found.row.state == CaseState.REPORTED


def test_override_of_a_senior_reviewer_counts_and_names_its_lists() -> None:
    found = applied()
    [record] = records_of(found.own)
    confirmed(record, {"matters": ["hidden-outlet"], "exceedance_days": 0}, actor=found.reviewer)
    override_determination(record, CasePath.OFF_SITE, reason="复议认定有误", seen=0, actor=found.approver, at=AT)
    with pytest.raises(CaseIncomplete) as told:
        determine_case(found.reviewer, found.case, seen=found.version, at=AT)
    assert told.value.params["cause"] == "lists"
    path = determine_case(found.reviewer, found.case, seen=found.version, lists={record: ["noise"]}, at=AT)
    assert (path, len(standings_of(found.row))) == (CasePath.OFF_SITE, 2)


def test_two_who_write_the_report_do_not_overwrite_each_other() -> None:
    found = taken_up(NOISE)
    save_report(found.reviewer, found.case, ReportText({"cause": "甲"}, Result.PASS), revision=0, at=AT)
    with pytest.raises(CaseChanged):
        save_report(reviewing("c@example.org"), found.case, ReportText({"cause": "乙"}, Result.PASS), revision=0, at=AT)


def test_member_of_the_enterprise_decides_nothing_as_staff() -> None:
    found = submitted(NOISE)
    Membership.objects.create(
        organisation_id=found.own.organisation, person_id=found.reviewer.person_id, role=MemberRole.READER, since=AT
    )
    with pytest.raises(NotYourCase):
        take_up_case(
            acting(found.own.person.__class__.objects.get(pk=found.reviewer.person_id)), found.case,
            declared(CaseParty.REVIEWER), seen=found.version, at=AT,
        )  # fmt: skip


def test_papers_of_a_round_stay_when_another_begins() -> None:
    found = reported(NOISE, result=Result.FAIL)
    approved(found)
    before = set(CasePaper.objects.values_list("pk", flat=True))
    handed_in(found, at=AT + DAY)
    hand_in(found, line_of(found, "noise-report"), paper(found.own, "noise-report", title="复测"))
    assert before < set(CasePaper.objects.values_list("pk", flat=True))


def test_record_that_left_the_list_before_the_determination_falls_out_of_the_case() -> None:
    found = applied(2)
    first, second = records_of(found.own)
    withdraw_record(first, actor=paired(found.reviewer, found.approver), reason="判决撤销", at=AT)
    confirmed(second, NOISE, actor=found.reviewer)
    determine_case(found.reviewer, found.case, seen=found.version, at=AT)
    assert [row.record_id for row in found.row.records.filter(is_open=True)] == [second]


@pytest.mark.requirement("POL-1")
def test_version_of_the_rules_that_begins_in_mid_case_does_not_count_for_it() -> None:
    found = applied()
    digest = found.row.rules
    files = unpack(released_bytes(digest))
    files["book.toml"] = files["book.toml"].replace(b"2017-06-01", b"2026-12-01")
    release_book(read_book(files), by=PLATFORM, at=AT)
    later = AT + 20 * DAY
    assert book_at("removal", on=later.date()).digest != digest
    confirmed(records_of(found.own)[0], NOISE, actor=found.reviewer, at=later)
    determine_case(found.reviewer, found.case, seen=found.version, at=later)
    assert (found.row.rules, found.row.state) == (digest, CaseState.HANDING_IN)


def test_enterprise_that_is_merged_in_mid_case_goes_on_under_its_new_number() -> None:
    found = determined(NOISE)
    into = enterprise("绍兴样丙印染有限公司")
    merge_enterprises(found.own.enterprise, into=into, actor=operator("test"), reason="同一厂区", at=AT)
    handed_in(found)
    submit_papers(found.own.actor, found.case, at=AT)
    assert (found.row.state, public_case(found.case).row.enterprise_id) == (CaseState.SUBMITTED, into)
