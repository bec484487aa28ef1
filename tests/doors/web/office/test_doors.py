"""Nobody enters the office who may not: every address of it, with every method, tried by the wrong person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils.translation import override
from pytest_django.fixtures import Settings

from qingce.doors.web.office.urls import urlpatterns
from qingce.shared.parties.actions import end_staff
from qingce.shared.parties.models import Person
from tests.factories import AT, PASSWORD, staff_member

pytestmark = pytest.mark.django_db
OPEN = {"log-in", "log-out", "change-password"}  # for whoever has an account


def address(pattern: URLPattern) -> str:
    with override("zh-hans"):  # a test before may have left another language
        return reverse(f"web:{pattern.name}", kwargs=dict.fromkeys(pattern.pattern.converters, 1))


GUARDED = [pattern for pattern in urlpatterns if pattern.name not in OPEN]


@pytest.mark.requirement("ACC-1")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pattern", GUARDED, ids=lambda each: each.name)
def test_stranger_is_sent_to_log_in(client: Client, pattern: URLPattern, method: str) -> None:
    answer = getattr(client, method)(address(pattern))
    assert (answer.status_code, answer.headers.get("Location", "").split("?")[0]) in [
        (302, "/office/log-in/"),
        (405, ""),
    ]


@pytest.mark.requirement("ACC-1")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pattern", GUARDED, ids=lambda each: each.name)
def test_person_whose_role_ended_is_refused(client: Client, pattern: URLPattern, method: str) -> None:
    client.force_login(staff_member())
    end_staff("a@example.org", by="test", at=AT)
    assert getattr(client, method)(address(pattern)).status_code in (403, 405)


@pytest.mark.requirement("ACC-1")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pattern", GUARDED, ids=lambda each: each.name)
def test_person_who_never_had_a_role_is_refused_in_both_languages(
    client: Client, pattern: URLPattern, method: str
) -> None:
    client.force_login(Person.objects.create(email="b@example.org", name="路人", created_at=AT))
    for prefix in ("/en", ""):
        assert getattr(client, method)(prefix + address(pattern)).status_code in (403, 405)


def test_log_in_leads_to_the_page_asked_for(client: Client) -> None:
    staff_member()
    asked = client.get("/office/imports/").headers["Location"]
    said = {"username": "A@Example.org", "password": PASSWORD, "next": "/office/imports/"}
    answer = client.post(asked, said)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/office/imports/")
    assert client.get("/office/imports/").status_code == 200
    assert client.post("/office/log-out/").status_code == 302
    assert client.get("/office/imports/").status_code == 302


def test_log_in_never_leads_elsewhere(client: Client) -> None:
    staff_member()
    said = {"username": "a@example.org", "password": PASSWORD, "next": "https://example.com/"}
    assert client.post("/office/log-in/", said).headers["Location"] == "/office/"


@pytest.mark.parametrize("email", ["a@example.org", "nobody@example.org"])
def test_wrong_password_says_the_same_whoever_it_is_and_locks(client: Client, email: str) -> None:
    staff_member()
    said = {"username": email, "password": "falsch"}
    answers = [client.post("/office/log-in/", said) for _ in range(6)]
    assert [each.status_code for each in answers] == [200, 200, 200, 200, 429, 429]
    assert "nobody" not in answers[0].content.decode().replace(f'value="{email}"', "")
    said["password"] = PASSWORD
    assert client.post("/office/log-in/", said).status_code == 429


def test_password_never_stands_in_the_log_nor_in_the_answer(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    staff_member()
    caplog.set_level("DEBUG")
    texts = [
        client.post("/office/log-in/", {"username": email, "password": said}).content.decode()
        for said in ("a wrong secret", PASSWORD)
        for email in ("nobody@example.org", "a@example.org")
    ]
    told = caplog.text + "".join(texts)
    assert [secret for secret in ("a wrong secret", PASSWORD, client.session.session_key) if secret in told] == []


@pytest.mark.parametrize("name", ["log-in", "change-password", "office", "account"])
def test_no_page_of_the_office_is_kept(client: Client, name: str) -> None:
    if name != "log-in":
        client.force_login(staff_member())
    assert "no-store" in client.get(reverse(f"web:{name}")).headers["Cache-Control"]


def test_log_out_is_by_post_only(client: Client) -> None:
    client.force_login(staff_member())
    assert client.get("/office/log-out/").status_code == 405
    assert client.get("/office/").status_code == 200


@pytest.mark.parametrize("is_https", [False, True])
def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: Client, settings: Settings, is_https: bool
) -> None:
    settings.SESSION_COOKIE_SECURE = is_https
    staff_member()
    client.post("/office/log-in/", {"username": "a@example.org", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", is_https)


def test_forged_log_in_is_refused() -> None:
    staff_member()
    said = {"username": "a@example.org", "password": PASSWORD}
    assert Client(enforce_csrf_checks=True).post("/office/log-in/", said).status_code == 403


def test_office_is_not_kept_by_anybody_and_public_pages_set_no_cookie(client: Client) -> None:
    client.force_login(staff_member())
    assert "no-store" in client.get("/office/").headers["Cache-Control"]
    public = Client().get("/")
    assert ("Set-Cookie" in public.headers, "Cookie" in public.headers["Vary"]) == (False, False)
