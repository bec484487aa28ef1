"""Letters over a real mail server: what it takes, refuses, puts off, and what a kill leaves."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from qingce.shared.jobs import claims, worker
from qingce.shared.mail import queries
from qingce.shared.mail.actions import send_test_mail
from qingce.shared.mail.enums import LetterState, Problem
from qingce.shared.mail.models import Letter
from qingce.shared.mail.sending import send_letter
from qingce.shared.mail.smtp import SmtpBackend
from qingce.shared.mail.terms import terms
from tests.factories import AT, work
from tests.processes import Processes
from tests.shared.mail.conftest import SECRET, TO, Answers, a_letter, fresh

pytestmark = pytest.mark.django_db
LINK = {"link": "http://127.0.0.1:8000/"}


def run_at(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker takes the letter's job at a moment."""
    monkeypatch.setattr(timezone, "now", lambda: at)
    claim = claims.claim_next("mail", worker="tests", at=at)
    assert claim is not None
    worker._run(claim)


def test_mail_server_gets_one_whole_letter(mail_server: Answers) -> None:
    letter = a_letter(name="陈样本", language="zh")
    work()
    envelope = mail_server.taken[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == (f"bounce+{letter.token}@example.net", [TO])
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=default)
    assert (message["From"], message["To"]) == ("清册 <qingce@example.net>", TO)
    assert message["Message-ID"] == f"<{letter.token}@example.net>"
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "zh-Hans")
    assert message["Subject"] == "英文: 陈样本"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    text = message.get_body(("plain",))
    assert text is not None
    assert f"现用名:\r\n{SECRET}\r\n" in text.get_content()
    assert fresh(letter).state == LetterState.SENT


@pytest.mark.parametrize(
    ("answers", "state", "problem", "reason"),
    [
        ({"to_recipient": f"550 5.1.1 <{TO}> unknown"}, "bounced", Problem.ADDRESS, "550 5.1.1 <…> unknown"),
        ({"to_recipient": "553 no such mailbox"}, "bounced", Problem.ADDRESS, "553 no such mailbox"),
        ({"to_data": "550 5.1.1 unknown user"}, "bounced", Problem.ADDRESS, "550 5.1.1 unknown user"),
        ({"to_data": "554 5.7.1 looks like spam"}, "failed", Problem.REFUSED, ""),
    ],
)
def test_letter_refused_for_good_is_settled_at_once(
    mail_server: Answers, answers: dict[str, str], state: str, problem: Problem, reason: str
) -> None:
    vars(mail_server).update(answers)
    letter = a_letter()
    work()
    refused = fresh(letter)
    assert (refused.state, refused.problem, refused.bounce_reason) == (state, problem, reason)
    assert refused.params == {"name": "Chen"}
    assert queries.bounced("Chen@example.org") == (state == "bounced")
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"to_recipient": "450 4.2.0 greylisted, try again"}, Problem.BUSY),
        ({"to_data": "451 4.3.0 no room just now"}, Problem.BUSY),
        ({"to_sender": "530 5.7.0 authentication required"}, Problem.SENDER),
    ],
)
def test_letter_that_is_put_off_is_tried_again_and_arrives(
    mail_server: Answers,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    answers: dict[str, str],
    problem: Problem,
) -> None:
    vars(mail_server).update(answers)
    letter = a_letter()
    run_at(AT, monkeypatch)
    waiting = fresh(letter)
    assert (waiting.state, waiting.problem, waiting.attempts) == (LetterState.WAITING, problem, 1)
    assert waiting.params["link"] == SECRET
    assert claims.claim_next("mail", worker="tests", at=AT + terms().first_wait - timedelta(seconds=1)) is None
    vars(mail_server).update(dict.fromkeys(answers, ""))
    mail_server.taken.clear()
    later = AT + terms().first_wait
    run_at(later, monkeypatch)
    assert (fresh(letter).state, fresh(letter).sent_at, len(mail_server.taken)) == (LetterState.SENT, later, 1)
    assert [word for word in (SECRET, "3f9c", TO, "Chen") if word in caplog.text] == []


@pytest.mark.django_db(transaction=True)
def test_letter_that_is_put_off_too_often_fails_and_its_secret_goes(
    mail_server: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_server.to_recipient = "450 later"
    letter = a_letter()
    for attempt in range(terms().attempts):
        run_at(AT + terms().longest_wait * (attempt + 1), monkeypatch)
    given_up = fresh(letter)
    assert (given_up.state, given_up.problem, given_up.params) == (LetterState.FAILED, Problem.BUSY, {"name": "Chen"})
    assert queries.bounced(TO) is False


def test_server_that_does_not_answer_is_told(settings: Settings) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
        settings.EMAIL_BACKEND = "qingce.shared.mail.smtp.SmtpBackend"
        row = send_test_mail(to=TO, language="en", params=LINK, at=AT)
    assert (row.state, row.problem, row.can_send_again) == (LetterState.FAILED, Problem.UNREACHABLE, True)


def test_server_that_is_silent_is_left_after_the_time_limit(settings: Settings) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "qingce.shared.mail.smtp.SmtpBackend", 0.2
        assert send_test_mail(to=TO, language="en", params=LINK, at=AT).problem == Problem.UNREACHABLE


def test_password_never_crosses_to_a_server_without_encryption(mail_server: Answers, settings: Settings) -> None:
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, "u", "p"
    row = send_test_mail(to=TO, language="en", params=LINK, at=AT)
    assert (row.state, row.problem, mail_server.taken) == (LetterState.FAILED, Problem.UNREACHABLE, [])


def test_certificate_of_the_mail_server_is_checked() -> None:
    context = SmtpBackend(host="smtp.example.net", use_tls=True).ssl_context
    assert (context.check_hostname, context.verify_mode.name) == (True, "CERT_REQUIRED")


SEND = """
import sys
from django.conf import settings
from django.utils import timezone
settings.EMAIL_BACKEND = "qingce.shared.mail.smtp.SmtpBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
from qingce.shared.mail import sending
if sys.argv[2] == "first":
    from qingce.shared.mail.actions import send_mail
    link = {"link": "http://127.0.0.1:8000/"}
    send_mail("test-mail", to="chen@example.org", language="en", params=link, at=timezone.now())
    sending.settle_sent = lambda letter, at: __import__("os").kill(__import__("os").getpid(), 9)
sending.send_letter(1, at=timezone.now())
"""
STATE = """
from qingce.shared.mail.models import Letter
letter = Letter.objects.get()
print(letter.state, letter.message_id)
"""


@pytest.mark.slow
def test_sender_killed_between_sending_and_noting_sends_the_same_letter_again(
    mail_server: Answers, settings: Settings, processes: Processes
) -> None:
    killed = processes.start(SEND, str(settings.EMAIL_PORT), "first")
    killed.wait(timeout=60)
    assert (killed.returncode, len(mail_server.taken)) == (-9, 1)
    assert processes.run(STATE).split()[0] == "waiting"
    processes.run(SEND, str(settings.EMAIL_PORT), "again")
    state, message_id = processes.run(STATE).split()
    found = [message_from_bytes(bytes(each.content or b""))["Message-ID"] for each in mail_server.taken]
    assert (state, found) == ("sent", [f"<{message_id}>"] * 2)


def test_report_that_overtakes_the_note_of_sending_is_kept(mail_server: Answers) -> None:
    letter = a_letter()
    Letter.objects.update(state=LetterState.BOUNCED, bounced_at=AT)
    send_letter(letter.pk, at=AT)
    assert (fresh(letter).state, mail_server.taken) == (LetterState.BOUNCED, [])
