"""Letters in the office: seen by administrators only, without what they say; sent again where that is possible."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from qingce.doors.web.office import mail as mail_page
from qingce.shared.mail import registry
from qingce.shared.mail.actions import forget_letters, send_mail
from qingce.shared.mail.enums import LetterState, Problem
from qingce.shared.mail.models import Letter
from qingce.shared.mail.registry import MailKind, register_mail
from qingce.shared.mail.settling import settle_bounced, settle_failed, settle_sent
from qingce.shared.parties.enums import StaffRole
from tests.factories import AT, staff_member, work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]
LINK = "http://127.0.0.1:8000/3f9c-secret/"
PAGE = "/en/office/mail/"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(staff_member(StaffRole.ADMINISTRATOR))
    return client


@pytest.fixture(autouse=True)
def _secret_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    register_mail(MailKind("with-secret", ("link",), ("link",), "Letter with a secret"))


def a_letter(kind: str = "test-mail", *, to: str = "chen@example.org") -> Letter:
    return Letter.objects.get(pk=send_mail(kind, to=to, language="zh", params={"link": LINK}, at=AT))


def failed(kind: str = "test-mail") -> Letter:
    letter = a_letter(kind)
    settle_failed(letter, Problem.BUSY, at=timezone.now())
    return letter


@pytest.mark.parametrize("role", [role for role in StaffRole if role != StaffRole.ADMINISTRATOR])
def test_letters_are_for_administrators_only(client: Client, role: StaffRole) -> None:
    letter = failed()
    client.force_login(staff_member(role))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{letter.pk}/again/").status_code == 403
    assert "did not arrive" not in client.get("/en/office/").content.decode()
    assert Letter.objects.get().state == LetterState.FAILED


def test_page_shows_state_and_problem_but_nothing_that_a_letter_says(administrator: Client) -> None:
    settle_sent(a_letter(), at=AT)
    settle_bounced(a_letter(to="li@example.org"), "550 5.1.1 <script>alert(1)</script>", at=AT)
    a_letter("with-secret", to="wang@example.org")
    text = administrator.get(PAGE).content.decode()
    for told in ("chen@example.org", "li@example.org", "came back", "takes no letters", "Letter with a secret"):
        assert told in text
    assert [
        secret
        for secret in ("3f9c", "<script>alert", *Letter.objects.values_list("token", flat=True))
        if secret in text
    ] == []


def test_page_has_one_state_if_asked_and_pages(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_page, "SHOWN", 2)
    letters = [a_letter(to=f"person{number}@example.org") for number in range(5)]
    settle_sent(letters[4], at=AT)
    text = administrator.get(f"{PAGE}?state=waiting").content.decode()
    assert [number for number in range(5) if f"person{number}@" in text] == [2, 3]
    assert f'href="{PAGE}?state=waiting&amp;before={letters[2].pk}"' in text
    text = administrator.get(f"{PAGE}?state=waiting&before={letters[2].pk}").content.decode()
    assert [number for number in range(5) if f"person{number}@" in text] == [0, 1]
    assert 'rel="next"' not in text
    for odd in ("?state=nothing", "?before=x", "?before=-1", f"?before={10**30}", "?state=sent&before=1"):
        assert administrator.get(PAGE + odd).status_code == 200, odd


def test_page_has_the_same_queries_for_one_letter_and_for_three(
    administrator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 2):
        for _ in range(count):
            failed()
        with django_assert_num_queries(8):
            administrator.get(PAGE)


def test_failed_letter_is_sent_again(administrator: Client) -> None:
    letter = failed()
    assert f'action="{PAGE}{letter.pk}/again/"' in administrator.get(PAGE).content.decode()
    mail.outbox.clear()
    Letter.objects.update(queued_at=AT - timedelta(days=9))
    answer = administrator.post(f"{PAGE}{letter.pk}/again/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PAGE}?queued={letter.pk}")
    work()
    assert (Letter.objects.get().state, len(mail.outbox)) == (LetterState.SENT, 1)
    answer = administrator.post(f"{PAGE}{letter.pk}/again/")
    assert (answer.status_code, "did not fail" in answer.content.decode()) == (422, True)
    assert administrator.post(f"{PAGE}{letter.pk + 1}/again/").status_code == 422
    assert administrator.get(f"{PAGE}{letter.pk}/again/").status_code == 405


def test_failed_letter_whose_secret_is_gone_says_so(administrator: Client) -> None:
    letter = failed("with-secret")
    text = administrator.get(PAGE).content.decode()
    assert ("/again/" in text, "the person must ask for a new one" in text) == (False, True)
    assert administrator.post(f"{PAGE}{letter.pk}/again/").status_code == 422


def test_erased_address_is_told(administrator: Client) -> None:
    a_letter()
    forget_letters("chen@example.org", at=AT)
    text = administrator.get(PAGE).content.decode()
    assert ("chen@" in text, ">erased<" in text) == (False, True)


def test_office_tells_of_letters_only_when_some_did_not_arrive(administrator: Client) -> None:
    settle_sent(a_letter(), at=AT)
    assert "did not arrive" not in administrator.get("/en/office/").content.decode()
    failed()
    text = administrator.get("/en/office/").content.decode()
    assert '<a href="/en/office/mail/"><strong>1</strong> letters that did not arrive</a>' in text
