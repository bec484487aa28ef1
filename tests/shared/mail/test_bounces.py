"""Delivery reports: which letter, what became of it, and nothing worse from whatever else comes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from qingce.shared.changes.models import Change
from qingce.shared.mail import queries
from qingce.shared.mail.actions import forget_letters, send_again, take_bounce
from qingce.shared.mail.bounces import LARGEST_BYTES, read_report
from qingce.shared.mail.enums import BounceOutcome, LetterState, Problem
from qingce.shared.mail.errors import LetterNotFailed, LetterNotFound, NotABounce
from qingce.shared.mail.models import Letter
from qingce.shared.mail.sending import send_letter
from tests.factories import AT
from tests.shared.mail.conftest import TO, a_letter, fresh
from tests.shared.mail.reports import CHINESE, EXCHANGE, EXIM, POSTFIX, QMAIL, filled

TOKEN = "0123456789abcdef" * 2
LATER = AT + timedelta(minutes=5)


def a_sent_letter(to: str = TO) -> Letter:
    letter = a_letter(to=to)
    send_letter(letter.pk, at=AT)
    return fresh(letter)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (POSTFIX, "5.1.1 550 5.1.1 <…>: Recipient address rejected: User unknown in virtual mailbox table"),
        (EXIM, "5.0.0 550 No such user here"),
        (EXCHANGE, "5.1.10 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"),
        (CHINESE, "550 MI:NHD mailbox not found"),
    ],
    ids=["postfix", "exim", "exchange", "chinese"],
)
def test_letter_that_came_back_marks_its_address_until_one_arrives(shape: str, reason: str) -> None:
    letter, other = a_sent_letter(), a_sent_letter("li@example.org")
    assert queries.bounced(TO) is False
    assert take_bounce(filled(shape, letter.token), at=LATER) == BounceOutcome.BOUNCED
    back = fresh(letter)
    assert (back.state, back.problem, back.bounced_at) == (LetterState.BOUNCED, Problem.ADDRESS, LATER)
    assert (back.bounce_reason, back.sent_at) == (reason, AT)
    assert (queries.bounced("Chen@Example.org"), queries.bounced("li@example.org")) == (True, False)
    assert fresh(other).state == LetterState.SENT
    again = a_letter()
    send_letter(again.pk, at=LATER + timedelta(days=1))
    assert queries.bounced(TO) is False


@pytest.mark.django_db
def test_same_report_again_changes_nothing() -> None:
    letter = a_sent_letter()
    take_bounce(filled(POSTFIX, letter.token), at=AT)
    noted = Change.objects.count()
    assert take_bounce(filled(EXIM, letter.token), at=LATER) == BounceOutcome.KNOWN
    assert (fresh(letter).bounced_at, Change.objects.count()) == (AT, noted)
    with pytest.raises(LetterNotFailed):
        send_again(letter.pk, at=LATER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "status"),
    [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("relayed", "2.1.9"), ("expanded", "2.0.0"), ("delayed", "5.1.1")],
)
def test_delay_or_delivery_changes_nothing(action: str, status: str) -> None:
    letter = a_sent_letter()
    report = filled(POSTFIX, letter.token, action=action, status=status)
    assert take_bounce(report, at=LATER) == BounceOutcome.PASSING
    assert fresh(letter) == letter
    assert fresh(letter).state == LetterState.SENT


@pytest.mark.django_db
def test_letter_given_up_after_days_does_not_mark_its_address() -> None:
    letter = a_sent_letter()
    assert take_bounce(filled(POSTFIX, letter.token, status="4.4.7"), at=LATER) == BounceOutcome.UNDELIVERED
    given_up = fresh(letter)
    assert (given_up.state, given_up.problem) == (LetterState.FAILED, Problem.UNDELIVERED)
    assert queries.bounced(TO) is False


@pytest.mark.django_db
def test_report_may_overtake_the_note_of_sending() -> None:
    letter = a_letter()
    assert take_bounce(filled(POSTFIX, letter.token), at=LATER) == BounceOutcome.BOUNCED
    assert fresh(letter).params == {"name": "Chen"}


@pytest.mark.django_db
def test_report_about_an_erased_address_does_not_bring_it_back() -> None:
    letter = a_sent_letter()
    forget_letters(TO, at=AT)
    report = filled(POSTFIX, letter.token).replace(
        b"<chen@example.org>:", b"<Chen@Example.ORG>, forwarded to c.li@x.cn:"
    )
    assert take_bounce(report, at=LATER) == BounceOutcome.BOUNCED
    kept = fresh(letter)
    assert kept.bounce_reason.startswith("5.1.1 550 5.1.1 <…>, forwarded to …: Recipient address rejected")
    assert (kept.to, kept.params, queries.bounced(TO)) == ("", {}, False)


@pytest.mark.django_db
def test_report_about_a_letter_that_is_gone_is_told() -> None:
    with pytest.raises(LetterNotFound):
        take_bounce(filled(POSTFIX, TOKEN), at=AT)


@pytest.mark.django_db
def test_whether_an_address_bounced_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for count in (1, 2):
        for _ in range(count):
            a_sent_letter()
        with django_assert_num_queries(1):
            assert queries.bounced(TO) is False
    assert queries.bounced("nobody") is False


@pytest.mark.parametrize(
    ("status", "is_permanent"),
    [("5.1.1", True), ("5.1.1 (bad destination mailbox)", True), ("4.2.2", False), ("unknown", True), ("", True)],
)
def test_class_is_that_of_the_status_else_of_the_servers_words(status: str, is_permanent: bool) -> None:
    report = read_report(filled(POSTFIX, TOKEN, status=status))
    assert (report.token, report.has_failed, report.is_permanent) == (TOKEN, True, is_permanent)


def test_one_recipient_of_several_that_failed_is_enough() -> None:
    both = POSTFIX.replace(
        "Final-Recipient: rfc822; chen@example.org",
        "Final-Recipient: rfc822; a@example.org\nAction: delivered\nStatus: 2.0.0\n\n"
        "Final-Recipient: rfc822; chen@example.org",
    )
    assert read_report(filled(both, TOKEN)).is_permanent


def test_large_report_is_read_from_its_beginning() -> None:
    cut = filled(POSTFIX, TOKEN).replace(b"/reset/", b"/reset/" + b"x" * 3 * LARGEST_BYTES)
    assert read_report(cut).is_permanent


def nested(depth: int) -> bytes:
    heads = [f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)]
    return "".join(heads).encode()


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\n",
        b"\x00\xff" * 1000,
        b"hello",
        filled(QMAIL, TOKEN),
        filled(POSTFIX, TOKEN.replace("0", "g")),
        filled(POSTFIX, TOKEN).replace(b"message/delivery-status", b"text/plain"),
        filled(POSTFIX, TOKEN).replace(b"Action:", b"Inaction:"),
        b"Content-Type: multipart/report\n\nno boundary",
        b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n=",
        b"To: =?utf-8?b?!?=\xff\nContent-Type: multipart/report; boundary*=x''%\n\n--",
        nested(20),
        nested(2000),
        b"To: " + b"<" * 100_000,
        b"Subject: x\n" * 50_000,
    ],
)
def test_what_is_no_report_is_told(message: bytes) -> None:
    with pytest.raises(NotABounce):
        read_report(message)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([POSTFIX, EXIM, EXCHANGE, CHINESE, QMAIL]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 60), st.binary(max_size=20)), max_size=6),
)
def test_damaged_report_is_read_or_refused(shape: str, wounds: list[tuple[int, int, bytes]]) -> None:
    message = filled(shape, TOKEN)
    for place, length, put in wounds:
        message = message[:place] + put + message[place + length :]
    try:
        report = read_report(message)
    except NotABounce:
        return
    assert len(report.token) == 32
