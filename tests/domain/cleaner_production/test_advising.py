"""Letters of advice: a unit's own figures, issued once, sent, answered, followed up (CPA-4, CPA-5)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.actions import (
    LetterText,
    code_member,
    issue_letter,
    note_member_contact,
    note_unit_contact,
    send_letter,
    take_in_survey,
    write_letter,
)
from qingce.domain.cleaner_production.advising import is_letter_public
from qingce.domain.cleaner_production.enums import CodedAs, ContactKind, Outcome
from qingce.domain.cleaner_production.errors import SurveyNotFound, SurveyStep, SurveyWrong
from qingce.domain.cleaner_production.queries import contacts_of_unit, letter_for, letters_of
from qingce.shared.issuing.enums import Standing
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.issuing.queries import docx_of, standing_of
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.errors import OutOfArea
from qingce.shared.parties.queries import operator
from tests.domain.cleaner_production.surveying import SEARCH, UNIT, given, sample_of
from tests.factories import AT, acting, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-4", "CPA-5")]
TEXT = LetterText("样例厅", "请公开2019年度名单。\n请标明情形。", "Publish the roster of 2019.")


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def one() -> Actor:
    return acting(staff_member(StaffRole.REVIEWER, name="调研员一", email="one@example.org"))


@pytest.fixture
def survey(one: Actor) -> int:
    take_in_survey(operator("test"), at=AT)
    lead = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="lead@example.org"))
    pk = given(lead, one)
    member = sample_of(pk)[0]
    note_member_contact(one, member.pk, SEARCH, at=timezone.now())
    code_member(one, member.pk, CodedAs.NOT_PUBLISHED, at=timezone.now())
    return pk


def test_advice_is_proposed_by_the_units_own_figures(one: Actor, survey: int) -> None:
    guangdong, beijing = letter_for(one, survey, "440000"), letter_for(one, survey, "110000")
    assert "Audit roster of 2019, 2020, 2021, 2022: gather on the provincial site" in guangdong.advice_en
    assert "2019、2020、2021、2022" in guangdong.advice_zh
    assert beijing.advice_en.startswith("Say on each roster on which ground")
    assert letters_of(survey) == {}


def test_letter_says_the_figures_of_its_unit_in_both_languages_and_both_forms(one: Actor, survey: int) -> None:
    pk = write_letter(one, survey, UNIT, TEXT, at=timezone.now())
    zh, en = (issue_letter(one, pk, language, at=timezone.now()) for language in ("zh", "en"))
    import docx

    texts = ["".join(IssuedDocument.objects.get(pk=each.id).texts or []) for each in (zh, en)]
    assert all(each in texts[0] for each in ("样例厅", "上海市", "请标明情形。", "1 / 3"))
    assert "Publish the roster of 2019." in texts[1]
    cells = [cell.text for table in docx.Document(io.BytesIO(docx_of(zh))).tables for row in table.rows
             for cell in row.cells]  # fmt: skip
    assert ("2019" in cells, "样例厅" in cells) == (True, True)


def test_issued_letter_stays_as_it_is_and_is_public_once_sent(one: Actor, survey: int) -> None:
    pk = write_letter(one, survey, UNIT, TEXT, at=timezone.now())
    write_letter(one, survey, UNIT, replace(TEXT, advice_en=""), at=timezone.now())
    with pytest.raises(SurveyStep):
        send_letter(one, pk, timezone.localdate(), at=timezone.now())
    issued = issue_letter(one, pk, "zh", at=timezone.now())
    with pytest.raises(SurveyWrong) as told:
        issue_letter(one, pk, "en", at=timezone.now())
    assert told.value.params["cause"] == "language"
    with pytest.raises(SurveyStep):
        write_letter(one, survey, UNIT, TEXT, at=timezone.now())
    assert not is_letter_public(pk)
    for day in (timezone.localdate() + timedelta(days=1), date(2020, 1, 1)):
        with pytest.raises(SurveyWrong):
            send_letter(one, pk, day, at=timezone.now())
    send_letter(one, pk, timezone.localdate(), at=timezone.now())
    assert is_letter_public(pk)
    assert standing_of(issued, on=timezone.localdate()) == Standing.CURRENT
    assert issue_letter(one, pk, "zh", at=timezone.now() + timedelta(days=3)).code == issued.code


@pytest.mark.parametrize(
    ("changes", "cause"),
    [({"addressee": ""}, "letter"), ({"advice_zh": " "}, "letter"), ({"advice_en": "x" * 5001}, "long")],
)
def test_letter_without_reader_or_advice_is_refused(
    one: Actor, survey: int, changes: dict[str, str], cause: str
) -> None:
    with pytest.raises(SurveyWrong) as told:
        write_letter(one, survey, UNIT, replace(TEXT, **changes), at=timezone.now())
    assert (told.value.params["cause"], letters_of(survey)) == (cause, {})


def test_letter_is_written_by_staff_of_the_area(one: Actor, survey: int) -> None:
    elsewhere = acting(staff_member(StaffRole.REVIEWER, email="e@example.org", area="320000"))
    pk = write_letter(one, survey, UNIT, TEXT, at=timezone.now())
    for act in (
        lambda: write_letter(elsewhere, survey, UNIT, TEXT, at=timezone.now()),
        lambda: issue_letter(elsewhere, pk, "zh", at=timezone.now()),
        lambda: send_letter(elsewhere, pk, timezone.localdate(), at=timezone.now()),
        lambda: letter_for(elsewhere, survey, UNIT),
    ):
        with pytest.raises(OutOfArea):
            act()
    with pytest.raises(SurveyNotFound):
        issue_letter(one, pk + 1, "zh", at=timezone.now())


def test_reply_and_follow_up_are_noted_beside_the_letter(one: Actor, survey: int) -> None:
    reply = replace(SEARCH, kind=ContactKind.REPLY, outcome=Outcome.IMPROVED, where="样例厅", words="")
    note_unit_contact(one, survey, UNIT, reply, at=timezone.now())
    later = replace(reply, kind=ContactKind.FOLLOW_UP, happened_on=date(2026, 11, 20))
    note_unit_contact(one, survey, UNIT, later, at=timezone.now())
    assert [each.kind for each in contacts_of_unit(survey, UNIT)] == [ContactKind.FOLLOW_UP, ContactKind.REPLY]
