"""Facts to confirm in the office: the queue, one record with its form, two people at once, the override."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.records.actions import withdraw_record
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import confirm_facts
from qingce.domain.removal.enums import StatedViolation
from qingce.domain.removal.models import Confirmation, Override
from qingce.domain.removal.queries import waiting_records
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.queries import operator
from tests.factories import AT, SCRIPT, key_unit, penalty, release_rules, staff_member, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("POL-2", "REM-1")]
WHO = operator("审核组")
CONFIRM = {"act": "confirm", "count": "1", "seen": "0", "v1-matters": ["exceedance"]}


def signed_in(role: StaffRole = StaffRole.REVIEWER, *, area: str = "", email: str = "a@example.org") -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(staff_member(role, area=area, email=email))
    return client


@pytest.fixture
def office() -> Client:
    return signed_in()


@pytest.fixture
def record() -> Record:
    release_rules()
    take_in(penalty())
    return Record.objects.get()


def more(count: int) -> None:
    take_in(*(penalty(doc_no=f"柯环罚〔2024〕{20 + n}号") for n in range(count)))


def page(client: Client, record: Record) -> str:
    answer = client.get(f"/en/office/facts/{record.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def address(record: Record) -> str:
    return f"/en/office/facts/{record.pk}/"


def ticked(text: str) -> list[str]:
    return re.findall(r'id="(v\d-[\w-]+)" name="[^"]+" value="[^"]*" checked', text)


def test_queue_lists_the_newest_first_and_pages_by_number(office: Client, record: Record) -> None:
    more(51)
    newest = Record.objects.latest("pk").pk
    text = office.get("/en/office/facts/").content.decode()
    numbers = re.findall(r'<th scope="row"><a href="/en/office/facts/(\d+)/', text)
    assert (len(numbers), numbers[0]) == (50, str(newest))
    assert "52 records wait." in text
    [following] = re.findall(r'href="\?before=(\d+)"', text)
    older = office.get(f"/en/office/facts/?before={following}").content.decode()
    assert re.findall(r'<th scope="row"><a href="/en/office/facts/(\d+)/', older) == [
        str(record.pk + 1),
        str(record.pk),
    ]
    assert "No older record waits." in office.get("/en/office/facts/?before=1").content.decode()
    assert office.get("/office/facts/next/").headers["Location"] == f"/office/facts/{newest}/"


def test_queue_stands_on_the_first_page_of_the_office(office: Client, record: Record) -> None:
    text = office.get("/en/office/").content.decode()
    assert 'href="/en/office/facts/"' in text


def test_queue_without_rules_says_so(office: Client) -> None:
    take_in(penalty())
    assert "No rules on removal have been released yet" in office.get("/en/office/facts/").content.decode()
    assert office.get(f"/en/office/facts/{Record.objects.get().pk}/").status_code == 404


def test_words_are_marked_and_what_they_suggest_is_ticked_and_says_so(office: Client, record: Record) -> None:
    text = page(office, record)
    marks = re.findall('<mark title="([^"]+)">([^<]+)</mark>', text)
    assert [said for says, said in marks if "Pollutants were released above" in says] != []
    assert ticked(text).count("v1-matters-exceedance") == 1
    assert re.search(r'for="v1-matters-exceedance">[^<]+<span class="is-hinted">suggested</span>', text)
    assert "Exceedances found in the text" in text
    assert not Confirmation.objects.exists()


def test_check_says_what_the_rules_say_and_keeps_nothing(office: Client, record: Record) -> None:
    said = CONFIRM | {"act": "check", "v1-matters": ["noise-disturbance"], "v1-exceedance_days": "0"}
    answer = office.post(address(record), said)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "What the rules say of it, not kept yet" in text
    assert "<strong>Off-site document review</strong>" in text.split('id="so-far"')[1]
    assert "v1-matters-noise-disturbance" in ticked(text)
    assert "v1-matters-exceedance" not in ticked(text)
    assert not Confirmation.objects.exists()


def test_confirming_leads_to_the_next_and_keeps_what_was_said(office: Client, record: Record) -> None:
    more(2)
    middle, newest = waiting_records(WHO, after=record.pk, count=2)
    answer = office.post(f"/office/facts/{middle}/", CONFIRM | {"v1-waste_t": "2.5"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/office/facts/{record.pk}/?kept={middle}")
    kept = Confirmation.objects.get()
    assert kept.violations == [{"text": "", "facts": {"matters": ["exceedance"], "waste_t": "2.5"}}]
    assert (kept.record_id, kept.outcome) == (middle, "on-site")
    answer = office.post(address(record), CONFIRM)
    assert answer.headers["Location"] == f"/en/office/facts/{newest}/?kept={record.pk}"
    again = page(office, Record.objects.get(pk=middle))
    assert "All that the record says" in again
    assert "v1-matters-exceedance" in ticked(again)
    assert 'name="v1-waste_t" value="2.5"' in again


def test_keys_lead_to_the_record_before_and_the_one_after(office: Client, record: Record) -> None:
    more(2)
    middle, newest = waiting_records(WHO, after=record.pk, count=2)
    text = page(office, Record.objects.get(pk=middle))
    assert re.findall(r'href="/en/office/facts/(\d+)/" data-key="(\w)"', text) == [
        (str(newest), "k"),
        (str(record.pk), "j"),
    ]


def test_violations_are_added_and_taken_out_without_a_script(office: Client, record: Record) -> None:
    said = CONFIRM | {"act": "add", "v1-text": "超过排放标准", "v1-exceedance_days": "7"}
    text = office.post(address(record), said).content.decode()
    assert 'id="violation-2"' in text
    assert ticked(text).count("v1-matters-exceedance") == 1
    assert 'name="v1-exceedance_days" value="7"' in text
    said |= {"act": "remove-1", "count": "2", "v2-text": "罚款十二万五千元", "v2-matters": ["noise-disturbance"]}
    text = office.post(address(record), said).content.decode()
    assert 'id="violation-2"' not in text
    assert ">罚款十二万五千元</textarea>" in text
    office.post(address(record), said | {"act": "confirm"})
    assert [each["text"] for each in Confirmation.objects.get().violations] == ["超过排放标准", "罚款十二万五千元"]


def test_nothing_ticked_is_unknown_and_none_of_these_is_known(office: Client, record: Record) -> None:
    office.post(address(record), CONFIRM | {"v1-matters": []})
    assert Confirmation.objects.get().violations == [{"text": "", "facts": {}}]
    office.post(address(record), CONFIRM | {"v1-matters": [""], "seen": "1"})
    assert Confirmation.objects.latest("pk").violations == [{"text": "", "facts": {"matters": []}}]


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"v1-waste_t": "-3"}, "v1-waste_t"),
        ({"v1-waste_t": "三吨"}, "v1-waste_t"),
        ({"v1-exceedance_days": "1.5"}, "v1-exceedance_days"),
        ({"v1-violated_on": "2024-02-30"}, "v1-violated_on"),
        ({"v1-matters": ["", "exceedance"]}, "v1-matters"),
        ({"v1-matters": ["no-such-thing"]}, "v1-matters"),
        ({"v1-text": "超" * 20_001}, "v1-text"),
        ({"v1-text": "这些话不在记录里"}, "v1-text"),
    ],
)
def test_what_is_wrong_is_told_on_top_and_nothing_typed_is_lost(
    office: Client, record: Record, wrong: dict[str, object], place: str
) -> None:
    answer = office.post(address(record), CONFIRM | {"v1-exceedance_days": "4"} | wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    [told] = re.findall(f'<li><a href="#{place}">([^<]+)</a>', text)
    assert f'id="{place}"' in text
    assert (": " in told) == (wrong != {"v1-text": "这些话不在记录里"})  # names its field, as the act does itself
    for value in (each for each in wrong.values() if isinstance(each, str)):
        assert value in text
    assert not Confirmation.objects.exists()


def test_second_person_is_told_and_keeps_what_was_typed(office: Client, record: Record) -> None:
    confirm_facts(record.pk, [StatedViolation("", {"matters": ["noise-disturbance"]})], seen=0, actor=WHO, at=AT)
    answer = office.post(address(record), CONFIRM | {"v1-waste_t": "2.5"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else was faster" in text
    assert "Noise that disturbs residents" in text.split('<form class="form wide')[0]
    assert 'name="v1-waste_t" value="2.5"' in text
    assert "v1-matters-exceedance" in ticked(text)
    assert 'name="seen" value="1"' in text
    assert office.post(address(record), CONFIRM | {"seen": "1"}).status_code == 302
    assert Confirmation.objects.count() == 2


@pytest.mark.requirement("POL-4")
def test_senior_reviewer_decides_otherwise_with_a_reason_and_ends_it(record: Record) -> None:
    senior = signed_in(StaffRole.SENIOR_REVIEWER)
    said = CONFIRM | {"act": "override", "seen-override": "0"}
    for wrong, place in (({"reason": "另案"}, "outcome"), ({"outcome": "off-site", "reason": " "}, "reason")):
        answer = senior.post(address(record), said | wrong | {"v1-waste_t": "2.5"})
        assert (answer.status_code, f'<li><a href="#{place}">' in answer.content.decode()) == (422, True)
        assert 'name="v1-waste_t" value="2.5"' in answer.content.decode()
    text = senior.post(address(record), said | {"act": "insert", "reusable": "0", "reason": "另案"}).content.decode()
    assert "另案\nOther documents prove" in text
    answer = senior.post(address(record), said | {"outcome": "off-site", "reason": "另案已经证明"})
    assert answer.status_code == 302
    assert "另案已经证明" in page(senior, record)
    again = senior.post(address(record), said | {"outcome": "person", "reason": "再看"})
    assert (again.status_code, "Somebody else was faster" in again.content.decode()) == (422, True)
    ended = senior.post(address(record), said | {"act": "end-override", "seen-override": "1", "reason": "证明被撤回"})
    assert ended.status_code == 302
    assert [each.outcome for each in Override.objects.order_by("place")] == ["off-site", ""]


@pytest.mark.requirement("POL-4", "ACC-2")
def test_reviewer_has_no_override(office: Client, record: Record) -> None:
    assert "Decide otherwise than the rules" not in page(office, record)
    said = {"act": "override", "outcome": "off-site", "reason": "因为"}
    assert office.post(address(record), CONFIRM | said).status_code == 403
    assert not Override.objects.exists()


@pytest.mark.requirement("ACC-2")
def test_only_who_has_the_duty_where_the_record_lies_sees_the_page(record: Record) -> None:
    liaison = signed_in(StaffRole.BRAND_LIAISON, email="l@example.org")
    elsewhere = signed_in(area="110000", email="e@example.org")
    assert liaison.get(address(record)).status_code == 403
    assert elsewhere.get(address(record)).status_code == 404
    assert elsewhere.post(address(record), CONFIRM).status_code == 404
    assert "0 records wait." in elsewhere.get("/en/office/facts/").content.decode()
    assert Client().get(address(record)).headers["Location"].startswith("/en/account/login/")
    assert not Confirmation.objects.exists()


def test_withdrawn_record_has_nothing_to_confirm(office: Client, record: Record) -> None:
    withdraw_record(record.pk, actor=WHO, reason="判决撤销", at=AT)
    assert office.get(address(record)).status_code == 404
    assert office.post(address(record), CONFIRM).status_code == 404


def test_record_whose_type_cannot_be_removed_is_not_in_the_queue(office: Client) -> None:
    release_rules()
    take_in(key_unit())
    record = Record.objects.get()
    assert "Nothing waits." in office.get("/en/office/facts/").content.decode()
    assert "Removal does not apply" in page(office, record)


@pytest.mark.parametrize("number", ["0", "-1", "x", str(10**20), "<script>"])
def test_numbers_in_addresses_may_be_anything(office: Client, record: Record, number: str) -> None:
    for path in (f"/office/facts/?before={number}&kept={number}", f"/office/facts/{record.pk}/?kept={number}"):
        assert office.get(path).status_code == 200
    assert office.get(f"/office/facts/next/?before={number}").status_code == 302
    assert office.get(f"/office/facts/{number}/").status_code == 404
    for count in (number, ""):
        assert office.post(address(record), CONFIRM | {"act": "check", "count": count}).status_code == 200
    assert office.post(address(record), CONFIRM | {"seen": "7"}).status_code == 422


def test_everything_typed_is_escaped(office: Client, record: Record) -> None:
    said = CONFIRM | {"act": "check", "v1-text": SCRIPT, "v1-waste_t": SCRIPT, "reason": SCRIPT}
    text = office.post(address(record), said).content.decode()
    assert SCRIPT not in text


@pytest.mark.parametrize(("count", "violations"), [(1, 1), (5, 3)])
def test_pages_cost_the_same_however_many_wait(office: Client, record: Record, count: int, violations: int) -> None:
    more(count)
    stated = [StatedViolation("", {"matters": ["exceedance"]})] * violations
    confirm_facts(record.pk, stated, seen=0, actor=WHO, at=AT)
    page(office, record)  # the version is read once
    with CaptureQueriesContext(connection) as queries:
        office.get("/office/facts/")
    assert len(queries) == 14
    with CaptureQueriesContext(connection) as queries:
        page(office, record)
    assert len(queries) == 29
