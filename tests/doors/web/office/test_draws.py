"""Draws in the office: the form, the page that shows what will be frozen, the value, replacements, two people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qingce.shared.draws.enums import DrawState
from qingce.shared.draws.models import Draw, DrawValue
from qingce.shared.draws.queries import get_draw
from qingce.shared.ledger.actions import number_entries
from qingce.shared.parties.actions import confirm_proposal
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.models import Proposal
from tests.factories import acting, staff_member
from tests.shared.draws.making import due_now, not_due

pytestmark = [pytest.mark.requirement("EXP-1", "ACC-2"), pytest.mark.django_db]
DUE = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
SAID = {
    "purpose": "抽取第三方技术评估专家",
    "occasion": "2026 年第 4 季度技术评估",
    "area": "江苏省苏州市",
    "after": "",
    "pool": "P01 P02\r\nP03,P04",
    "exclusions": "P03, Employer, 所评机构的员工\r\nP04;past-project;",
    "count": "1",
    "what-1": "样例彩票 2026 年第 1 期",
    "where-1": "https://example.org/one",
    "due-1": DUE,
    "numbers-1": "2",
    "decimals-1": "",
    "lowest-1": "1",
    "highest-1": "33",
}
VALUES = {"value-1": "9319", "value-2": "2, 5 12 8 10", "value-3": "9 18 26 34 41 45", "read": "https://example.org/r"}
NEW = "/en/office/draws/new/"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER, name="甲"))
    return client


def said(client: Client, path: str, data: Mapping[str, Any], status: int = 200) -> str:
    answer = client.post(path, data)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_form_leads_to_what_will_be_frozen_and_only_then_it_is(office: Client) -> None:
    text = said(office, NEW, {**SAID, "act": "check"})
    assert "Nothing is frozen yet" in text
    for told in ("1 of 2", "Employer", "所评机构的员工", "Past project", "P01 P02 P03 P04", "样例彩票"):
        assert told in text
    assert not Draw.objects.exists()
    assert 'value="抽取第三方技术评估专家"' in said(office, NEW, {**SAID, "act": "edit"})
    said(office, NEW, {**SAID, "act": "freeze"}, 302)
    found = get_draw(Draw.objects.get().pk)
    assert (found.row.area, found.announced.eligible, found.reasons) == (
        "320500",
        ["P01", "P02"],
        {"P03": "所评机构的员工"},
    )
    assert (found.announced.sources[0].lowest, found.announced.sources[0].highest) == (1, 33)


def test_pool_comes_as_a_file(office: Client) -> None:
    file = SimpleUploadedFile("pool.csv", "编号,备注\nP11,甲\nP12,乙\n\nP13,丙\n".encode("utf-8-sig"), "text/csv")
    text = said(office, NEW, {**SAID, "exclusions": "", "pool": "P99", "pool_file": file, "act": "check"})
    assert 'name="pool" value="P11 P12 P13"' in text


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"P1\x00P2", b"P1\n" * 700_000])
def test_file_that_is_no_list_is_refused(office: Client, content: bytes) -> None:
    file = SimpleUploadedFile("pool.csv", content, "text/csv")
    assert "is no CSV" in said(office, NEW, {**SAID, "pool_file": file, "act": "check"}, 422)


@pytest.mark.parametrize(
    ("changes", "anchor"),
    [
        ({"purpose": ""}, "purpose"),
        ({"occasion": "x" * 101}, "occasion"),
        ({"pool": ""}, "pool"),
        ({"pool": "P01 P01"}, "pool"),
        ({"pool": "张三"}, "pool"),
        ({"exclusions": "P09, employer, x"}, "exclusions"),
        ({"exclusions": "P01, envy, x"}, "exclusions"),
        ({"count": "9"}, "count"),
        ({"count": "many"}, "count"),
        ({"what-1": "", "where-1": "", "due-1": ""}, "what-1"),
        ({"what-1": ""}, "what-1"),
        ({"where-1": ""}, "where-1"),
        ({"due-1": "soon"}, "due-1"),
        ({"due-1": "2026-02-31T10:00"}, "due-1"),
        ({"due-1": "2020-01-01T10:00"}, "due-1"),
        ({"numbers-1": "0"}, "what-1"),
        ({"lowest-1": "x"}, "what-1"),
        ({"highest-1": "0"}, "what-1"),
        ({"after": "77"}, "after"),
    ],
)
def test_fault_leads_to_its_field_and_nothing_typed_is_lost(
    office: Client, changes: dict[str, str], anchor: str
) -> None:
    sent = {**SAID, **changes}
    text = said(office, NEW, {**sent, "act": "freeze"}, 422)
    assert f'href="#{anchor}"' in text
    assert f'id="{anchor}"' in text
    if sent["purpose"]:
        assert sent["purpose"] in text
    assert not Draw.objects.exists()


def test_value_is_entered_once_its_moment_has_come(office: Client) -> None:
    number = due_now()
    path = f"/en/office/draws/{number}/"
    assert "Enter it and draw" in office.get(path).content.decode()
    assert "gives 5 numbers" in said(office, path, {**VALUES, "value-2": "2 5", "act": "settle"}, 422)
    assert 'value="2 5"' in said(office, path, {**VALUES, "value-2": "2 5", "act": "settle"}, 422)
    said(office, path, {**VALUES, "act": "settle"}, 302)
    assert get_draw(number).row.state == DrawState.SETTLED
    said(office, path, {**VALUES, "act": "settle"}, 422)
    assert DrawValue.objects.count() == 1


def test_value_is_not_entered_before(office: Client) -> None:
    path = f"/en/office/draws/{not_due()}/"
    assert "once every source has spoken" in office.get(path).content.decode()
    assert "can be entered from then on" in said(office, path, {**VALUES, "act": "settle"}, 422)


def test_who_declines_is_replaced_and_two_people_correct_and_void(office: Client) -> None:
    number = due_now()
    path, second = f"/en/office/draws/{number}/", acting(staff_member(StaffRole.ADMINISTRATOR, email="b@example.org"))
    said(office, path, {**VALUES, "act": "settle"}, 302)
    said(office, path, {"act": "replace", "declined": "P07", "reason": ""}, 422)
    said(office, path, {"act": "replace", "declined": "P07", "reason": "出差"}, 302)
    assert "P17 P16 P02" in office.get(path).content.decode()
    said(office, path, {**VALUES, "value-1": "9318", "reason": "误读一位", "act": "correct"}, 302)
    text = office.get(path).content.decode()
    assert "waits for a second person" in text
    assert "Propose this value" not in text
    proposal = Proposal.objects.get()
    assert "9318" in office.get(f"/en/office/decisions/{proposal.pk}/").content.decode()
    confirm_proposal(second, proposal.pk, at=timezone.now())
    said(office, path, {"reason": "来源公布错误", "act": "void"}, 302)
    confirm_proposal(second, Proposal.objects.latest("pk").pk, at=timezone.now())
    assert get_draw(number).row.state == DrawState.VOIDED
    assert "来源公布错误" in office.get(path).content.decode()


def test_colleague_of_another_place_sees_but_changes_nothing(client: Client) -> None:
    number = due_now(area="320500")
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER, area="330100"))
    path = f"/en/office/draws/{number}/"
    assert "does not reach the area" in client.get(path).content.decode()
    said(client, path, {**VALUES, "act": "settle"}, 422)
    said(client, NEW, {**SAID, "act": "freeze"}, 422)
    assert (Draw.objects.count(), DrawValue.objects.count()) == (1, 0)


def test_reviewer_has_no_such_page(client: Client) -> None:
    client.force_login(staff_member(StaffRole.REVIEWER))
    for path in ("/en/office/draws/", NEW, f"/en/office/draws/{due_now()}/"):
        assert client.get(path).status_code == 403


def test_due_draws_wait_on_the_first_page_of_the_office(office: Client) -> None:
    assert "draws that wait" not in office.get("/en/office/").content.decode()
    number = due_now()
    number_entries(at=timezone.now())
    assert "draws that wait" in office.get("/en/office/").content.decode()
    said(office, f"/en/office/draws/{number}/", {**VALUES, "act": "settle"}, 302)
    assert "draws that wait" not in office.get("/en/office/").content.decode()
