"""Making an account: nothing before the code, the same answer for every address, floods and guesses stopped."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from qingce.shared.ledger.queries import entries_of_person
from qingce.shared.mail.models import Letter
from qingce.shared.parties.models import Person
from tests.factories import PASSWORD, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]
SIGN_UP, CONFIRM = "/account/signup/", "/account/confirm-email/"


def said(email: str = "new@example.org", **more: str) -> dict[str, str]:
    return {"email": email, "name": "新人", "password1": PASSWORD, "agrees": "on"} | more


def letter_to(email: str, kind: str = "confirm-email") -> Letter:
    """The newest letter of a kind to an address."""
    found = Letter.objects.filter(to=email, kind=kind).order_by("-pk").first()
    assert found is not None
    return found


def signed_up(client: Client, email: str = "new@example.org") -> str:
    """Signs up; returns the code that was sent."""
    assert client.post(SIGN_UP, said(email)).headers["Location"] == CONFIRM
    return str(letter_to(email).params["code"])


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_account_can_do_nothing_until_the_code_is_typed(client: Client) -> None:
    signed_up(client)
    person = Person.objects.get(email="new@example.org")
    assert not EmailAddress.objects.filter(verified=True).exists()
    assert not is_in(client)
    assert client.get("/account/").headers["Location"].startswith("/account/login/")
    other = Client()
    other.post("/account/login/", {"login": "new@example.org", "password": PASSWORD})
    assert not is_in(other)  # the right password does not help either
    assert [each.act for each in entries_of_person(person.pk)] == ["signed-up"]


def test_code_opens_the_account(client: Client) -> None:
    code = signed_up(client)
    assert client.post(CONFIRM, {"code": code}).headers["Location"] == "/account/"
    assert is_in(client)
    person = Person.objects.get()
    assert (person.name, person.check_password(PASSWORD)) == ("新人", True)
    assert [each.act for each in entries_of_person(person.pk)] == ["logged-in", "signed-up"]


def test_known_address_is_answered_as_an_unknown_one_and_told_by_letter(client: Client) -> None:
    somebody("known@example.org")
    answers = []
    for email in ("known@example.org", "new@example.org"):
        browser = Client()
        answer = browser.post(SIGN_UP, said(email))
        page = browser.get(answer.headers["Location"]).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(email, "")
        answers.append((answer.status_code, answer.headers["Location"], page))
    assert answers[0] == answers[1]
    assert letter_to("known@example.org", "account-exists").params["reset_link"].endswith("/account/password/reset/")
    assert not Letter.objects.filter(to="known@example.org", kind="confirm-email").exists()
    assert Person.objects.filter(email="known@example.org").count() == 1


def test_code_cannot_be_guessed(client: Client) -> None:
    code = signed_up(client)
    answers = [client.post(CONFIRM, {"code": guess}) for guess in ("AAAAAA", "BBBBBB", "CCCCCC")]
    assert [each.status_code for each in answers] == [200, 200, 302]
    client.post(CONFIRM, {"code": code})
    assert not is_in(client)
    assert len(code) >= 6


def test_code_counts_in_the_browser_that_signed_up(client: Client) -> None:
    code = signed_up(client)
    thief = Client()
    thief.post(CONFIRM, {"code": code})
    assert not is_in(thief)


@pytest.mark.parametrize(
    "change",
    [
        {"password1": "short"},
        {"password1": "123456789012"},
        {"password1": "password1234"},
        {"password1": "new@example.org"},
        {"name": ""},
        {"name": "长" * 200},
        {"agrees": ""},
        {"email": "no address"},
        {"email": "x@deleted.invalid"},
    ],
    ids=str,
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client: Client, change: dict[str, str]) -> None:
    answer = client.post(SIGN_UP, said(**change))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'role="alert"' in text
    assert f'value="{said(**change)["email"]}"' in text
    assert PASSWORD not in text
    assert not Person.objects.exists()


def test_rules_of_passwords_and_the_agreement_are_told_in_our_words(client: Client) -> None:
    text = client.post(SIGN_UP, said(agrees="")).content.decode()
    assert text.count("至少 12 个字符") == 1
    assert "你" not in text
    assert text.count("注册账号需要您同意隐私说明。") == 2  # in the summary, and beside the box


def test_flood_of_sign_ups_from_one_address_is_shed(client: Client) -> None:
    answers = []
    for number in range(14):
        client.cookies.clear()  # somebody else at the same address
        answers.append(client.post(SIGN_UP, said(f"n{number}@example.org")).status_code)
    assert answers.count(429) >= 4
    assert Person.objects.count() == answers.count(302) <= 10
    assert client.post(SIGN_UP, said("late@example.org")).headers["Retry-After"]


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_sign_up_leads_nowhere_else(client: Client, place: str) -> None:
    client.post(SIGN_UP, said(next=place))
    code = letter_to("new@example.org").params["code"]
    assert client.post(CONFIRM, {"code": code, "next": place}).headers["Location"] == "/account/"
