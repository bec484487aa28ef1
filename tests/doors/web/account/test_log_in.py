"""Logging in and out: the second factor, what wrong passwords tell, where it leads, what stays behind."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from qingce.shared.ledger.queries import entries_of_person
from tests.factories import PASSWORD, TOTP_SECRET, somebody, staff_member

pytestmark = pytest.mark.django_db
LOG_IN = "/account/login/"


def code(secret: str = TOTP_SECRET) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def said(email: str = "a@example.org", password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"login": email, "password": password, **more}


@pytest.mark.requirement("ACC-2")
def test_staff_log_in_with_a_second_factor_and_come_where_they_wanted_to_go(client: Client) -> None:
    person = staff_member()
    asked = client.get("/office/imports/").headers["Location"]
    assert asked == "/account/login/?next=/office/imports/"
    answer = client.post(asked, said("A@Example.org"))
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/office/imports/").status_code == 302  # the password alone opens nothing
    assert client.post(answer.headers["Location"], {"code": "000000"}).status_code == 200
    answer = client.post(answer.headers["Location"], {"code": code()})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/office/imports/")
    assert client.get("/office/imports/").status_code == 200
    assert client.post("/account/logout/").status_code == 302
    assert client.get("/office/imports/").status_code == 302
    assert [each.act for each in entries_of_person(person.pk)][:2] == ["logged-out", "logged-in"]


@pytest.mark.requirement("ACC-2")
def test_staff_without_a_second_factor_are_led_to_it_and_nowhere_else(client: Client) -> None:
    staff_member(has_factor=False)
    assert client.post(LOG_IN, said()).headers["Location"] == "/account/"
    assert client.get("/office/").headers["Location"] == "/account/second-factor/"
    assert client.post("/office/imports/", {}).headers["Location"] == "/account/second-factor/"
    assert "/account/2fa/totp/activate/" in client.get("/account/second-factor/").content.decode()


def test_others_log_in_with_the_password_alone(client: Client) -> None:
    somebody()
    assert client.post(LOG_IN, said("b@example.org")).headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert client.get("/office/").status_code == 403


@pytest.mark.parametrize(
    "next_path", ["https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example"]
)
def test_log_in_never_leads_elsewhere(client: Client, next_path: str) -> None:
    somebody()
    assert client.post(LOG_IN, said("b@example.org", next=next_path)).headers["Location"] == "/account/"


@pytest.mark.parametrize("email", ["b@example.org", "nobody@example.org"])
def test_wrong_password_says_the_same_whoever_it_is_and_locks(client: Client, email: str) -> None:
    somebody()
    answers = [client.post(LOG_IN, said(email, "falsch")) for _ in range(6)]
    assert [each.status_code for each in answers] == [200, 200, 200, 200, 429, 429]
    assert "nobody" not in answers[0].content.decode().replace(f'value="{email}"', "")
    assert client.post(LOG_IN, said(email)).status_code == 429


def test_guessing_one_account_from_many_places_is_stopped(client: Client, settings: Settings) -> None:
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "shedding" not in each]
    somebody()
    answers = [
        client.post(LOG_IN, said("b@example.org", "falsch"), REMOTE_ADDR=f"203.0.{number}.7") for number in range(11)
    ]
    assert {each.status_code for each in answers} == {200}
    answer = client.post(LOG_IN, said("b@example.org"), REMOTE_ADDR="203.0.113.99")
    assert answer.status_code == 200  # the right password, too, has to wait


def test_password_never_stands_in_the_log_nor_in_the_answer(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    staff_member()
    caplog.set_level("DEBUG")
    texts = [
        client.post(LOG_IN, said(email, password)).content.decode()
        for password in ("a wrong secret", PASSWORD)
        for email in ("nobody@example.org", "a@example.org")
    ]
    told = caplog.text + "".join(texts)
    assert [secret for secret in ("a wrong secret", PASSWORD, client.session.session_key) if secret in told] == []


@pytest.mark.parametrize("name", ["account_login", "account_signup", "web:office", "web:account"])
def test_no_page_of_an_account_is_kept(client: Client, name: str) -> None:
    if name not in {"account_login", "account_signup"}:
        client.force_login(staff_member())
    cached = client.get(reverse(name)).headers["Cache-Control"]
    assert "no-store" in cached or "no-cache" in cached


def test_log_out_asks_first(client: Client) -> None:
    client.force_login(staff_member())
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/office/").status_code == 200


def test_session_gets_a_new_key_when_somebody_logs_in(client: Client) -> None:
    somebody()
    client.get("/account/login/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post(LOG_IN, said("b@example.org"))
    assert client.cookies["sessionid"].value != planted


@pytest.mark.parametrize("is_https", [False, True])
def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: Client, settings: Settings, is_https: bool
) -> None:
    settings.SESSION_COOKIE_SECURE = is_https
    somebody()
    client.post(LOG_IN, said("b@example.org"))
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", is_https)


def test_forged_log_in_is_refused() -> None:
    somebody()
    assert Client(enforce_csrf_checks=True).post(LOG_IN, said("b@example.org")).status_code == 403


def test_office_is_not_kept_by_anybody_and_public_pages_set_no_cookie(client: Client) -> None:
    client.force_login(staff_member())
    assert "no-store" in client.get("/office/").headers["Cache-Control"]
    public = Client().get("/")
    assert ("Set-Cookie" in public.headers, "Cookie" in public.headers["Vary"]) == (False, False)
