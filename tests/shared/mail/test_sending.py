"""A letter is written with its act, sent after it, and settled; its secrets go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import DjangoAssertNumQueries

from qingce.shared.changes.models import Change
from qingce.shared.mail import queries
from qingce.shared.mail.actions import forget_letters, send_again, send_mail, send_test_mail
from qingce.shared.mail.enums import LetterState, Problem
from qingce.shared.mail.errors import (
    LetterIncomplete,
    LetterNotFailed,
    LetterNotFound,
    MailAddressInvalid,
    MailKindUnknown,
    MailLanguageUnknown,
    MailParamsWrong,
)
from qingce.shared.mail.keeping import sweep_letters
from qingce.shared.mail.models import Letter
from qingce.shared.mail.registry import MailKind, register_mail
from qingce.shared.mail.sending import send_letter
from qingce.shared.mail.settling import settle_failed
from qingce.shared.mail.terms import terms
from tests.factories import AT, work
from tests.shared.mail.conftest import SECRET, TO, a_letter, fresh

pytestmark = pytest.mark.django_db


def failed(**values: str) -> Letter:
    letter = a_letter(**values)
    settle_failed(letter, Problem.UNREACHABLE, at=AT)
    return fresh(letter)


def test_letter_goes_out_once_and_its_secret_goes_with_it() -> None:
    letter = a_letter()
    assert letter.params == {"name": "Chen", "link": SECRET}
    work()
    work()
    sent = fresh(letter)
    assert (sent.state, sent.problem, sent.params) == (LetterState.SENT, "", {"name": "Chen"})
    assert sent.sent_at is not None
    assert [(each.to, each.extra_headers["Message-ID"]) for each in mail.outbox] == [([TO], f"<{sent.message_id}>")]
    assert SECRET in str(mail.outbox[0].body)
    send_letter(letter.pk, at=AT)
    assert len(mail.outbox) == 1


def test_letter_of_an_act_that_fails_is_neither_kept_nor_sent() -> None:
    with pytest.raises(LetterNotFound), transaction.atomic():
        send_again(a_letter().pk + 1, at=AT)
    assert (Letter.objects.count(), DBTaskResult.objects.count(), Change.objects.count()) == (0, 0, 0)


def test_job_and_feed_hold_the_number_only() -> None:
    letter = a_letter()
    assert DBTaskResult.objects.get().args_kwargs == {"args": [letter.pk], "kwargs": {}}
    assert list(Change.objects.values_list("kind", "first_id")) == [("letter", letter.pk)]


def test_letter_that_cannot_be_written_is_refused_at_once() -> None:
    said = {"to": TO, "language": "en", "at": AT}
    whole = {"name": "Chen", "link": SECRET}
    with pytest.raises(MailKindUnknown):
        send_mail("no-such", params={}, **said)
    with pytest.raises(MailParamsWrong, match=r"lacks \['link'\] and does not know \['more'\]"):
        send_mail("sample", params={"name": "Chen", "more": 1}, **said)
    with pytest.raises(MailLanguageUnknown):
        send_mail("sample", params=whole, **said | {"language": "fr"})
    assert (Letter.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@example.org\nBcc: b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\n",
        "\na@example.org",
        "a@example.org, b@example.org",
        "a@example.org\u2028Bcc: b@example.org",
        "A <a@example.org>",
        "a@example.org\x00",
        "张三@example.org",
        f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.org",
    ],
)
def test_address_that_is_not_exactly_one_is_refused(to: str) -> None:
    with pytest.raises(MailAddressInvalid):
        a_letter(to=to)
    assert Letter.objects.count() == 0


def test_values_are_kept_as_one_line_without_control_characters() -> None:
    assert a_letter(name="Ch\x00en\r\nLi").params["name"] == "Chen Li"


def test_secret_parameter_must_be_a_parameter() -> None:
    with pytest.raises(ValueError, match="every secret parameter"):
        MailKind("sample", ("name",), ("link",))


@pytest.mark.django_db(transaction=True)
def test_letter_whose_template_is_gone_fails_for_good(caplog: pytest.LogCaptureFixture) -> None:
    register_mail(MailKind("without-template", ("link",), ("link",)))
    number = send_mail("without-template", to=TO, language="zh", params={"link": SECRET}, at=AT)
    with pytest.raises(Exception, match="without-template"):
        work()
    letter = Letter.objects.get(pk=number)
    assert (letter.state, letter.problem, letter.params) == (LetterState.FAILED, Problem.BROKEN, {})
    assert SECRET not in caplog.text
    assert TO not in caplog.text


def test_letter_of_a_kind_that_is_gone_keeps_nothing() -> None:
    letter = a_letter()
    Letter.objects.update(kind="gone")
    settle_failed(fresh(letter), Problem.BROKEN, at=AT)
    assert fresh(letter).params == {}


def test_failed_letter_without_a_secret_is_sent_again() -> None:
    row = send_mail("test-mail", to=TO, language="en", params={"link": "http://127.0.0.1:8000/"}, at=AT)
    letter = Letter.objects.get(pk=row)
    with pytest.raises(LetterNotFailed):
        send_again(letter.pk, at=AT)
    settle_failed(letter, Problem.UNREACHABLE, at=AT)
    DBTaskResult.objects.all().delete()
    later = AT + timedelta(days=3)
    send_again(letter.pk, at=later)
    again = fresh(letter)
    assert (again.state, again.problem, again.attempts, again.failed_at) == (LetterState.WAITING, "", 0, None)
    assert sweep_letters(at=later) == 0
    work()
    assert (fresh(letter).state, len(mail.outbox)) == (LetterState.SENT, 1)
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{letter.message_id}>"


def test_failed_letter_whose_secret_is_gone_is_not_sent_again() -> None:
    letter = failed()
    assert letter.params == {"name": "Chen"}
    assert not queries.letters()[0].can_send_again
    with pytest.raises(LetterIncomplete):
        send_again(letter.pk, at=AT)
    with pytest.raises(LetterNotFound):
        send_again(letter.pk + 1, at=AT)


def test_test_mail_is_sent_without_a_worker() -> None:
    row = send_test_mail(to="Chen@Example.org", language="zh", params={"link": "http://127.0.0.1:8000/"}, at=AT)
    assert (row.to, row.state, row.sent_at, row.problem) == (TO, LetterState.SENT, AT, None)
    assert DBTaskResult.objects.count() == 0
    assert len(mail.outbox) == 1


def test_forgotten_address_goes_with_what_was_written_to_it_and_the_fact_stays() -> None:
    sent, waiting, other = a_letter(), a_letter(to="CHEN@example.org"), a_letter(to="li@example.org")
    send_letter(sent.pk, at=AT)
    assert forget_letters("Chen@example.org", at=AT) == 2
    assert forget_letters(TO, at=AT) == 0
    kept = [(each.to, each.params, each.state, each.problem) for each in (fresh(sent), fresh(waiting))]
    assert kept == [("", {}, "sent", ""), ("", {}, "failed", "erased")]
    assert fresh(other).to == "li@example.org"
    assert queries.letters_to(TO) == []
    assert queries.troubled_letters(at=AT) == (0, None)
    work()
    assert [each.to for each in mail.outbox] == [[TO], ["li@example.org"]]


def test_lists_are_newest_first_by_state_and_page(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    numbers = [a_letter().pk for _ in range(3)]
    send_letter(numbers[1], at=AT)
    for count in (1, 3):
        with django_assert_num_queries(1):
            assert [row.id for row in queries.letters(count=count)] == numbers[::-1][:count]
    assert [row.id for row in queries.letters(before=numbers[1])] == [numbers[0]]
    assert [row.id for row in queries.letters(state=LetterState.SENT)] == [numbers[1]]
    with django_assert_num_queries(1):
        assert queries.count_letters() == {"waiting": 2, "sent": 1, "failed": 0, "bounced": 0}
    with django_assert_num_queries(1):
        assert [row.id for row in queries.letters_to("Chen@Example.org")] == numbers[::-1]
    assert queries.letters_to("nobody") == []


def test_sweep_drops_what_is_past_its_term_and_settles_what_nobody_sends() -> None:
    old, lost = a_letter(), a_letter()
    send_letter(old.pk, at=AT)
    later = AT + terms().waiting
    assert sweep_letters(at=later) == 0
    assert fresh(lost).state == LetterState.WAITING
    assert sweep_letters(at=later + timedelta(seconds=1)) == 0
    settled = fresh(lost)
    assert (settled.state, settled.problem, settled.params) == (LetterState.FAILED, Problem.LOST, {"name": "Chen"})
    assert sweep_letters(at=AT + terms().kept) == 0
    assert sweep_letters(at=AT + terms().kept + timedelta(seconds=1)) == 2
    assert Letter.objects.count() == 0


def test_failures_are_told_for_a_while() -> None:
    letter = failed()
    assert queries.troubled_letters(at=AT + terms().told) == (1, letter.failed_at)
    assert queries.troubled_letters(at=AT + terms().told + timedelta(seconds=1)) == (0, None)
