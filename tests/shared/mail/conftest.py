"""A kind of letter with a secret, and a mail server that answers as a test wants."""

from __future__ import annotations

import copy
import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.core import mail
from pytest_django.fixtures import Settings

from qingce.shared.mail import registry
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.models import Letter
from qingce.shared.mail.registry import MailKind, register_mail
from tests.factories import AT

SECRET = "http://127.0.0.1:8000/reset/3f9c-secret/"
TO = "chen@example.org"


@pytest.fixture(autouse=True)
def _sample_kind(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    register_mail(MailKind("sample", ("name", "link"), ("link",)))
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates


@pytest.fixture(autouse=True)
def _own_home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def a_letter(*, to: str = TO, language: str = "en", name: str = "Chen", link: str = SECRET) -> Letter:
    """A letter of the sample kind, queued."""
    number = send_mail("sample", to=to, language=language, params={"name": name, "link": link}, at=AT)
    return Letter.objects.get(pk=number)


def fresh(letter: Letter) -> Letter:
    """The letter as it stands now."""
    return Letter.objects.get(pk=letter.pk)


@dataclass
class Answers:
    """What the mail server says to each step, and what it took; "" lets the step through."""

    to_sender: str = ""
    to_recipient: str = ""
    to_data: str = ""
    taken: list[Envelope] = field(default_factory=list)

    async def handle_MAIL(self, *step: Any) -> str:  # noqa: N802  # aiosmtpd's names
        """Server, session, envelope, address, options."""
        if self.to_sender:
            return self.to_sender
        step[2].mail_from = step[3]
        return "250 OK"

    async def handle_RCPT(self, *step: Any) -> str:  # noqa: N802
        """As `handle_MAIL`."""
        if self.to_recipient:
            return self.to_recipient
        step[2].rcpt_tos.append(step[3])
        return "250 OK"

    async def handle_DATA(self, *step: Any) -> str:  # noqa: N802
        """Server, session, envelope."""
        self.taken.append(step[2])
        return self.to_data or "250 Message accepted"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[Answers]:
    """A mail server on this machine, and settings that use it."""
    logging.getLogger("mail.log").setLevel("CRITICAL")  # the server's own: it tells whatever it is told
    answers = Answers()
    controller = Controller(answers, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "qingce.shared.mail.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.DEFAULT_FROM_EMAIL = "清册 <qingce@example.net>"
    mail.outbox = []
    yield answers
    controller.stop()
