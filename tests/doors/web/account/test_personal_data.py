"""One's own data on the web: seen, taken along, erased; and the notice that everybody can read."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from qingce.shared.ledger.queries import entries_of_person
from qingce.shared.parties.models import Person, PersonalEntry
from qingce.shared.parties.queries import parties_terms
from tests.factories import PASSWORD, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]
EMAIL = "b@example.org"
ERASE = "/en/account/data/erase/"


def log_in(client: Client, email: str = EMAIL) -> None:
    assert client.post("/account/login/", {"login": email, "password": PASSWORD}).status_code == 302


def known_again(client: Client) -> None:
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


@pytest.fixture
def person(client: Client) -> Person:
    found = somebody(EMAIL, name="张样本")
    log_in(client)
    return found


@pytest.mark.parametrize(
    "path", ["/account/data/", "/account/data/export/", "/account/data/erase/", "/account/entries/"]
)
def test_pages_of_ones_own_are_for_people_with_an_account(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={path}")


def test_page_tells_what_is_held_why_and_how_long(client: Client, person: Person) -> None:
    text = client.get("/en/account/data/").content.decode()
    for told in (
        "Wrong passwords",
        "To stop guessing",
        "180 days",
        "Download my data",
        "Erase my account",
        "/en/privacy/",
    ):
        assert told in text
    assert "第二重验证" in client.get("/account/data/").content.decode()


def test_export_is_a_file_that_nobody_keeps(client: Client, person: Person) -> None:
    answer = client.get("/account/data/export/")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].startswith(f'attachment; filename="qingce-{person.number}-')
    assert "no-store" in answer["Cache-Control"]
    told = json.loads(answer.content)
    assert (told["person"], told["held"]["account"]["name"]) == (person.number, "张样本")
    assert client.session.session_key not in answer.content.decode()
    assert entries_of_person(person.pk)[0].act == "data-exported"


def test_erasing_asks_for_the_password_again(client: Client, person: Person) -> None:
    client.logout()
    client.force_login(person)
    answer = client.get(ERASE)
    assert answer["Location"] == f"/en/account/reauthenticate/?next={ERASE.replace('/', '%2F')}"
    answer = client.post(ERASE, {"email": EMAIL})
    assert answer["Location"].startswith("/en/account/reauthenticate/")
    assert client.post(answer["Location"], {"password": "falsch"}).status_code == 200
    assert Person.objects.get().erased_at is None
    told = client.post(answer["Location"], {"password": PASSWORD})
    assert "Your account is erased" in told.content.decode()
    assert Person.objects.get().erased_at is not None


def test_erased_account_is_out_of_every_session(client: Client, person: Person) -> None:
    elsewhere = Client()
    log_in(elsewhere)
    assert elsewhere.get("/account/").status_code == 200
    known_again(client)
    answer = client.post(ERASE, {"email": EMAIL})
    assert (answer.status_code, person.number in answer.content.decode()) == (200, True)
    for each in (client, elsewhere):
        assert each.get("/account/").status_code == 302
    assert client.post("/account/login/", {"login": EMAIL, "password": PASSWORD}).status_code == 200
    assert client.get("/account/").status_code == 302


def test_wrong_address_erases_nothing_and_keeps_what_was_typed(client: Client, person: Person) -> None:
    known_again(client)
    answer = client.post(ERASE, {"email": "x@example.org"})
    text = answer.content.decode()
    assert (answer.status_code, 'href="#email"' in text, 'value="x@example.org"' in text) == (422, True, True)
    assert Person.objects.get().erased_at is None


def test_erasing_is_no_act_of_another_site(person: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    assert strict.post(ERASE, {"email": EMAIL}).status_code == 403


def test_notice_is_public_complete_in_both_languages_and_sets_no_cookie() -> None:
    for path, said in (("/privacy/", "个人信息保护法"), ("/en/privacy/", "PIPL, article 13, item 1")):
        answer = Client().get(path)
        text = answer.content.decode()
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
        for told in (said, "180", "12"):
            assert told in text
    assert 'href="/privacy/"' in Client().get("/").content.decode()


def test_sign_up_agrees_to_the_notice_of_the_day(client: Client) -> None:
    assert 'href="/en/privacy/"' in client.get("/en/account/signup/").content.decode()
    said = {"email": "new@example.org", "name": "新人", "password1": PASSWORD}
    assert client.post("/account/signup/", said).status_code == 200
    assert not Person.objects.exists()
    assert client.post("/account/signup/", {**said, "agrees": "on"}).status_code == 302
    assert Person.objects.get().privacy_agreed_on == parties_terms().privacy_notice_of


def test_nobody_signs_up_with_the_address_of_an_erased_account(client: Client) -> None:
    said = {"email": "p4k7zq2m1x@erased.invalid", "name": "新人", "password1": PASSWORD, "agrees": "on"}
    assert client.post("/account/signup/", said).status_code == 200
    assert not Person.objects.exists()


def test_entries_are_written_and_removed(client: Client, person: Person) -> None:
    said = {"kind": "expert", "act": "save", "speciality": "印染废水", "employer": "示例大学"}
    assert client.post("/account/entries/", said).status_code == 302
    text = client.get("/en/account/entries/").content.decode()
    assert ('value="印染废水"' in text, "Remove this entry" in text) == (True, True)
    assert client.post("/account/entries/", {"kind": "expert", "act": "drop"}).status_code == 302
    assert not PersonalEntry.objects.exists()


def test_entry_that_cannot_be_kept_says_why_and_loses_nothing(client: Client, person: Person) -> None:
    said = {"kind": "practitioner", "act": "save", "speciality": " ", "qualification": "字" * 2001}
    text = client.post("/en/account/entries/", said).content.decode()
    assert ('href="#qualification-practitioner"' in text, "字" * 2001 in text) == (True, True)
    text = client.post("/en/account/entries/", {**said, "qualification": "证书"}).content.decode()
    assert ('href="#speciality-practitioner"' in text, ">证书</textarea>" in text) == (True, True)
    assert client.post("/account/entries/", {"kind": "king", "act": "save"}).status_code == 200
    assert not PersonalEntry.objects.exists()
