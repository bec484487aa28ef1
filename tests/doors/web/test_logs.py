"""What people type, and what opens doors, is in no line of the log, however much is logged."""

from __future__ import annotations

import html
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from qingce.config.masking import Masking, masked
from qingce.domain.records.models import Record
from tests.doors.web.addresses import every_address
from tests.factories import PASSWORD, penalty, register, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]
MARK = "mArk7"
NEW = "ein noch nie gesagtes Wort 7"
WRONG = f"{MARK}-wrong-password"


SAID = {"kind": "wrong", "statement": f"{MARK} 陈述", "name": f"{MARK}名", "email": f"{MARK}@example.org"}


class Written(logging.Handler):
    """Keeps every line as the console would show it, with what was handed to it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{self.format(record)} {record.args!r}")


@pytest.fixture
def written() -> Iterator[Written]:
    """All that any logger says, at its most talkative, what is silenced in the settings included."""
    handler = Written()
    handler.addFilter(Masking())  # as the console of the settings has it
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in settings.LOGGING["loggers"])]
    # Queries as such hold what is stored; Django logs them only while debugging, which a service refuses to do.
    kept = [(each, each.level) for each in loggers]
    for each in loggers:
        each.setLevel(logging.DEBUG if each.name != "axes" else each.level)
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    for each, level in kept:
        each.setLevel(level)


def told(written: Written, *secrets: str) -> list[str]:
    return [line for line in written.lines for secret in secrets if secret in line]


@pytest.fixture
def record() -> Record:
    return register(penalty())[0]


def test_log_in_leaves_nothing_in_the_log(client: Client, written: Written) -> None:
    email = f"{MARK}@example.org".lower()
    staff_member(email=email)
    for password in (WRONG, WRONG, PASSWORD):
        client.post(reverse("account_login"), {"login": email, "password": password})
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(reverse("mfa_authenticate"), {"code": "739184"})
    assert told(written, email, WRONG, PASSWORD, session, "739184") == []


def test_flood_of_log_ins_leaves_no_name_in_the_log(client: Client, written: Written) -> None:
    for number in range(30):
        client.post(reverse("account_login"), {"login": f"{MARK}{number}@example.org", "password": WRONG})
    assert told(written, MARK, "127.0.0.1") == []
    assert [line for line in written.lines if "log-in: more requests" in line] != []


def test_sign_up_and_reset_leave_nothing_in_the_log(client: Client, written: Written) -> None:
    typed = {"email": f"{MARK}@example.org", "password1": NEW, "name": f"{MARK}名", "agrees": "on"}
    for path in (reverse("account_signup"), reverse("account_signup"), reverse("account_reset_password")):
        client.post(path, typed)
    assert get_user_model().objects.filter(name=f"{MARK}名").exists()
    client.post(reverse("account_reset_password_from_key", args=["1", f"{MARK}-key"]), {"password1": WRONG})
    assert told(written, MARK, NEW) == []


def test_addresses_that_open_something_are_masked() -> None:
    secret = [each for each in every_address() if {"secret", "key", "token"} & set(each.words)]
    assert {each.name for each in secret} >= {"web:request", "web:invitation", "account_reset_password_from_key"}
    assert [each.name for each in secret if masked(each.path) == each.path] == []
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["masking"]


def test_report_and_its_secret_address_leave_nothing_in_the_log(
    client: Client, written: Written, record: Record
) -> None:
    path = f"/records/{record.pk}/report/"
    page = client.get(path).content.decode()
    token = html.unescape(page.split('name="token" value="')[1].split('"')[0])
    client.post(path, {"token": "forged", **SAID})
    answer = client.post(path, {"token": token, **SAID})
    assert answer.status_code == 302
    secret = answer["Location"].split("/requests/")[1].split("/")[0]
    client.get(answer["Location"])
    client.post(f"/requests/{secret}/", {"text": f"{MARK} 补充"})
    client.put(f"/requests/{secret}/")
    client.get("/", headers={"host": f"{MARK}.evil.example"})
    assert told(written, f"{MARK}名", f"{MARK}@", f"{MARK} ", secret) == []
