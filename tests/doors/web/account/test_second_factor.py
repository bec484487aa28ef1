"""The second factor: added, used once, lost, removed; and where one is logged in."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from qingce.doors.web.account.browsers import browser_name
from qingce.shared.ledger.queries import entries_of_person
from qingce.shared.parties.models import Person
from tests.doors.web.account.test_log_in import code
from tests.doors.web.account.test_sign_up import is_in, letter_to
from tests.factories import PASSWORD, TOTP_SECRET, add_factor, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]
APP, OFF = "/account/2fa/totp/activate/", "/account/2fa/totp/deactivate/"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Safari/604.1"


def entered(person: Person, **headers: str) -> Client:
    """A browser in which the person has logged in with the password."""
    client = Client(**headers)  # type: ignore[arg-type]
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client


def sure(client: Client) -> None:
    """Shows once more who it is."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def enrolled(client: Client) -> str:
    """Sets up an app; returns its key."""
    key = re.findall(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', client.get(APP).content.decode())[0]
    client.post(APP, {"code": code(key)})
    return str(key)


def acts(person: Person) -> list[str]:
    return [each.act for each in entries_of_person(person.pk)]


@pytest.mark.parametrize("path", [APP, "/account/2fa/webauthn/add/", OFF, "/account/2fa/recovery-codes/generate/"])
def test_security_is_changed_only_by_somebody_who_shows_again_who_it_is(path: str) -> None:
    person = somebody()
    add_factor(person) if path != APP else None
    client = Client()
    client.force_login(person)
    answer = client.post(path, {})
    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]


def test_new_second_factor_ends_the_sessions_without_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = somebody()
    client, elsewhere = entered(person), entered(person)
    sure(client)
    with django_capture_on_commit_callbacks(execute=True):
        enrolled(client)
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert "second-factor-added" in acts(person)
    assert letter_to(person.email, "security-notice").params["act"] == "second-factor-added"


def test_key_lies_encrypted_in_the_database() -> None:
    person = somebody()
    client = entered(person)
    sure(client)
    key = enrolled(client)
    kept = Authenticator.objects.get(user=person, type="totp")
    assert key not in str(kept.data)


@pytest.mark.requirement("ACC-2")
def test_code_counts_once(client: Client) -> None:
    person = staff_member()
    said = {"login": person.email, "password": PASSWORD}
    shown = code()
    client.post("/account/login/", said)
    client.post("/account/2fa/authenticate/", {"code": shown})
    assert is_in(client)
    other = Client()
    other.post("/account/login/", said)
    text = other.post("/account/2fa/authenticate/", {"code": shown}).content.decode()
    assert "已经用过" in text
    assert not is_in(other)


def test_codes_of_the_app_cannot_be_guessed(client: Client) -> None:
    person = staff_member()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    for number in range(11):
        client.post("/account/2fa/authenticate/", {"code": f"{number:06}"})
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert not is_in(client)  # the right one, too, has to wait


def test_recovery_codes_open_once_each() -> None:
    person = somebody()
    client = entered(person)
    sure(client)
    enrolled(client)
    codes = re.findall(r'<li class="code">(\w+)</li>', client.get("/account/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    for shown, opens in ((codes[0], True), (codes[0], False), (codes[1], True)):
        browser = entered(person)
        browser.post("/account/2fa/authenticate/", {"code": shown})
        assert is_in(browser) is opens
    text = client.get("/account/2fa/recovery-codes/").content.decode()
    assert "共 10 个，尚有 8 个未使用。" in text
    assert codes[0] not in text


@pytest.mark.requirement("ACC-2")
def test_office_closes_when_the_last_second_factor_goes() -> None:
    person = staff_member()
    client = entered(person)
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert client.get("/office/").status_code == 200
    sure(client)
    client.post(OFF, {})
    assert not Authenticator.objects.filter(user=person, type="totp").exists()
    assert client.get("/office/").headers["Location"] == "/account/second-factor/"
    assert "second-factor-removed" in acts(person)
    assert letter_to(person.email, "security-notice").params["act"] == "second-factor-removed"


def test_key_of_somebody_else_is_not_there() -> None:
    person, other = somebody(), somebody("c@example.org")
    add_factor(other, TOTP_SECRET)
    kept = Authenticator.objects.create(user=other, type="webauthn", data={"name": "x", "credential": {}})
    client = entered(person)
    sure(client)
    for path in ("edit", "remove"):
        assert client.get(f"/account/2fa/webauthn/keys/{kept.pk}/{path}/").status_code in {302, 404}
        assert client.post(f"/account/2fa/webauthn/keys/{kept.pk}/{path}/", {"name": "y"}).status_code in {302, 404}
    kept.refresh_from_db()
    assert kept.data["name"] == "x"


def test_sessions_are_listed_and_ended_one_by_one() -> None:
    person = somebody()
    here, phone = entered(person), entered(person, HTTP_USER_AGENT=IPHONE)
    text = here.get("/account/sessions/").content.decode()
    assert "Safari · iPhone" in text
    assert text.count("当前登录") == 1
    number = re.findall(r'name="session" value="(\d+)"', text)[0]
    here.post("/account/sessions/", {"session": number})
    assert here.get("/account/").status_code == 200
    assert phone.get("/account/").status_code == 302
    assert "sessions-ended" in acts(person)


def test_all_other_sessions_are_ended_together() -> None:
    person = somebody()
    here, others = entered(person), [entered(person), entered(person)]
    here.post("/account/sessions/", {"session": "others"})
    assert here.get("/account/").status_code == 200
    assert {each.get("/account/").status_code for each in others} == {302}


def test_session_of_somebody_else_is_neither_seen_nor_ended() -> None:
    other = somebody("c@example.org")
    mine, theirs = entered(somebody()), entered(other, HTTP_USER_AGENT=IPHONE)
    number = UserSession.objects.get(user=other).pk
    assert "iPhone" not in mine.get("/account/sessions/").content.decode()
    mine.post("/account/sessions/", {"session": number})
    mine.post("/account/sessions/", {"session": "others"})
    assert theirs.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/120 Mobile MicroMessenger/8.0", "微信 · 安卓"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "Firefox · Linux"),
        ("something <b>else</b>", "something <b>else</b>"),
        ("", "—"),
    ],
)
def test_browsers_are_named_as_people_know_them(said: str, name: str) -> None:
    assert browser_name(said) == name
