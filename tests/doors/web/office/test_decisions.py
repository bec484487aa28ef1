"""The two-person rule in the office: who proposes, who confirms, what each sees, what the public sees."""

from __future__ import annotations

import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.records.actions import correct_record
from qingce.domain.records.models import CorrectionRequest, Record, StateChange
from qingce.shared.parties.actions import propose
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.models import Person, Proposal
from tests.factories import AT, acting, ask, key_unit, penalty, register, somebody, staff_member, work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-10", "ACC-2")]


@pytest.fixture
def record() -> Record:
    return register(penalty())[0]


@pytest.fixture
def first() -> Person:
    return staff_member(StaffRole.SENIOR_REVIEWER, name="初审", email="x@example.org")


@pytest.fixture
def second() -> Person:
    return staff_member(StaffRole.SENIOR_REVIEWER, name="复审", email="y@example.org")


def office(person: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def text(client: Client, path: str) -> str:
    return html.unescape(client.get(path).content.decode())


def proposed(person: Person, record: Record) -> str:
    """Proposes to withdraw a record by the form; where its proposal is."""
    path = f"/en/office/records/{record.pk}/"
    said = {"act": "withdraw-record", "reason": "发布单位已撤回", "clause": "第五条"}
    return office(person).post(path, said).headers["Location"]


def test_record_is_looked_up_by_its_number(record: Record, first: Person) -> None:
    client = office(first)
    assert client.get(f"/office/records/?number={record.pk}").headers["Location"] == f"/office/records/{record.pk}/"
    for asked, told in (("999999", "999999"), ("柯环罚", "number only"), ("9" * 40, "number only")):
        answer = client.get("/en/office/records/", {"number": asked})
        assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert client.get("/office/records/999999/").status_code == 404


def test_withdrawal_walks_from_one_to_the_other_and_into_public(record: Record, first: Person, second: Person) -> None:
    where = proposed(first, record)
    public = f"/en/records/{record.pk}/"
    assert Client().get(public).status_code == 200
    own = text(office(first), where)
    assert ("发布单位已撤回" in own, "Take it back" in own, "Confirm and do it" in own) == (True, True, False)
    assert "waits for a second person" in text(office(first), f"/en/office/records/{record.pk}/")
    other = office(second)
    assert "<strong>1</strong> decisions of two people" in text(other, "/en/office/")
    assert "初审" in text(other, "/en/office/decisions/")
    seen = text(other, where)
    for told in ("初审", "第五条", "Published", "Withdrawn", "Confirm and do it"):
        assert told in seen, told
    assert other.post(where, {"act": "confirm"}).headers["Location"] == "/en/office/decisions/"
    gone = Client().get(public)
    told = html.unescape(gone.content.decode())
    assert gone.status_code == 410
    assert f"Staff {first.number}, Staff {second.number}" in told
    assert [name for name in ("初审", "复审") if name in told] == []
    assert "初审、复审" in text(other, f"/office/records/{record.pk}/")
    assert "复审" in text(office(first), where)


def test_withdrawn_record_is_proposed_to_come_back(record: Record, first: Person, second: Person) -> None:
    office(second).post(proposed(first, record), {"act": "confirm"})
    page = f"/en/office/records/{record.pk}/"
    assert 'value="republish-record"' in text(office(second), page)
    where = office(second).post(page, {"act": "republish-record", "reason": "已核实"}).headers["Location"]
    office(first).post(where, {"act": "confirm"})
    assert f"Staff {second.number}, Staff {first.number}" in text(Client(), f"/en/records/{record.pk}/")


def test_proposer_cannot_confirm_and_others_cannot_take_back(record: Record, first: Person, second: Person) -> None:
    where = proposed(first, record)
    answer = office(first).post(where, {"act": "confirm"})
    assert (answer.status_code, "You proposed this yourself" in answer.content.decode()) == (422, True)
    answer = office(second).post(where, {"act": "take-back"})
    assert (answer.status_code, "Only whoever proposed this" in answer.content.decode()) == (422, True)
    assert Proposal.objects.get().state == "open"


def test_refusal_needs_a_reason_and_is_told(record: Record, first: Person, second: Person) -> None:
    where = proposed(first, record)
    assert office(second).post(where, {"act": "refuse", "reason": " "}).status_code == 422
    assert office(second).post(where, {"act": "refuse", "reason": "依据不足"}).status_code == 302
    assert "依据不足" in text(office(first), where)
    told = office(first).get(where.removeprefix("/en")).content.decode()
    listed = office(first).get("/office/decisions/?state=refused").content.decode()
    assert ("未同意" in told, "未同意" in listed, "提出人" in listed) == (True, True, True)
    assert "请求被拒绝" not in told + listed
    assert not StateChange.objects.exists()


def test_own_proposal_is_taken_back_and_done_no_more(record: Record, first: Person, second: Person) -> None:
    where = proposed(first, record)
    assert office(first).post(where, {"act": "take-back"}).status_code == 302
    answer = office(second).post(where, {"act": "confirm"})
    assert (answer.status_code, "nothing was changed" in answer.content.decode()) == (422, True)
    assert "Taken back" in text(office(first), "/en/office/decisions/?state=taken-back")
    assert "发布单位" not in text(office(first), "/en/office/decisions/?state=open")


def test_what_changed_meanwhile_is_told_and_not_done(record: Record, first: Person, second: Person) -> None:
    where = proposed(first, record)
    correct_record(record.pk, {"title": "新标题"}, actor=acting(first), reason="更正", at=AT)
    assert "cannot be confirmed" in text(office(second), where)
    answer = office(second).post(where, {"act": "confirm"})
    assert (answer.status_code, Record.objects.get().state) == (422, "published")


def test_form_that_stood_open_too_long_proposes_nothing(record: Record, first: Person) -> None:
    page = f"/en/office/records/{record.pk}/"
    correct_record(record.pk, {"title": "新标题"}, actor=acting(first), reason="更正", at=AT)
    answer = office(first).post(page, {"act": "withdraw-record", "reason": "打好的理由", "seen": "0.0"})
    assert (answer.status_code, "打好的理由" in answer.content.decode()) == (422, True)
    assert not Proposal.objects.exists()


@pytest.mark.requirement("REC-2")
def test_answer_that_withdraws_is_proposed_and_others_are_not(record: Record, first: Person, second: Person) -> None:
    ask(record)
    pk = CorrectionRequest.objects.get().pk
    page = f"/en/office/requests/{pk}/"
    seen = text(office(first), page).partition('name="seen" value="')[2].partition('"')[0]
    said = {"seen": seen, "act": "answer", "outcome": "withdrawn", "text": "法院已撤销", "clause": "判决书"}
    empty = office(first).post(page, {**said, "text": " "})
    assert (empty.status_code, 'href="#text"' in empty.content.decode()) == (422, True)
    where = office(first).post(page, said).headers["Location"]
    assert where == f"/en/office/decisions/{Proposal.objects.get().pk}/"
    assert CorrectionRequest.objects.get().outcome == ""
    assert "waits for a second person" in text(office(second), page)
    office(second).post(where, {"act": "confirm"})
    assert CorrectionRequest.objects.get().outcome == "withdrawn"
    told = text(Client(), f"/en/records/{record.pk}/")
    assert ("法院已撤销" in told, f"Staff {first.number}, Staff {second.number}" in told) == (True, True)


@pytest.mark.requirement("REC-3")
def test_import_is_undone_by_two(record: Record, first: Person, second: Person) -> None:
    page = f"/en/office/imports/{record.batch_id}/undo/"
    where = office(first).post(page, {"reason": "文件发错了地区"}).headers["Location"]
    work()
    assert Client().get(f"/records/{record.pk}/").status_code == 200
    assert "waits for a second person" in text(office(second), page)
    office(second).post(where, {"act": "confirm"})
    work()
    gone = Client().get(f"/en/records/{record.pk}/")
    assert (gone.status_code, f"Staff {first.number}, Staff {second.number}" in gone.content.decode()) == (410, True)


WRONG_PEOPLE = {
    "nobody": (None, "", 302),
    "liaison": (StaffRole.BRAND_LIAISON, "", 403),
    "senior elsewhere": (StaffRole.SENIOR_REVIEWER, "310000", 404),
}


@pytest.mark.parametrize("who", [*WRONG_PEOPLE, "somebody"])
def test_wrong_people_see_and_decide_nothing(record: Record, first: Person, who: str) -> None:
    where = proposed(first, record)
    client = Client(raise_request_exception=False)
    role, area, status = WRONG_PEOPLE.get(who, (None, "", 403))
    if role:
        client.force_login(staff_member(role, email="w@example.org", area=area))
    elif who == "somebody":
        client.force_login(somebody())
    assert client.get(where).status_code == status
    for act in ("confirm", "refuse", "take-back"):
        assert client.post(where, {"act": act, "reason": "不"}).status_code == status
    answer = client.post(f"/office/records/{record.pk}/", {"act": "withdraw-record", "reason": "不"})
    assert answer.status_code == (422 if who == "senior elsewhere" else status)
    assert "发布单位已撤回" not in client.get("/office/decisions/").content.decode()
    assert Proposal.objects.get().state == "open"


def test_queue_asks_as_often_for_one_as_for_three(first: Person, second: Person) -> None:
    client, counts = office(second), []
    for number in range(3):
        record = register(penalty(doc_no=f"柯环罚〔2024〕{number}号"))[-1]
        pk = propose(acting(first), "withdraw-record", record.pk, reason="撤", at=AT)
        with CaptureQueriesContext(connection) as queries:
            client.get("/office/decisions/")
            client.get(f"/office/decisions/{pk}/")
            client.get(f"/office/records/{record.pk}/")
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_public_pages_lead_to_no_office_form(record: Record) -> None:
    take = register(key_unit())
    for each in (record, *take):
        assert f"/office/records/{each.pk}/" not in Client().get(f"/records/{each.pk}/").content.decode()
