"""Match review in the office: one decision a screen, and what comes of it in public (REC-4)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.enterprises.models import Enterprise, MatchQuestion
from qingce.domain.records.queries import count_records_of
from qingce.shared.parties.enums import NOBODY, StaffRole
from tests.factories import penalty, staff_member, take_in, work

pytestmark = pytest.mark.django_db
NEAR = {"enterprise_name": "绍兴样申印染有限公司", "uscc": ""}
CODE = {"enterprise_name": "毫不相干机械厂"}


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER))
    return client


@pytest.fixture
def known() -> int:
    take_in(penalty())
    return Enterprise.objects.get().pk


def ask(**values: str) -> int:
    take_in(penalty(**values))
    return MatchQuestion.objects.latest("pk").pk


@pytest.mark.requirement("REC-4")
def test_question_shows_both_sides_and_the_answer_leads_to_the_next(office: Client, known: int) -> None:
    first = ask(**NEAR, doc_no="柯环罚〔2024〕8号")
    second = ask(**CODE, doc_no="柯环罚〔2024〕9号")
    page = office.get(f"/office/review/{first}/").content.decode()
    assert "绍兴样<mark>甲</mark>印染有限公司" in page
    answer = office.post(f"/office/review/{first}/", {"act": str(known)})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/office/review/{second}/?answered={first}")
    assert count_records_of([known], actor=NOBODY) == {known: 2}
    done = office.post(f"/office/review/{second}/", {"act": "new"})
    assert done.headers["Location"] == f"/office/review/?answered={second}"
    member = Enterprise.objects.get(canonical=known).pk
    assert Client().get(f"/enterprises/{member}/").headers["Location"] == f"/enterprises/{known}/"
    assert "绍兴样申印染有限公司" in Client().get(f"/enterprises/{known}/").content.decode()


@pytest.mark.requirement("REC-4")
def test_answer_is_changed_on_its_own_page(office: Client, known: int) -> None:
    question = ask(**NEAR, doc_no="柯环罚〔2024〕8号")
    office.post(f"/office/review/{question}/", {"act": str(known)})
    again = office.post(f"/office/review/{question}/", {"act": "new"})
    assert (again.status_code, "数据组" in again.content.decode()) == (422, True)
    assert office.post(f"/office/review/{question}/", {"act": "new", "again": "yes"}).status_code == 302
    assert count_records_of([known], actor=NOBODY) == {known: 1}


def test_question_passed_on_needs_a_note_and_shows_it(office: Client, known: int) -> None:
    question = ask(**NEAR, doc_no="柯环罚〔2024〕8号")
    assert office.post(f"/office/review/{question}/", {"act": "pass", "note": ""}).status_code == 422
    office.post(f"/office/review/{question}/", {"act": "pass", "note": "地址看不清"})
    assert "地址看不清" in office.get("/office/review/?state=passed-on").content.decode()
    assert "地址看不清" in office.get(f"/office/review/{question}/").content.decode()


def test_another_enterprise_is_looked_up_by_name_or_number(office: Client, known: int) -> None:
    question = ask(**CODE, doc_no="柯环罚〔2024〕9号")
    other = Enterprise.objects.create(
        name="远处一厂", name_key="远处一厂", created_at="2026-11-20T00:00Z", identity="name"
    ).pk
    page = office.get(f"/office/review/{question}/", {"q": str(other)}).content.decode()
    assert f'value="{other}"' in page
    assert office.post(f"/office/review/{question}/", {"act": str(other)}).status_code == 302
    assert count_records_of([other], actor=NOBODY) == {other: 1}


def test_all_above_a_score_are_accepted_after_being_shown(office: Client, known: int) -> None:
    ask(**NEAR, doc_no="柯环罚〔2024〕8号")
    page = office.get("/office/review/?score=0.99").content.decode()
    assert 'name="score" value="0.99"><p>' not in page.replace("\n", "")
    assert office.post("/office/review/", {"score": "viel"}).status_code == 422
    score = MatchQuestion.objects.get().best_score
    answer = office.post("/office/review/", {"score": str(score)})
    assert answer.headers["Location"] == "/office/review/?accepted=1"
    work()
    assert count_records_of([known], actor=NOBODY) == {known: 2}


@pytest.mark.parametrize("number", [1, 8])
def test_review_pages_cost_the_same_however_many_wait(office: Client, known: int, number: int) -> None:
    names = "申由田电巾币布卬"
    for n in range(number):
        ask(enterprise_name=f"绍兴样{names[n]}印染有限公司", uscc="", doc_no=f"柯环罚〔2024〕{20 + n}号")
    question = MatchQuestion.objects.latest("pk").pk
    with CaptureQueriesContext(connection) as queries:
        office.get("/office/review/")
    assert len(queries) == 12
    with CaptureQueriesContext(connection) as queries:
        office.get(f"/office/review/{question}/")
    assert len(queries) == 12


@pytest.mark.requirement("REC-4")
def test_enterprises_are_merged_and_set_apart_in_the_office(office: Client, known: int) -> None:
    take_in(penalty(enterprise_name="远处一厂", uscc="", doc_no="柯环罚〔2024〕30号"))
    other = Enterprise.objects.exclude(pk=known).get().pk
    assert f"/office/enterprises/{other}/" in office.get("/office/enterprises/", {"q": "远处一厂"}).content.decode()
    assert "绍兴样甲印染有限公司" in office.get(f"/office/enterprises/{other}/?other={known}").content.decode()
    said = {"act": "merge", "other": str(known), "reason": " "}
    assert office.post(f"/office/enterprises/{other}/", said).status_code == 422
    assert office.post(f"/office/enterprises/{other}/", said | {"reason": "公告更名"}).status_code == 302
    assert count_records_of([known], actor=NOBODY) == {known: 2}
    public = Client().get(f"/enterprises/{known}/").content.decode()
    assert "公告更名" in public
    said = {"act": "split", "other": str(other), "reason": "公告说的是另一家"}
    assert office.post(f"/office/enterprises/{known}/", said).status_code == 302
    assert count_records_of([known, other], actor=NOBODY) == {known: 1, other: 1}
    assert "公告说的是另一家" in Client().get(f"/enterprises/{other}/").content.decode()
