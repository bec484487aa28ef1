"""Seven days: nothing is removed before they are over, nor while an objection is open; then by itself."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

import pytest
from django.utils.timezone import get_current_timezone, localdate
from pytest_django import DjangoAssertNumQueries

from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import Record, StateChange
from qingce.domain.removal.actions import (
    confirm_report,
    release_audits,
    sweep_audits,
    take_conclusion_back,
    withdraw_audit,
    withdraw_case,
)
from qingce.domain.removal.audits import releasing
from qingce.domain.removal.audits.enums import AuditState
from qingce.domain.removal.audits.errors import AuditElsewhere, AuditTextWrong
from qingce.domain.removal.audits.releasing import audits_over
from qingce.domain.removal.audits.telling import tell_staff
from qingce.domain.removal.cases.enums import CaseState
from qingce.domain.removal.cases.restoring import restore_case
from qingce.domain.removal.models import Absence, AuditReport, Case, CaseRecord
from qingce.domain.removal.queries import public_audit, public_case, reports_of_audit
from qingce.pure.kernel.errors import QingceError
from qingce.shared.jobs.registry import scheduled_jobs
from qingce.shared.ledger.actions import THE_PLATFORM
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.mail.models import Letter
from qingce.shared.notices.actions import (
    answer_objection,
    extend_notice,
    look_at_objection,
    object_to_notice,
    settle_notices,
)
from qingce.shared.notices.enums import ObjectionText
from qingce.shared.notices.errors import NoticeNotOpen, ObjectionWrong
from qingce.shared.notices.models import Notice, Objection, WaitingObjection
from qingce.shared.notices.queries import objection_counts, objections_of
from qingce.shared.parties.enums import NOBODY, Actor, MemberRole, StaffRole, paired
from qingce.shared.parties.models import Person
from tests.domain.disclosure.disclosing import records_of
from tests.domain.removal.alliance.observing import seated
from tests.domain.removal.audits.auditing import Audited
from tests.domain.removal.audits.reporting import OVER, approver, completed, following_up, noticed, standing
from tests.domain.removal.cases.applying import reviewing
from tests.factories import AT, member, somebody
from tests.shared.notices.making import objected

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-8", "REC-10", "LED-1")]
S = AuditState


def notice_of(found: Audited) -> Notice:
    return Notice.objects.get(pk=standing(found).notice_id)


def last_second(found: Audited) -> datetime:
    day = notice_of(found).ends_on
    assert day is not None
    return datetime.combine(day, time(23, 59, 59), get_current_timezone())


def answered(*, at: datetime) -> None:
    staff = reviewing("notices@example.org", StaffRole.SENIOR_REVIEWER)
    row = Objection.objects.latest("pk")
    look_at_objection(row.pk, shown=row.statement, not_shown="", why="", seen=str(row.version), actor=staff, at=at)
    row.refresh_from_db()
    answer_objection(row.pk, answer="已核实，数据无误。", seen=str(row.version), actor=staff, at=at)


def listed(found: Audited) -> str:
    [record] = records_of(found.own)
    return str(Record.objects.get(pk=record).state)


def test_confirming_opens_seven_days_and_removes_nothing() -> None:
    found = noticed(has_finding=True)
    notice = notice_of(found)
    assert (found.row.state, notice.kind) == (S.NOTICE, "audit-reports")
    assert notice.ends_on == localdate(AT) + timedelta(days=7)
    assert "结论" in notice.body_zh
    [report] = reports_of_audit(found.audit, None)
    confirmed = json.loads(bytes(LedgerEntry.objects.get(act="audit-report-confirmed").body))
    assert report.digest == confirmed["facts"]["report"]
    done = {each.duty.id for each in public_audit(found.audit).duties if each.tick}
    assert {"confirm-report", "give-notice", "publish"} <= done
    assert listed(found) == PublicationState.PUBLISHED


def test_when_it_is_over_the_records_leave_by_themselves_and_only_once() -> None:
    found = noticed(has_finding=True)
    assert release_audits(at=last_second(found)) == 0
    assert listed(found) == PublicationState.PUBLISHED
    assert sweep_audits(at=OVER)["passed"] == 1
    assert (found.row.state, found.row.ended_at, listed(found)) == (S.PASSED, OVER, PublicationState.REMOVED)
    assert found.found.row.state == CaseState.PASSED
    assert release_audits(at=OVER) == 0
    change = StateChange.objects.get()
    assert (change.path, change.case_number) == ("on-site", found.found.case)
    assert change.changed_by == f"{found.staff.signature} + {approver().signature}"
    acts = ["audit-passed", "case-passed-on-site", "record-removed"]
    assert [LedgerEntry.objects.filter(act=act).count() for act in acts] == [1, 1, 1]
    assert public_case(found.found.case).steps[-1].act == "case-passed-on-site"


def test_clock_moved_back_removes_nothing() -> None:
    found = noticed()
    Notice.objects.filter(pk=standing(found).notice_id).update(state="closed")
    assert release_audits(at=AT - timedelta(days=300)) == 0
    assert release_audits(at=last_second(found)) == 0
    assert listed(found) == PublicationState.PUBLISHED


def test_objection_in_the_last_second_is_answered_first() -> None:
    found = noticed()
    objected(notice_of(found).pk, at=last_second(found))
    with pytest.raises(NoticeNotOpen):
        objected(notice_of(found).pk, at=last_second(found) + timedelta(seconds=1))
    assert release_audits(at=OVER) == 0
    answered(at=OVER)
    assert release_audits(at=OVER + timedelta(hours=1)) == 1
    assert listed(found) == PublicationState.REMOVED


def test_objection_that_waits_for_its_letter_is_waited_for() -> None:
    found = noticed()
    WaitingObjection.objects.create(
        notice_id=notice_of(found).pk, secret_sha256=b"x" * 32, statement="样例", name="", email="a@example.org",
        sent_at=last_second(found),
    )  # fmt: skip
    assert release_audits(at=OVER) == 0
    WaitingObjection.objects.all().delete()
    assert release_audits(at=OVER) == 1


def test_extended_period_is_waited_for() -> None:
    found = noticed()
    extend_notice(notice_of(found).pk, days=5, reason="节假日", by=THE_PLATFORM, at=AT)
    assert release_audits(at=OVER) == 0
    assert release_audits(at=OVER + timedelta(days=5)) == 1


def test_only_what_had_its_last_day_is_looked_at() -> None:
    found = noticed()
    [scheduled] = [each for each in scheduled_jobs() if each.name == "remove after notices of audits"]
    assert scheduled.every <= timedelta(minutes=5)
    assert audits_over(last_second(found)) == []
    assert audits_over(last_second(found) + timedelta(seconds=1)) == [found.audit]
    assert release_audits(at=last_second(found) + timedelta(seconds=1)) == 1
    assert audits_over(OVER) == []


def test_clock_set_back_after_the_period_was_closed_removes_nothing() -> None:
    found = noticed()
    settle_notices(at=OVER)
    assert release_audits(at=last_second(found)) == 0
    assert release_audits(at=AT - timedelta(days=400)) == 0
    assert listed(found) == PublicationState.PUBLISHED
    assert release_audits(at=OVER) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_what_is_over_costs_the_same_for_many(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = noticed()
    for _each in range(count - 1):
        row, report = found.row, standing(found)
        row.pk, row.state = None, S.PASSED
        row.save(force_insert=True)
        report.pk, report.audit_id = None, row.pk
        report.save(force_insert=True)
    at = last_second(found)
    with django_assert_num_queries(3):
        assert release_audits(at=at) == 0


def test_editors_of_every_member_are_written_to_in_their_language() -> None:
    found = following_up()
    first, second, unconfirmed = seated(0), seated(1), seated(2, is_confirmed=False)
    Person.objects.filter(pk=second.admin.person_id).update(language="en")
    member(first.organisation, somebody("reads-only@example.org"), MemberRole.READER)
    completed(found)
    confirm_report(approver(), found.audit, seen=found.row.version, at=AT)
    letters = Letter.objects.filter(kind="alliance-notice")
    assert {(each.to, each.language) for each in letters} == {("ngo0@example.org", "zh"), ("ngo1@example.org", "en")}
    assert letters[0].params["notice"] == notice_of(found).pk
    assert unconfirmed.admin.person_id


def test_objection_of_a_member_is_marked_as_the_alliances() -> None:
    found = noticed()
    ngo, notice = seated(0), notice_of(found).pk
    said = ObjectionText("样例：监测数据与报告不符。")

    def objects(actor: Actor, organisation: int, nonce: str) -> None:
        object_to_notice(notice, said, nonce=nonce, actor=actor, language="zh", organisation=organisation, at=AT)

    for actor in (found.own.actor, NOBODY, found.observer):
        with pytest.raises(ObjectionWrong) as error:
            objects(actor, ngo.organisation, "wrong")
        assert error.value.params["cause"] == "standing"
    with pytest.raises(ObjectionWrong):
        objects(found.observer, found.observer.seats[0].organisation_id, "no place")  # an NGO outside the alliance
    objects(ngo.admin, ngo.organisation, "a")
    objects(ngo.admin, 0, "b")
    assert [each.organisation for each in objections_of(notice)] == ["样例环保组织0", ""]
    counts = objection_counts(notice)
    assert (counts.total, counts.named) == (2, 1)
    assert release_audits(at=OVER) == 0


def test_staff_are_written_to_when_something_waits_for_them() -> None:
    found = noticed()
    told = Letter.objects.filter(kind="audit-for-staff")

    def to(what: str) -> set[str]:
        return {each.to for each in told.filter(params__what=what)}

    assert {"review@example.org", "approve@example.org"} <= to("comment")
    assert "approve@example.org" in to("report")
    assert "review@example.org" not in to("report")
    Case.objects.update(reviewer=found.staff.person_id)
    tell_staff(found.row, "team", at=AT)
    assert to("team") == {"review@example.org"}
    Absence.objects.create(
        person_id=found.staff.person_id, stand_in_id=approver().person_id, begins_on=AT.date(), ends_on=AT.date(),
        said_by="#T", said_at=AT,
    )  # fmt: skip
    tell_staff(found.row, "agency", at=AT)
    assert to("agency") == {"approve@example.org"}


def test_killed_between_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    found = noticed()

    def killed(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(releasing, "remove_after_notice", killed)
        with pytest.raises(KeyboardInterrupt):
            release_audits(at=OVER)
    assert (found.row.state, listed(found)) == (S.NOTICE, PublicationState.PUBLISHED)
    assert found.found.row.state == CaseState.ON_SITE
    assert release_audits(at=OVER) == 1


def test_upheld_objection_leads_back_and_a_new_report_has_a_new_notice() -> None:
    found = noticed(has_finding=True)
    first = notice_of(found)
    objected(first.pk, at=AT)
    with pytest.raises(AuditTextWrong):
        take_conclusion_back(approver(), found.audit, ends=False, reason=" ", seen=found.row.version, at=AT)
    take_conclusion_back(approver(), found.audit, ends=False, reason="流量数据确有出入", seen=found.row.version, at=AT)
    first.refresh_from_db()
    assert (found.row.state, first.state) == (S.FOLLOW_UP, "withdrawn")
    assert release_audits(at=OVER) == 0
    assert public_audit(found.audit).steps[-1].reason == "流量数据确有出入"
    completed(found, at=AT)
    confirm_report(approver(), found.audit, seen=found.row.version, at=AT)
    assert notice_of(found).pk != first.pk
    assert AuditReport.objects.filter(kind="final").count() == 2
    assert release_audits(at=OVER) == 1
    assert listed(found) == PublicationState.REMOVED


def test_upheld_objection_may_end_the_audit_not_passed() -> None:
    found = noticed()
    take_conclusion_back(approver(), found.audit, ends=True, reason="现场采样不实", seen=found.row.version, at=AT)
    assert (found.row.state, found.row.reason) == (S.NOT_PASSED, "现场采样不实")
    assert found.found.row.state == CaseState.ON_SITE
    assert release_audits(at=OVER) == 0
    assert listed(found) == PublicationState.PUBLISHED


def test_wrong_person_takes_no_conclusion_back_and_nobody_does_after_the_removal() -> None:
    found = noticed()
    for actor in (found.own.actor, found.agency, found.observer, found.staff):
        with pytest.raises(QingceError):
            take_conclusion_back(actor, found.audit, ends=True, reason="样例", seen=found.row.version, at=AT)
    assert found.row.state == S.NOTICE
    release_audits(at=OVER)
    with pytest.raises(AuditElsewhere):
        take_conclusion_back(approver(), found.audit, ends=True, reason="样例", seen=found.row.version, at=OVER)


def test_enterprise_cannot_withdraw_while_the_notice_runs() -> None:
    found = noticed()
    with pytest.raises(AuditElsewhere):
        withdraw_audit(found.own.actor, found.audit, at=AT)
    with pytest.raises(AuditElsewhere):
        withdraw_case(found.own.actor, found.found.case, at=AT)


def test_record_that_left_the_list_meanwhile_stays_as_it_is() -> None:
    found = noticed()
    [record] = records_of(found.own)
    Record.objects.filter(pk=record).update(state=PublicationState.WITHDRAWN)
    assert release_audits(at=OVER) == 1
    assert listed(found) == PublicationState.WITHDRAWN
    assert CaseRecord.objects.get(record=record).removed_at is None


@pytest.mark.requirement("REM-9")
def test_removal_after_an_audit_is_undone_by_two_people() -> None:
    found = noticed()
    release_audits(at=OVER)
    both = paired(found.staff, approver())
    restore_case(found.found.case, actor=both, reason="审核材料系伪造", at=OVER)
    assert (found.found.row.state, listed(found)) == (CaseState.RESTORED, PublicationState.PUBLISHED)
