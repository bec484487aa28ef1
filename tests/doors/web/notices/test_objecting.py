"""Objecting by the form, the page of one's own objection, and what the office does with it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from qingce.doors.web.notices.tokens import new_token
from qingce.shared.ledger.actions import number_entries
from qingce.shared.mail.models import Letter
from qingce.shared.notices.models import Notice, Objection
from tests.factories import SCRIPT, somebody, staff_member
from tests.shared.notices.making import objected, published

pytestmark = [pytest.mark.requirement("REM-8", "LED-1"), pytest.mark.django_db]
WORDS = "报告第三页的流量数据与在线监测不符。"


@pytest.fixture
def number(db: None) -> int:
    return published(at=timezone.now())


def send(client: Client, number: int, *, opened: int = 60, prefix: str = "/en", **said: str) -> tuple[int, str, str]:
    """Status, address and text of what comes back."""
    token = new_token(number, at=timezone.now() - timedelta(seconds=opened)).text
    answer = client.post(f"{prefix}/notices/{number}/objection/", {"token": token, "statement": WORDS, **said})
    return answer.status_code, answer.headers.get("Location", ""), answer.content.decode()


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_stranger_objects_without_script_or_cookie_and_finds_the_own_page_again(client: Client, number: int) -> None:
    page = text_of(client, f"/en/notices/{number}/")
    assert f"/en/notices/{number}/objection/" in page
    form = text_of(client, f"/en/notices/{number}/objection/")
    assert 'name="website"' in form
    status, where, _ = send(client, number, email="chen@example.org", name="陈样本")
    assert (status, client.cookies) == (302, {})
    own = client.get(where)
    assert own["Referrer-Policy"] == "no-referrer"
    for told in ("Your objection is in", WORDS, "Waits for the formal look", "How to show that it was received"):
        assert told in own.content.decode()
    page = text_of(client, f"/en/notices/{number}/")
    assert "1 objection" in page
    for hidden in (WORDS, "陈样本", "chen@example.org"):
        assert hidden not in page


@pytest.mark.parametrize(
    ("opened", "said", "told"),
    [
        (1, {}, "faster than people write"),
        (90_000, {}, "open for too long"),
        (60, {"website": "https://spam.example"}, "not for people"),
        (60, {"token": "forged"}, "open for too long"),
        (60, {"statement": " "}, "Say what you object to"),
        (60, {"email": "nobody"}, "no e-mail address"),
    ],
)
def test_robots_and_mistakes_get_the_form_back_with_what_was_typed(
    client: Client, number: int, opened: int, said: dict[str, str], told: str
) -> None:
    status, _, text = send(client, number, opened=opened, **said)
    assert (status, told in text) == (422, True)
    assert Objection.objects.count() == 0
    assert said.get("statement", WORDS).strip() in text


def test_token_of_another_notice_does_not_open_this_one(client: Client, number: int) -> None:
    other = new_token(number + 1, at=timezone.now() - timedelta(minutes=1)).text
    assert send(client, number, token=other)[0] == 422


def test_flood_from_one_address_is_refused_before_it_is_written(client: Client, number: int) -> None:
    answers = [send(client, number, statement=f"{WORDS}{place}") for place in range(12)]
    assert [status for status, _, _ in answers] == [302] * 10 + [422] * 2
    assert "Try again in" in answers[-1][2]
    assert Objection.objects.count() == 10


def test_in_a_flood_the_form_asks_for_an_address_and_the_letter_confirms(client: Client, number: int) -> None:
    for _ in range(60):
        objected(number, at=timezone.now())
    assert "confirmed by a letter" in text_of(client, f"/en/notices/{number}/objection/")
    status, _, text = send(client, number)
    assert (status, 'href="#email"' in text) == (422, True)
    status, where, _ = send(client, number, email="chen@example.org")
    assert (status, where) == (302, f"/en/notices/{number}/objection/sent/")
    assert "A letter is on its way" in text_of(client, where)
    path = f"/en/notices/objections/{Letter.objects.get().params['secret']}/confirm/"
    assert Objection.objects.count() == 60
    assert "Confirm your objection" in text_of(client, path)
    assert Objection.objects.count() == 60  # looking at it, as programs that read mail do, confirms nothing
    assert client.post(path).status_code == 302
    assert Objection.objects.count() == 61
    assert client.get("/en/notices/objections/none/").status_code == 404


def test_somebody_with_an_account_is_not_asked_for_an_address(client: Client, number: int) -> None:
    client.force_login(somebody())
    assert 'name="email"' not in text_of(client, f"/en/notices/{number}/objection/")
    assert send(client, number)[0] == 302
    assert Objection.objects.get().person is not None


def test_form_of_a_notice_that_is_not_open_leads_to_the_notice(client: Client, number: int) -> None:
    Notice.objects.update(ends_on=timezone.localdate() - timedelta(days=1), begins_on="2026-01-01")
    assert send(client, number)[:2] == (302, f"/en/notices/{number}/#objections")
    assert "no longer taken" in text_of(client, f"/en/notices/{number}/")


def test_office_shows_the_text_answers_it_and_leads_to_the_next(client: Client, number: int) -> None:
    objected(number, f"{WORDS}{SCRIPT}", name=SCRIPT, at=timezone.now())
    objected(number, at=timezone.now())
    first, second = Objection.objects.order_by("pk")
    client.force_login(staff_member())
    path = f"/en/office/notices/objections/{first.pk}/"
    assert "2 objections wait" in text_of(client, "/en/office/notices/")
    assert "<script>alert" not in text_of(client, path)
    assert client.post(path, {"act": "part", "seen": "0", "shown": ""}).status_code == 422
    said = {"act": "part", "seen": "0", "shown": WORDS, "not_shown": "other", "why": SCRIPT}
    assert client.post(path, said)["Location"] == f"{path}#answer-part"
    assert client.post(path, said).status_code == 422  # of two tabs the second one is told
    answered = client.post(path, {"act": "answer", "seen": "1", "answer": f"已核对{SCRIPT}"})
    assert answered["Location"] == f"/en/office/notices/objections/{second.pk}/?done=1"
    page = text_of(client, f"/en/notices/{number}/")
    for told in (WORDS, "Part of it is not shown", "已核对", "answered: 1", "waiting for the formal look: 1"):
        assert told in page
    assert "<script>alert" not in page
    assert client.post(f"/en/office/notices/objections/{second.pk}/", {"act": "whole", "seen": "0"}).status_code == 302


def test_office_extends_and_withdraws_with_a_public_reason(client: Client, number: int) -> None:
    client.force_login(staff_member())
    path = f"/en/office/notices/{number}/"
    seen = re.findall('name="seen" value="([^"]+)"', text_of(client, path))[0]
    assert client.post(path, {"act": "extend", "days": "x", "reason": "延长", "seen": seen}).status_code == 422
    assert client.post(path, {"act": "extend", "days": "3", "reason": "延长", "seen": seen}).status_code == 302
    answer = client.post(path, {"act": "withdraw", "reason": "撤回理由", "seen": seen})
    assert (answer.status_code, "changed since you opened it" in answer.content.decode()) == (422, True)
    assert "撤回理由" in answer.content.decode()
    assert client.post(path, {"act": "withdraw", "reason": "撤回理由", "seen": "open.1"}).status_code == 302
    assert "撤回理由" in text_of(client, f"/en/notices/{number}/")


def test_office_of_another_place_sees_nothing_of_it(client: Client, number: int) -> None:
    objected(number, at=timezone.now())
    client.force_login(staff_member(area="440000"))
    assert client.get(f"/office/notices/{number}/").status_code == 404
    assert client.get(f"/office/notices/objections/{Objection.objects.get().pk}/").status_code == 404
    assert "0 objections wait" in text_of(client, "/en/office/notices/")


def test_ledger_leads_to_the_objection_on_its_page(client: Client, number: int) -> None:
    objected(number, at=timezone.now())
    number_entries(at=timezone.now())
    assert f"/en/notices/{number}/?page=1#objection-1" in text_of(client, "/en/ledger/?kind=objection")
