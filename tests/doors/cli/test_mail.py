"""Trying the mail settings, and taking in what came back, at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core import mail
from django.db import connection
from pytest_django.fixtures import Settings

from qingce.doors.cli.main import main
from qingce.shared.mail.actions import send_test_mail
from qingce.shared.mail.models import Letter
from tests.factories import AT
from tests.shared.mail.reports import POSTFIX, QMAIL, filled

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = "0123456789abcdef" * 2


def run(*arguments: str, said: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *arguments], input=said)


def a_letter() -> Letter:
    row = send_test_mail(to="chen@example.org", language="en", params={"link": "http://127.0.0.1:8000/"}, at=AT)
    return Letter.objects.get(pk=row.id)


def test_mail_test_sends_at_once_in_the_language_of_the_terminal() -> None:
    told = run("mail", "test", "Chen@example.org")
    assert (told.exit_code, told.stdout) == (0, "The mail server took the letter to chen@example.org.\n")
    assert mail.outbox[0].subject == "Letters of Qingce arrive"
    assert mail.outbox[0].extra_headers["Content-Language"] == "en"


def test_mail_test_says_where_the_letter_lies_without_a_mail_server(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.HOME = "qingce.shared.mail.folder.FolderBackend", tmp_path
    told = run("mail", "test", "chen@example.org")
    said = f"There is no mail server (QINGCE_SMTP_URL): the letter lies in {tmp_path / 'mail'}.\n"
    assert (told.exit_code, told.stdout) == (0, said)


def test_mail_test_tells_what_is_wrong(settings: Settings, tmp_path: Path) -> None:
    told = run("mail", "test", "chen@example.org\nBcc: b@example.org")
    assert (told.exit_code, "is no e-mail address" in told.stderr) == (2, True)
    settings.EMAIL_BACKEND = "qingce.shared.mail.folder.FolderBackend"
    settings.HOME = tmp_path / "nothing"
    settings.HOME.write_text("")
    told = run("mail", "test", "chen@example.org")
    assert (told.exit_code, told.stderr) == (2, "It could not be handed to the mail server.\n")


def test_bounce_is_noted() -> None:
    letter = a_letter()
    told = run("bounce", said=filled(POSTFIX, letter.token))
    assert (told.exit_code, told.stdout) == (0, "The letter came back; its address is marked.\n")
    assert Letter.objects.get().state == "bounced"
    told = run("bounce", said=filled(POSTFIX, letter.token, action="delayed"))
    assert (told.exit_code, told.stdout) == (
        0,
        "The report tells of a delay or a delivery; nothing was changed.\n",
    )


@pytest.mark.parametrize("said", [b"", b"\xff\x00", filled(QMAIL, TOKEN), filled(POSTFIX, TOKEN)])
def test_what_is_no_report_of_a_letter_is_told_in_one_line(said: bytes) -> None:
    told = run("bounce", said=said)
    assert (told.exit_code, told.stderr.count("\n"), told.stdout) == (2, 1, "")


def test_report_waits_while_the_database_is_away() -> None:
    def away(*_: object) -> None:
        from django.db import OperationalError

        raise OperationalError

    with connection.execute_wrapper(away):
        told = run("bounce", said=filled(POSTFIX, TOKEN))
    assert (told.exit_code, told.stderr.count("\n")) == (75, 1)
