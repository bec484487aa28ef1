"""Forgotten and changed passwords, changed addresses: links that count once, and who is told."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from qingce.shared.ledger.queries import entries_of_person
from qingce.shared.mail.models import Letter
from qingce.shared.parties.models import Person
from tests.doors.web.account.test_sign_up import is_in, letter_to
from tests.factories import PASSWORD, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]
RESET, NEW = "/account/password/reset/", "ein anderes Passwort 8"
SITE = "http://127.0.0.1:8000"
OVER = "链接已失效"


def asked(client: Client, email: str = "b@example.org") -> str:
    """Asks for a link; returns its path."""
    client.post(RESET, {"email": email})
    return str(letter_to(email, "reset-password").params["link"]).removeprefix(SITE)


def followed(client: Client, path: str) -> str:
    """Where a link leads: to the form."""
    answer = client.get(path)
    return answer.headers.get("Location", "")


def is_over(client: Client, path: str) -> bool:
    answer = client.get(path)
    if answer.status_code == 302:
        answer = client.get(answer.headers["Location"])
    return OVER in answer.content.decode()


def reset(client: Client, path: str, password: str = NEW) -> None:
    client.post(followed(client, path), {"password1": password, "password2": password})


def acts(person: Person) -> list[str]:
    return [each.act for each in entries_of_person(person.pk)]


def test_link_sets_a_new_password_once(client: Client) -> None:
    person = somebody()
    elsewhere = Client()
    elsewhere.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert is_in(elsewhere)
    path = asked(client)
    reset(client, path)
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert acts(person)[0] == "password-reset"
    assert letter_to(person.email, "security-notice").params["act"] == "password-reset"
    assert is_over(Client(), path)
    assert elsewhere.get("/account/").status_code == 302  # logged out there


def test_stolen_link_is_over_once_its_owner_has_used_it(client: Client) -> None:
    person = somebody()
    path, thief = asked(client), Client()
    form = followed(thief, path)
    reset(client, path)
    thief.post(form, {"password1": "des Diebes Passwort", "password2": "des Diebes Passwort"})
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_link_is_over_after_the_password_was_changed(client: Client) -> None:
    person = somebody()
    path = asked(client)
    person.set_password(NEW)
    person.save()
    assert is_over(client, path)


def test_link_is_over_after_its_term(client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    somebody()
    path = asked(client)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert is_over(client, path)


@pytest.mark.parametrize("spoiled", ["a", "x-"])
def test_link_that_is_not_whole_or_another_persons_is_refused(client: Client, spoiled: str) -> None:
    somebody()
    other = somebody("c@example.org")
    path = asked(client)
    assert is_over(client, path[:-2] + "/")
    number, _, token = path.removeprefix("/account/password/reset/key/").partition("-")
    theirs = asked(client, other.email).removeprefix("/account/password/reset/key/").partition("-")[0]
    assert theirs != number
    assert is_over(client, f"/account/password/reset/key/{theirs}-{token}")


def test_address_that_nobody_has_is_answered_the_same_and_told_by_letter(client: Client) -> None:
    somebody()
    answers = [client.post(RESET, {"email": email}) for email in ("b@example.org", "nobody@example.org")]
    assert {(each.status_code, each.headers["Location"]) for each in answers} == {
        (302, "/account/password/reset/done/")
    }
    assert sorted(Letter.objects.values_list("to", "kind")) == [
        ("b@example.org", "reset-password"),
        ("nobody@example.org", "account-unknown"),
    ]


def test_link_names_the_public_address_whatever_host_was_asked(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["evil.example"]
    somebody()
    client.post(RESET, {"email": "b@example.org"}, HTTP_HOST="evil.example")
    assert letter_to("b@example.org", "reset-password").params["link"].startswith(f"{SITE}/account/password/reset/key/")


def test_password_change_needs_the_present_one_and_ends_other_log_ins(client: Client) -> None:
    person = somebody()
    said = {"login": person.email, "password": PASSWORD}
    elsewhere = Client()
    for each in (client, elsewhere):
        each.post("/account/login/", said)
    path = "/account/password/change/"
    wrong = client.post(path, {"oldpassword": "falsch", "password1": NEW, "password2": NEW})
    assert wrong.status_code == 200
    client.post(path, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert acts(person)[0] == "password-changed"
    assert letter_to(person.email, "security-notice").params["act"] == "password-changed"
    assert elsewhere.get("/account/").status_code == 302


def test_new_address_counts_once_confirmed_and_the_old_one_is_told(client: Client) -> None:
    person = somebody()
    client.force_login(person)
    answer = client.post("/account/email/", {"action_add": "", "email": "neu@example.org"})
    assert answer.headers["Location"].startswith("/account/reauthenticate/")  # not before it is clear who it is
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"action_add": "", "email": "neu@example.org"})
    person.refresh_from_db()
    assert person.email == "b@example.org"
    client.post("/account/confirm-email/", {"code": letter_to("neu@example.org").params["code"]})
    person.refresh_from_db()
    assert person.email == "neu@example.org"
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified")) == [
        ("neu@example.org", True)
    ]
    assert acts(person)[0] == "email-changed"
    assert letter_to("b@example.org", "security-notice").params["act"] == "email-changed"


def test_log_in_begins_a_new_session(client: Client) -> None:
    person = somebody()
    client.get("/account/login/")
    client.session["planted"] = "x"
    session = client.session
    session["planted"] = "x"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert is_in(client)
    assert client.session.session_key != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/account/").status_code == 302


def test_letters_tell_when(client: Client) -> None:
    person = somebody()
    reset(client, asked(client))
    told = letter_to(person.email, "security-notice").params["at"]
    assert told.startswith(f"{timezone.localtime():%Y-}")
