"""The mail server and the sender, as an installation says them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from qingce.config.environment import Environment, environment
from qingce.config.smtp import MailServer, mail_server

SECRET = "s" * 40


def settings(**values: str) -> Environment:
    return Environment.model_validate({"secret_key": SECRET, **values})


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://u:p@mx.example.org", MailServer("mx.example.org", 587, "u", "p", is_tls=False, starts_tls=True)),
        ("smtp://mx.example.org:25", MailServer("mx.example.org", 25, "", "", is_tls=False, starts_tls=True)),
        ("smtps://u:p@mx.example.org", MailServer("mx.example.org", 465, "u", "p", is_tls=True, starts_tls=False)),
        ("smtp://127.0.0.1:1025", MailServer("127.0.0.1", 1025, "", "", is_tls=False, starts_tls=False)),
        ("smtp://[::1]:25/", MailServer("::1", 25, "", "", is_tls=False, starts_tls=False)),
        (
            "smtp://a%40b.org:p%3A%2F%25@h:587",
            MailServer("h", 587, "a@b.org", "p:/%", is_tls=False, starts_tls=True),
        ),
    ],
)
def test_mail_server_is_read_from_one_setting(url: str, server: MailServer) -> None:
    assert mail_server(url) == server
    assert settings(smtp_url=url, mail_from="a@example.org").mail_server == server


@pytest.mark.parametrize(
    "url", ["mx.example.org", "http://h", "smtp://", "smtp://h:x", "smtp://h:99999", "smtp://u:geheim@h/x", "smtp://["]
)
def test_wrong_mail_server_is_told_without_repeating_it(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"SMTP_URL": url, "MAIL_FROM": "a@example.org", "SECRET_KEY": SECRET}.items():
        monkeypatch.setenv(f"QINGCE_{name}", value)
    with pytest.raises(SystemExit) as told:
        environment.__wrapped__()
    assert str(told.value).startswith("Settings: QINGCE_SMTP_URL: ")
    assert "geheim" not in str(told.value)


def test_password_is_not_shown() -> None:
    assert "geheim" not in repr(settings(smtp_url="smtp://u:geheim@h", mail_from="a@example.org"))


@pytest.mark.parametrize("sender", ["qingce@example.org", "清册 <qingce@example.org>"])
def test_sender_may_have_a_name(sender: str) -> None:
    assert settings(mail_from=sender).mail_from == sender


@pytest.mark.parametrize("sender", ["", "qingce", "@example.org", "a@example.org\nBcc: b@example.org"])
def test_mail_server_needs_a_sender(sender: str) -> None:
    with pytest.raises(ValidationError, match="A sender is written as"):
        settings(smtp_url="smtp://h", mail_from=sender)


def test_without_a_mail_server_nothing_needs_to_be_said() -> None:
    assert (settings().mail_server, settings().mail_from) == (None, "qingce@localhost")
