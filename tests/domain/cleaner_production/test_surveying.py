"""A survey from its design to what two surveyors said: who may, what is refused, what everybody can repeat (CPA-4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.actions import (
    assign_unit,
    code_member,
    design_survey,
    freeze_survey,
    note_member_contact,
    note_unit_contact,
    take_sample,
)
from qingce.domain.cleaner_production.enums import CodedAs, ContactKind, Outcome
from qingce.domain.cleaner_production.errors import SurveyNotFound, SurveyStep, SurveyWrong
from qingce.domain.cleaner_production.models import Coding, Contact, Survey, SurveyMember
from qingce.domain.cleaner_production.queries import (
    contacts_about,
    contacts_of_unit,
    design_defaults,
    evidence_of,
    list_of,
    member_for,
    members_of,
    results_of,
    survey_of,
    surveys,
)
from qingce.domain.cleaner_production.sampling import choose
from qingce.shared.draws.queries import get_draw
from qingce.shared.files.models import StoredFile
from qingce.shared.parties.actions import export_person
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.errors import DutyMissing, OutOfArea
from tests import hostile_files
from tests.domain.cleaner_production.surveying import (
    DESIGN,
    SEARCH,
    UNIT,
    audited,
    coded,
    designed,
    frozen,
    given,
    sample_of,
    sampled,
)
from tests.factories import AT, acting, release_rules, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-4")]


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def lead() -> Actor:
    return acting(staff_member(StaffRole.SENIOR_REVIEWER, name="组长", email="lead@example.org"))


@pytest.fixture
def one() -> Actor:
    return acting(staff_member(StaffRole.REVIEWER, name="调研员一", email="one@example.org"))


@pytest.fixture
def two() -> Actor:
    return acting(staff_member(StaffRole.REVIEWER, name="调研员二", email="two@example.org"))


def test_design_starts_from_the_figures_of_the_rulebook() -> None:
    release_rules("cleaner-production")
    found = design_defaults(on=AT.date())
    assert (found.per_unit, found.telephone_per_unit, found.twice_percent) == (20, 2, 10)
    assert found.clauses["per_unit"].startswith("CP ")
    assert set(found.reasons) == {"per_unit", "twice_percent"}


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"name": " "}, "name"),
        ({"first_year": 1999}, "years"),
        ({"last_year": 2018}, "years"),
        ({"last_year": 2030}, "years"),
        ({"preferred_from": 2018}, "preferred"),
        ({"preferred_until": 2023}, "preferred"),
        ({"per_unit": 0}, "size"),
        ({"telephone_per_unit": -1}, "size"),
        ({"twice_percent": 101}, "percent"),
    ],
)
def test_design_that_makes_no_sense_is_refused(lead: Actor, changes: dict[str, object], cause: str) -> None:
    release_rules("cleaner-production")
    with pytest.raises(SurveyWrong) as told:
        design_survey(lead, replace(DESIGN, **changes), at=AT)  # type: ignore[arg-type]
    assert told.value.params["cause"] == cause
    assert not Survey.objects.exists()


def test_only_who_leads_surveys_designs_one_and_each_name_once(lead: Actor, one: Actor) -> None:
    release_rules("cleaner-production")
    with pytest.raises(DutyMissing):
        design_survey(one, DESIGN, at=AT)
    here = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="here@example.org", area="320000"))
    with pytest.raises(OutOfArea):
        design_survey(here, DESIGN, at=AT)
    design_survey(lead, DESIGN, at=AT)
    with pytest.raises(SurveyWrong):
        design_survey(lead, DESIGN, at=AT)


def test_population_is_everybody_on_a_roster_of_the_years_and_the_area(lead: Actor) -> None:
    pk = frozen(lead)
    assert [each.years for each in members_of(pk)] == [(2020,), (2021,)] * 2 + [(2020,)]
    assert {each.unit for each in members_of(pk)} == {UNIT}
    survey = Survey.objects.get(pk=pk)
    assert survey.draw_id
    assert list(get_draw(survey.draw_id).announced.pool) == [each.number for each in members_of(pk)]
    with pytest.raises(SurveyStep):
        freeze_survey(lead, pk, [], at=timezone.now())


def test_population_of_nobody_is_not_frozen(lead: Actor) -> None:
    pk = designed(lead, design=replace(DESIGN, area="320000"))
    with pytest.raises(SurveyWrong):
        freeze_survey(lead, pk, [], at=timezone.now())
    assert not SurveyMember.objects.exists()


def test_anyone_gets_the_same_sample_from_the_draw_and_the_population(lead: Actor) -> None:
    pk = sampled(lead)
    survey = Survey.objects.get(pk=pk)
    assert survey.draw_id
    current = get_draw(survey.draw_id).current
    assert current
    from qingce.domain.cleaner_production.sampling import Member

    members = [
        Member(each.number, each.unit, tuple(one.value for one in each.grounds if one.value), tuple(each.years))
        for each in members_of(pk)
    ]
    again = choose(members, current.standing, per_unit=3)
    assert [each.member.number for each in again] == [each.number for each in members_of(pk, is_sampled=True)]
    assert [each.stratum for each in again] == ["over-limits", "energy", "toxic"]
    assert [each.is_coded_twice for each in sample_of(pk)] == [True, True, False]


def test_sample_is_taken_once_and_only_from_a_draw_that_was_held(lead: Actor, one: Actor) -> None:
    pk = frozen(lead)
    with pytest.raises(SurveyStep) as told:
        take_sample(lead, pk, at=timezone.now())
    assert told.value.params["cause"] == "not-drawn"
    with pytest.raises(SurveyStep):
        assign_unit(lead, pk, UNIT, first=one.signature, second="", at=timezone.now())


def test_sample_stays_once_taken(lead: Actor) -> None:
    pk = sampled(lead)
    with pytest.raises(SurveyStep) as told:
        take_sample(lead, pk, at=timezone.now())
    assert told.value.params["cause"] == "sampled"


def test_surveyor_sees_the_own_list_only(lead: Actor, one: Actor, two: Actor) -> None:
    pk = given(lead, one)
    member = sample_of(pk)[0]
    assert [each.id for each in list_of(one, pk)] == [each.pk for each in sample_of(pk)]
    assert (list_of(two, pk), list_of(lead, pk)) == ([], [])
    assert member_for(one, member.pk)[0].name == member_for(lead, member.pk)[0].name
    number = note_member_contact(
        one, member.pk, SEARCH, at=timezone.now(), copy=("页.pdf", [hostile_files.plain_pdf()])
    )
    assert evidence_of(one, number).name == "页.pdf"
    for ask in (
        lambda: member_for(two, member.pk),
        lambda: contacts_about(two, member.pk),
        lambda: evidence_of(two, number),
        lambda: note_member_contact(two, member.pk, SEARCH, at=timezone.now()),
        lambda: code_member(two, member.pk, CodedAs.COMPLETE, at=timezone.now()),
    ):
        with pytest.raises(SurveyNotFound):
            ask()


def test_enterprise_outside_the_sample_is_on_nobodys_list(lead: Actor) -> None:
    pk = sampled(lead)
    outside = SurveyMember.objects.filter(survey=pk, place=None).first()
    assert outside
    with pytest.raises(SurveyNotFound):
        member_for(lead, outside.pk)


def test_search_tells_what_and_where_also_when_nothing_was_found(lead: Actor, one: Actor) -> None:
    member = sample_of(given(lead, one))[0]
    note_member_contact(one, member.pk, SEARCH, at=timezone.now())
    note_member_contact(
        one, member.pk, replace(SEARCH, kind=ContactKind.CALL, outcome=Outcome.NOT_REACHED, words=""), at=timezone.now()
    )
    assert [(each.kind, each.outcome, each.words) for each in contacts_about(one, member.pk)] == [
        (ContactKind.CALL, Outcome.NOT_REACHED, ""),
        (ContactKind.SEARCH, Outcome.NOT_FOUND, "样例 清洁生产公示"),
    ]


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"where": ""}, "where"),
        ({"words": ""}, "words"),
        ({"link": "example.org"}, "link"),
        ({"note": "长" * 2001}, "long"),
        ({"outcome": Outcome.SECRET}, "outcome"),
        ({"happened_on": date(2099, 1, 1)}, "ahead"),
    ],
)
def test_note_that_tells_too_little_is_refused_and_its_file_not_kept(
    lead: Actor, one: Actor, changes: dict[str, object], cause: str
) -> None:
    member = sample_of(given(lead, one))[0]
    said = replace(SEARCH, **changes)  # type: ignore[arg-type]
    with pytest.raises(SurveyWrong) as told:
        note_member_contact(one, member.pk, said, at=timezone.now(), copy=("页.pdf", [hostile_files.plain_pdf()]))
    assert told.value.params["cause"] == cause
    assert (Contact.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_coding_needs_a_search_of_ones_own_and_stays(lead: Actor, one: Actor) -> None:
    member = sample_of(given(lead, one))[0]
    with pytest.raises(SurveyStep) as told:
        code_member(one, member.pk, CodedAs.COMPLETE, at=timezone.now())
    assert told.value.params["cause"] == "not-searched"
    coded(one, member, CodedAs.COMPLETE)
    for actor, cause in ((one, "coded"), (lead, "not-given")):
        with pytest.raises(SurveyStep) as told:
            code_member(actor, member.pk, CodedAs.NOT_PUBLISHED, at=timezone.now())
        assert told.value.params["cause"] == cause
    assert Coding.objects.get().coded_as == CodedAs.COMPLETE


def test_two_code_without_seeing_each_other(lead: Actor, one: Actor, two: Actor) -> None:
    pk = given(lead, one, two)
    sample = sample_of(pk)
    assert [each.second_coder for each in sample] == [two.signature, two.signature, ""]
    coded(one, sample[0])
    assert contacts_about(two, sample[0].pk) == []
    coded(two, sample[0], CodedAs.COMPLETE)
    assert len(contacts_about(two, sample[0].pk)) == 2
    coded(one, sample[1])
    coded(two, sample[1])
    found = results_of(survey_of(pk))
    assert (found.agreement.count, found.agreement.same, found.agreement.kappa) == (2, 1, 0.0)


def test_who_is_telephoned_is_known_once_the_unit_is_coded(lead: Actor, one: Actor) -> None:
    pk = given(lead, one)
    sample = sample_of(pk)
    coded(one, sample[0])
    coded(one, sample[1], CodedAs.INCOMPLETE)
    assert results_of(survey_of(pk)).telephone == frozenset()
    coded(one, sample[2])
    found = results_of(survey_of(pk))
    silent = sorted((sample[0], sample[2]), key=lambda each: each.drawn or 0)
    assert found.telephone == {silent[0].pk}
    assert (found.is_whole, found.coded, found.counts[CodedAs.INCOMPLETE]) == (True, 3, 1)
    assert found.published
    assert (found.published.count, found.published.of) == (1, 3)


def test_work_is_given_to_staff_and_what_is_coded_stays_with_its_coder(lead: Actor, one: Actor, two: Actor) -> None:
    pk = given(lead, one)
    for first, second in (("#PXXXXXXX", ""), (one.signature, one.signature)):
        with pytest.raises(SurveyWrong):
            assign_unit(lead, pk, UNIT, first=first, second=second, at=timezone.now())
    with pytest.raises(DutyMissing):
        assign_unit(one, pk, UNIT, first=two.signature, second="", at=timezone.now())
    coded(one, sample_of(pk)[0])
    assert assign_unit(lead, pk, UNIT, first=two.signature, second="", at=timezone.now()) == 2
    assert [each.first_coder for each in sample_of(pk)] == [one.signature, two.signature, two.signature]


def test_government_is_called_by_staff_of_its_area(lead: Actor, one: Actor) -> None:
    pk = sampled(lead)
    said = replace(SEARCH, kind=ContactKind.CALL, outcome=Outcome.PASSED_DOWN, where="样例科室", words="")
    note_unit_contact(one, pk, "440000", said, at=timezone.now())
    assert [each.outcome for each in contacts_of_unit(pk, "440000")] == [Outcome.PASSED_DOWN]
    elsewhere = acting(staff_member(StaffRole.REVIEWER, email="e@example.org", area="320000"))
    with pytest.raises(OutOfArea):
        note_unit_contact(elsewhere, pk, "440000", said, at=timezone.now())


@pytest.mark.requirement("ACC-1")
def test_what_somebody_did_in_a_survey_is_given_with_the_rest(lead: Actor, one: Actor) -> None:
    pk = given(lead, one)
    coded(one, sample_of(pk)[0])
    held = export_person(one, at=timezone.now())["held"]
    assert isinstance(held, dict)
    assert len(held["cleaner-surveys"]) == 5


def test_survey_takes_the_same_queries_for_one_and_for_many(lead: Actor, one: Actor) -> None:
    pk = given(lead, one)
    counts = []
    for member in sample_of(pk):
        coded(one, member)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            results_of(survey_of(pk))
            list_of(one, pk)
            surveys()
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_rosters_of_other_years_and_voluntary_audits_are_not_drawn(lead: Actor) -> None:
    audited(1)
    release_rules("cleaner-production", at=AT - timedelta(days=2))
    pk = design_survey(lead, replace(DESIGN, first_year=2021, preferred_from=2021), at=AT)
    with pytest.raises(SurveyWrong):
        freeze_survey(lead, pk, [], at=AT)
