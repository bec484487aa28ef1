"""Auditors of an agency: qualified, named only if they agree, kept out where something binds them (REM-6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qingce.domain.removal.accreditation.enums import WhyNot
from qingce.domain.removal.accreditation.errors import AccreditationTextWrong, AgencyNotAccredited, AuditorUnfit
from qingce.domain.removal.actions import declare_tie, end_auditor, end_tie, judge_auditor, set_named
from qingce.domain.removal.enums import TieKind, TieText
from qingce.domain.removal.models import Auditor
from qingce.domain.removal.queries import auditors_of, check_accredited, check_team, public_agency
from qingce.pure.kernel.uscc import InvalidUscc
from qingce.shared.parties.actions import end_membership, erase_person
from qingce.shared.parties.models import Membership, Person
from tests.domain.removal.accreditation.accrediting import accredited, an_auditor, another_auditor, applied
from tests.factories import AT, acting, enterprise, member, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-6")]
ON = date(2026, 11, 20)
NAME = "绍兴样甲印染有限公司"


@pytest.mark.parametrize(
    ("since", "until", "cause"),
    [
        (None, None, "since"),
        (date(2026, 11, 21), None, "since"),
        (date(2020, 1, 1), date(2026, 11, 19), "expired"),
    ],
)
def test_qualification_that_does_not_count_is_refused(since: date | None, until: date | None, cause: str) -> None:
    found = accredited()
    person = somebody("second@example.org")
    member(found.organisation, person)
    with pytest.raises(AccreditationTextWrong) as error:
        an_auditor(found.organisation, person, qualified_on=since, valid_until=until)
    assert error.value.params["cause"] == cause


def test_expired_qualification_does_not_audit_and_takes_the_agency_with_it() -> None:
    found = accredited()
    Auditor.objects.filter(pk=found.lead).update(valid_until=ON)
    assert [each.id for each in auditors_of(found.organisation, ON)] == [found.lead]
    assert auditors_of(found.organisation, ON + timedelta(days=1)) == []
    with pytest.raises(AgencyNotAccredited) as error:
        check_accredited(found.organisation, ON + timedelta(days=1))
    assert error.value.params["why"] == str(WhyNot.NO_LEAD.label)


def test_auditor_counts_once_the_staff_found_the_qualification_right() -> None:
    found = accredited()
    person = somebody("second@example.org")
    member(found.organisation, person)
    pk = an_auditor(found.organisation, person, is_lead=False)
    assert [each.id for each in auditors_of(found.organisation, ON)] == [found.lead]
    with pytest.raises(AccreditationTextWrong, match="No file"):
        judge_auditor(found.checker, found.pk, pk, is_right=True, at=AT)


def test_who_left_the_agency_audits_no_more() -> None:
    found = accredited()
    second = another_auditor(found, "second@example.org")
    assert {each.id for each in auditors_of(found.organisation, ON)} == {found.lead, second.pk}
    seat = Membership.objects.get(organisation=found.organisation, person=second.person, ended_at=None)
    end_membership(found.admin, seat.pk, at=AT)
    assert [each.id for each in auditors_of(found.organisation, ON)] == [found.lead]


def test_only_the_person_says_whether_to_be_named() -> None:
    found = accredited()
    number = found.admin.number
    assert [(each.shown_as, each.name) for each in public_agency(found.organisation)[0].auditors] == [(number, "")]
    with pytest.raises(AccreditationTextWrong):
        set_named(acting(somebody("other@example.org")), found.lead, is_named=True, at=AT)
    set_named(found.admin, found.lead, is_named=True, at=AT)
    assert [each.shown_as for each in public_agency(found.organisation)[0].auditors] == ["样审"]


def test_erased_auditor_is_named_no_more() -> None:
    found = accredited()
    second = another_auditor(found, "second@example.org")
    set_named(acting(second.person), second.pk, is_named=True, at=AT)
    person = Person.objects.get(pk=second.person_id)
    erase_person(acting(person), email=person.email, at=AT)
    second.refresh_from_db()
    assert (second.certificate, second.is_named, second.ended_at) == ("", False, AT)


@pytest.mark.parametrize("kind", TieKind)
def test_tie_keeps_an_auditor_out_of_that_enterprise_alone(kind: TieKind) -> None:
    found, number, other = accredited(), enterprise(), enterprise("宁波样乙染整有限公司")
    second = another_auditor(found, "second@example.org")
    declare_tie(found.admin, found.organisation, TieText(kind, f" {NAME} ", auditor=second.pk), at=AT)
    with pytest.raises(AuditorUnfit) as error:
        check_team(found.organisation, [found.lead, second.pk], number, ON)
    assert error.value.params["cause"] == "tie"
    assert [each.id for each in check_team(found.organisation, [found.lead, second.pk], other, ON)] == [
        found.lead, second.pk,
    ]  # fmt: skip
    assert [each.id for each in check_team(found.organisation, [found.lead], number, ON)] == [found.lead]


def test_tie_that_ended_keeps_out_for_three_years_more() -> None:
    found, number = accredited(), enterprise()
    tie = declare_tie(found.admin, found.organisation, TieText(TieKind.WORKED, NAME, auditor=found.lead), at=AT)
    end_tie(found.admin, found.organisation, tie, until=ON, at=AT)
    with pytest.raises(AuditorUnfit):
        check_team(found.organisation, [found.lead], number, date(2029, 11, 20))
    assert check_team(found.organisation, [found.lead], number, date(2029, 11, 21))


def test_agency_that_advised_the_enterprise_does_not_audit_it() -> None:
    found, number = accredited(), enterprise(uscc="91000000MA0000001R")
    said = TieText(TieKind.ADVISED, "旧名", uscc="91000000MA0000001R")
    declare_tie(found.admin, found.organisation, said, at=AT)
    with pytest.raises(AuditorUnfit) as error:
        check_team(found.organisation, [found.lead], number, ON)
    assert error.value.params["cause"] == "agency"


def test_team_has_a_lead_of_its_own_agency() -> None:
    found, number = accredited(), enterprise()
    second = another_auditor(found, "second@example.org")
    other = accredited(name="样例另一家审核有限公司", email="other-agency@example.org")
    for team, cause in (([second.pk], "lead"), ([found.lead, other.lead], "invalid"), ([], "lead")):
        with pytest.raises(AuditorUnfit) as error:
            check_team(found.organisation, team, number, ON)
        assert error.value.params["cause"] == cause


def test_entry_is_ended_by_its_agency_only() -> None:
    found = accredited()
    other = applied(name="样例另一家审核有限公司", email="other-agency@example.org")
    with pytest.raises(AccreditationTextWrong):
        end_auditor(other.admin, found.lead, at=AT)
    with pytest.raises(AccreditationTextWrong):
        declare_tie(other.admin, other.organisation, TieText(TieKind.SHARES, NAME, auditor=found.lead), at=AT)
    end_auditor(found.admin, found.lead, at=AT)
    assert auditors_of(found.organisation, ON) == []


def test_tie_with_a_code_that_is_none_is_refused() -> None:
    found = accredited()
    with pytest.raises(InvalidUscc):
        declare_tie(found.admin, found.organisation, TieText(TieKind.SHARES, NAME, uscc="123"), at=AT)
    with pytest.raises(AccreditationTextWrong):
        declare_tie(found.admin, found.organisation, TieText(TieKind.SHARES, " "), at=AT)
    backwards = TieText(TieKind.SHARES, NAME, since=date(2024, 1, 2), until=date(2024, 1, 1))
    with pytest.raises(AccreditationTextWrong):
        declare_tie(found.admin, found.organisation, backwards, at=AT)
