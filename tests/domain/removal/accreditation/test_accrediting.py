"""An agency applies, is checked by one person and accredited by another, suspended, withdrawn; its term ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qingce.domain.removal.accreditation import losing
from qingce.domain.removal.accreditation.enums import WhyNot
from qingce.domain.removal.accreditation.errors import (
    AccreditationChanged,
    AccreditationElsewhere,
    AccreditationIncomplete,
    AccreditationNotFound,
    AccreditationTextWrong,
    AgencyNotAccredited,
    NoAuditAgency,
    NotYourAccreditation,
)
from qingce.domain.removal.actions import (
    Granted,
    add_agency_papers,
    apply_for_accreditation,
    ask_agency,
    begin_accreditation,
    check_accreditation,
    discard_accreditation,
    give_up_accreditation,
    grant_accreditation,
    judge_auditor,
    lift_suspension,
    refuse_accreditation,
    save_competence,
    suspend_accreditation,
    sweep_accreditations,
)
from qingce.domain.removal.enums import WITHDRAW_ACCREDITATION, AccreditationState
from qingce.domain.removal.models import AccreditationStep, Auditor
from qingce.domain.removal.queries import accredited_agencies, check_accredited, public_agencies, public_agency
from qingce.pure.workflow.errors import StepNotOpen
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.mail.models import Letter
from qingce.shared.notices.models import Notice
from qingce.shared.parties.actions import confirm_proposal, propose
from qingce.shared.parties.enums import OrganisationKind, StaffRole
from qingce.shared.parties.errors import OrganisationNotFound, RoleTooSmall
from qingce.shared.parties.models import Person
from tests.domain.removal.accreditation.accrediting import (
    ALL,
    TEXT,
    a_file,
    accredited,
    agency_of,
    applied,
    checked,
    prepared,
    staff,
)
from tests.factories import AT, acting, member, organisation, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-6", "LED-1")]
ON = date(2026, 11, 20)
S = AccreditationState


def acts() -> list[str]:
    return list(LedgerEntry.objects.filter(subject_kind="accreditation").order_by("pk").values_list("act", flat=True))


def test_agency_is_accredited_by_another_person_than_who_checked() -> None:
    found = checked()
    with pytest.raises(NotYourAccreditation):
        grant_accreditation(found.checker, found.pk, Granted(), seen=found.seen, at=AT)
    grant_accreditation(found.approver, found.pk, Granted("只审核印染行业"), seen=found.seen, at=AT)
    row = found.row
    assert (row.state, row.valid_from, row.valid_until) == (S.GRANTED, ON, date(2028, 11, 20))
    assert acts() == ["accreditation-granted"]
    assert Notice.objects.get().title_zh.endswith("样例审核服务有限公司")
    [agency] = accredited_agencies(ON)
    assert (agency.organisation, agency.conditions, agency.leads) == (found.organisation, "只审核印染行业", 1)
    assert agency.audits.total == 0
    sent = [each.params["act"] for each in Letter.objects.filter(kind="accreditation-step").order_by("pk")]
    assert sent == ["accreditation-applied", "accreditation-granted"]


def test_what_is_missing_is_told() -> None:
    found = prepared()
    with pytest.raises(AccreditationIncomplete, match="declaration"):
        apply_for_accreditation(found.admin, found.pk, ALL[:-1], at=AT)
    Auditor.objects.update(is_lead=False)
    with pytest.raises(AccreditationIncomplete, match="lead auditor"):
        apply_for_accreditation(found.admin, found.pk, ALL, at=AT)


def test_checking_needs_every_auditor_judged_and_a_valid_lead() -> None:
    found = applied()
    with pytest.raises(AccreditationIncomplete, match="Judge"):
        check_accreditation(found.checker, found.pk, note="", seen=found.seen, at=AT)
    judge_auditor(found.checker, found.pk, found.lead, is_right=False, refusal="证书看不清", at=AT)
    with pytest.raises(AccreditationIncomplete, match="No lead auditor"):
        check_accreditation(found.checker, found.pk, note="", seen=found.seen, at=AT)


def test_staff_ask_for_more_and_the_agency_adds_it_or_the_clock_ends_it() -> None:
    found = applied()
    ask_agency(found.checker, found.pk, asked="请补交股权说明", seen=found.seen, at=AT)
    add_agency_papers(found.admin, found.pk, "independence", files=[a_file()], at=AT)
    apply_for_accreditation(found.admin, found.pk, ALL, at=AT)
    assert found.row.state == S.APPLIED
    ask_agency(found.checker, found.pk, asked="请再补", seen=found.seen, at=AT)
    assert sweep_accreditations(at=AT + timedelta(days=90)) == {"expired": 0, "lapsed": 0}
    assert sweep_accreditations(at=AT + timedelta(days=91)) == {"expired": 0, "lapsed": 1}
    assert sweep_accreditations(at=AT + timedelta(days=91)) == {"expired": 0, "lapsed": 0}
    assert found.row.state == S.LAPSED


def test_refused_agency_is_not_public_and_may_apply_again() -> None:
    found = applied()
    refuse_accreditation(found.checker, found.pk, reason="没有主审核员", seen=found.seen, at=AT)
    assert (found.row.state, public_agencies(), acts()) == (S.REFUSED, [], [])
    with pytest.raises(AccreditationNotFound):
        public_agency(found.organisation)
    assert begin_accreditation(found.admin, found.organisation, at=AT) != found.pk


def test_suspended_agency_may_not_audit_until_it_is_lifted_and_audits_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = accredited()
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(losing, "_lost", {"test": lambda *said: told.append(("lost", *said[:2]))})
    monkeypatch.setattr(losing, "_regained", {"test": lambda *said: told.append(("regained", *said[:2]))})
    suspend_accreditation(found.checker, found.pk, reason="投诉核查中", seen=found.seen, at=AT)
    assert accredited_agencies(ON) == []
    with pytest.raises(AgencyNotAccredited) as error:
        check_accredited(found.organisation, ON)
    assert error.value.params["why"] == str(WhyNot.SUSPENDED.label)
    lift_suspension(found.checker, found.pk, reason="查无实据", seen=found.seen, at=AT)
    assert check_accredited(found.organisation, ON).accreditation == found.pk
    assert told == [("lost", found.organisation, "投诉核查中"), ("regained", found.organisation, "查无实据")]
    assert acts() == ["accreditation-granted", "accreditation-suspended", "accreditation-lifted"]


def test_two_people_withdraw_it_in_public() -> None:
    found = accredited()
    proposal = propose(found.checker, WITHDRAW_ACCREDITATION, found.pk, reason="伪造检测数据（样例）", at=AT)
    assert found.row.state == S.GRANTED
    confirm_proposal(found.approver, proposal, at=AT)
    assert (found.row.state, found.row.reason) == (S.WITHDRAWN, "伪造检测数据（样例）")
    assert acts()[-1] == "accreditation-withdrawn"
    assert public_agency(found.organisation)[0].row.state == S.WITHDRAWN


def test_term_ends_by_the_clock_and_not_a_day_before() -> None:
    found = accredited(valid_until=date(2026, 12, 31))
    assert check_accredited(found.organisation, date(2026, 12, 31)).valid_until == date(2026, 12, 31)
    with pytest.raises(AgencyNotAccredited):
        check_accredited(found.organisation, date(2027, 1, 1))
    assert sweep_accreditations(at=AT.replace(month=12, day=31))["expired"] == 0
    assert sweep_accreditations(at=AT.replace(year=2027, month=1, day=2))["expired"] == 1
    assert (found.row.state, acts()[-1]) == (S.EXPIRED, "accreditation-expired")


def test_new_accreditation_replaces_the_one_in_force() -> None:
    found = accredited()
    again = begin_accreditation(found.admin, found.organisation, at=AT)
    with pytest.raises(NoAuditAgency):
        begin_accreditation(found.admin, found.organisation, at=AT)
    save_competence(found.admin, again, TEXT, at=AT)
    for slot in ("competence", "independence"):
        add_agency_papers(found.admin, again, slot, files=[a_file()], at=AT)
    apply_for_accreditation(found.admin, again, ALL, at=AT)
    check_accreditation(found.checker, again, note="", seen=2, at=AT)
    grant_accreditation(found.approver, again, Granted(), seen=3, at=AT)
    assert (found.row.state, check_accredited(found.organisation, ON).accreditation) == (S.REPLACED, again)
    assert [each.row.id for each in public_agency(found.organisation)] == [again, found.pk]


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 11, 19), None), (None, date(2028, 11, 21)), (date(2026, 12, 2), date(2026, 12, 1))],
)
def test_term_that_cannot_be_is_refused(first: date | None, last: date | None) -> None:
    found = checked()
    with pytest.raises(AccreditationTextWrong, match="term"):
        grant_accreditation(found.approver, found.pk, Granted("", first, last), seen=found.seen, at=AT)
    assert found.row.state == S.CHECKED


def test_agency_gives_it_up_and_takes_an_application_back() -> None:
    found = accredited()
    again = begin_accreditation(found.admin, found.organisation, at=AT)
    discard_accreditation(found.admin, again, at=AT)
    give_up_accreditation(found.admin, found.pk, reason="停业", at=AT)
    assert (found.row.state, acts()[-1]) == (S.GIVEN_UP, "accreditation-given-up")
    with pytest.raises(StepNotOpen):
        give_up_accreditation(found.admin, found.pk, reason="", at=AT)


def test_wrong_people_do_nothing() -> None:
    found = applied()
    stranger, reader = somebody("stranger@example.org"), somebody("reader@example.org")
    member(found.organisation, reader)
    with pytest.raises(AccreditationNotFound):
        discard_accreditation(acting(stranger), found.pk, at=AT)
    with pytest.raises(OrganisationNotFound):
        begin_accreditation(acting(stranger), found.organisation, at=AT)
    with pytest.raises(RoleTooSmall):
        discard_accreditation(acting(reader), found.pk, at=AT)
    with pytest.raises(AccreditationNotFound):
        check_accreditation(found.admin, found.pk, note="", seen=2, at=AT)
    with pytest.raises(AccreditationNotFound):
        check_accreditation(staff("l@example.org", StaffRole.BRAND_LIAISON), found.pk, note="", seen=2, at=AT)
    assert found.row.state == S.APPLIED


def test_nobody_of_the_staff_decides_on_their_own_agency() -> None:
    found = applied()
    member(found.organisation, Person.objects.get(pk=found.checker.person_id))
    with pytest.raises(NotYourAccreditation):
        check_accreditation(staff("check@example.org"), found.pk, note="", seen=found.seen, at=AT)


def test_only_an_agency_is_accredited() -> None:
    admin = somebody("ngo@example.org")
    number = organisation(admin, kind=OrganisationKind.NGO, name="样例环保组织")
    with pytest.raises(NoAuditAgency):
        begin_accreditation(acting(admin), number, at=AT)


def test_page_that_is_old_decides_nothing() -> None:
    found = applied()
    with pytest.raises(AccreditationChanged):
        refuse_accreditation(found.checker, found.pk, reason="x", seen=1, at=AT)
    refuse_accreditation(found.checker, found.pk, reason="x", seen=2, at=AT)
    with pytest.raises(AccreditationElsewhere):
        refuse_accreditation(found.checker, found.pk, reason="x", seen=3, at=AT)


def test_steps_are_told_with_who_took_them() -> None:
    found = accredited()
    rows = AccreditationStep.objects.filter(accreditation=found.pk).order_by("pk")
    assert [(each.act, each.taken_by) for each in rows] == [
        ("accreditation-applied", found.admin.signature),
        ("accreditation-checked", found.checker.signature),
        ("accreditation-granted", found.approver.signature),
    ]
    assert [each.taken_by for each in public_agency(agency_of(found).pk)[0].steps] == [""]
