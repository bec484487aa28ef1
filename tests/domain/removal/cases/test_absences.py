"""A reviewer who is away: who may say so, no new cases, a stand-in who sees them and may work, and never approves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qingce.domain.removal.actions import (
    approve_report,
    assign_case,
    end_absence,
    finish_report,
    judge_paper,
    save_report,
    say_absence,
    take_up_case,
)
from qingce.domain.removal.cases.enums import CaseParty, Judgement, ReportText, Result
from qingce.domain.removal.cases.errors import AbsenceWrong, CaseIncomplete, NotYourCase, NotYourDesk
from qingce.domain.removal.cases.personal import erase_absences, export_absences
from qingce.domain.removal.models import Absence, CaseHand, CasePaper
from qingce.domain.removal.queries import (
    absences,
    away_on,
    cases_for_office,
    count_cases_for_office,
    desks,
    desks_of,
)
from qingce.shared.changes.models import Change
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.errors import DutyMissing, OutOfArea
from qingce.shared.parties.personal_data import DataSubject
from tests.domain.removal.cases.applying import (
    IN_ORDER,
    NOISE,
    SECTIONS,
    Applied,
    approved,
    declared,
    judged,
    reported,
    reviewing,
    submitted,
    taken_up,
)
from tests.factories import AT, acting, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-3")]
DAY, TODAY = timedelta(days=1), date(2026, 11, 20)


def staff(email: str, role: StaffRole = StaffRole.REVIEWER, area: str = "") -> Actor:
    return acting(staff_member(role, name="样员", email=f"{email}@example.org", area=area))


def away(person: Actor, stand_in: Actor, *, since: int = 0, days: int = 5, by: Actor | None = None) -> int:
    first = TODAY + since * DAY
    return say_absence(
        by or person, person.person_id, stand_in.person_id, since=first, until=first + days * DAY, at=AT
    )  # fmt: skip


def test_reviewer_says_so_and_it_ends_by_itself() -> None:
    one, other = staff("one"), staff("other")
    pk = away(one, other, since=1)
    assert [bool(away_on(TODAY + days * DAY)) for days in (0, 1, 6, 7)] == [False, True, True, False]
    assert [each.id for each in absences(on=TODAY + 6 * DAY)] == [pk]
    assert absences(on=TODAY + 7 * DAY) == []
    entry = JournalEntry.objects.latest("pk")
    assert (entry.act, entry.person_id, entry.subject_id) == ("reviewer-away", one.person_id, pk)
    assert Change.objects.filter(kind="absence", first_id=pk).count() == 1


def test_head_says_so_for_reviewers_of_the_own_areas_and_nobody_else_does() -> None:
    one, other = staff("one", area="330600"), staff("other", area="330000")
    head = staff("head", StaffRole.SENIOR_REVIEWER, "330000")
    pk = away(one, other, by=head)
    assert JournalEntry.objects.latest("pk").concerned_id == one.person_id
    for who in (
        other,
        staff("far", StaffRole.SENIOR_REVIEWER, "320000"),
        staff("near", StaffRole.SENIOR_REVIEWER, "330603"),
        staff("liaison", StaffRole.BRAND_LIAISON),
    ):
        with pytest.raises(NotYourDesk):
            away(one, other, since=30, by=who)
        with pytest.raises(NotYourDesk):
            end_absence(who, pk, at=AT)
    end_absence(head, pk, at=AT)
    assert away_on(TODAY) == {}
    with pytest.raises(AbsenceWrong):
        end_absence(one, pk, at=AT)


def test_stand_in_reviews_in_all_areas_of_who_is_away() -> None:
    one = staff("one", area="330000")
    with pytest.raises(OutOfArea):
        away(one, staff("county", area="330603"))
    with pytest.raises(DutyMissing):
        away(one, staff("liaison", StaffRole.BRAND_LIAISON))
    with pytest.raises(AbsenceWrong):
        away(one, one)


@pytest.mark.parametrize(("since", "days", "cause"), [(-1, 3, "past"), (1, -1, "days"), (0, 400, "days")])
def test_days_have_to_be_ahead_and_in_order(since: int, days: int, cause: str) -> None:
    with pytest.raises(AbsenceWrong) as told:
        away(staff("one"), staff("other"), since=since, days=days)
    assert told.value.params["cause"] == cause


def test_nobody_is_away_twice_nor_stands_in_while_away() -> None:
    one, other, third = staff("one"), staff("other"), staff("third")
    away(one, other)
    with pytest.raises(AbsenceWrong) as told:
        away(one, third, since=5)
    assert told.value.params["cause"] == "twice"
    with pytest.raises(AbsenceWrong) as told:
        away(third, one, since=3)
    assert told.value.params["cause"] == "stand-in"
    away(one, other, since=6)


def test_stand_in_sees_the_cases_and_passes_them_on_when_away_too() -> None:
    found = submitted(NOISE)
    other, third = reviewing("other@example.org"), reviewing("third@example.org")
    assign_case(found.reviewer, found.case, found.reviewer.person_id, at=AT)
    assert desks_of(other.person_id, on=TODAY) == [other.person_id]
    away(found.reviewer, other)
    whose = desks_of(other.person_id, on=TODAY)
    assert whose == [other.person_id, found.reviewer.person_id]
    assert count_cases_for_office(other, desks=whose) == 1
    assert [row.id for row in cases_for_office(other, desks=whose, total=1)] == [found.case]
    away(other, third)
    assert found.reviewer.person_id in desks_of(third.person_id, on=TODAY)
    assert desks_of(other.person_id, on=TODAY + 9 * DAY) == [other.person_id]


def test_new_cases_are_not_given_to_who_is_away_but_may_be_taken() -> None:
    found = submitted(NOISE)
    other = reviewing("other@example.org")
    away(other, found.reviewer)
    with pytest.raises(CaseIncomplete) as told:
        assign_case(found.reviewer, found.case, other.person_id, at=AT)
    assert (told.value.params["cause"], told.value.params["until"]) == ("away", "2026-11-25")
    assign_case(other, found.case, other.person_id, at=AT)
    assign_case(found.reviewer, found.case, other.person_id, at=AT + 6 * DAY)


@pytest.mark.requirement("REM-10")
def test_stand_in_who_judged_one_paper_does_not_approve() -> None:
    found = taken_up(NOISE)
    stand_in = found.approver  # a senior reviewer, who could approve
    away(found.reviewer, stand_in)
    paper = CasePaper.objects.filter(case_record__case=found.case).earliest("pk")
    judge_paper(stand_in, found.case, paper.pk, Judgement(IN_ORDER, "证明整改"), at=AT)
    _written(found)
    with pytest.raises(NotYourCase):
        approve_report(stand_in, found.case, declared(CaseParty.APPROVER), seen=found.version, at=AT)
    third = reviewing("third@example.org", StaffRole.SENIOR_REVIEWER)
    approve_report(third, found.case, declared(CaseParty.APPROVER), seen=found.version, at=AT)
    assert set(CaseHand.objects.values_list("reviewed_by", flat=True)) == {
        found.reviewer.signature, stand_in.signature,
    }  # fmt: skip


def test_stand_in_who_took_the_case_up_hands_it_back_and_still_does_not_approve() -> None:
    found = submitted(NOISE)
    take_up_case(found.approver, found.case, declared(CaseParty.REVIEWER), seen=found.version, at=AT)
    assign_case(found.approver, found.case, found.reviewer.person_id, at=AT)
    judged(found)
    _written(found)
    with pytest.raises(NotYourCase):
        approved(found)


def test_desks_tell_all_who_review_in_ones_areas() -> None:
    found = reported(NOISE)
    idle, far = staff("idle", area=found.row.division), staff("far", area="540000")
    rows, total = desks(found.approver, on=TODAY)
    assert total == len(rows)
    assert (rows[0].person, rows[0].open, rows[0].late) == (found.reviewer.person_id, 1, 0)
    wanted = {each.person_id for each in (found.reviewer, found.approver, idle, far)}
    assert wanted <= {each.person for each in rows}
    near, _total = desks(idle, on=TODAY)
    assert {each.person for each in near} & wanted == wanted - {far.person_id}
    assert desks(far, on=TODAY, start=50)[0] == []


def test_what_is_held_of_an_absence_is_told_and_goes() -> None:
    one, other = staff("one"), staff("other")
    away(one, other)
    of_one, of_other = (DataSubject(each.person_id, each.number, (), each.signature) for each in (one, other))
    assert [row["as"] for row in export_absences(of_one)] == ["away"]
    assert [row["as"] for row in export_absences(of_other)] == ["stand-in"]
    erase_absences(of_other, AT)
    assert Absence.objects.count() == 1
    erase_absences(of_one, AT)
    assert Absence.objects.count() == 0


def _written(found: Applied) -> None:
    judged(found)
    save_report(found.reviewer, found.case, ReportText(SECTIONS, Result.PASS), revision=0, at=AT)
    finish_report(found.reviewer, found.case, seen=found.version, at=AT)
