"""Writing letters, sending them again, taking in what came back, and forgetting an address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from qingce.shared.changes.actions import note_change, note_changes
from qingce.shared.mail.addresses import address, mail_domain
from qingce.shared.mail.bounces import read_report
from qingce.shared.mail.enums import BounceOutcome, Language, LetterRow, LetterState, Problem
from qingce.shared.mail.errors import (
    LetterIncomplete,
    LetterNotFailed,
    LetterNotFound,
    MailLanguageUnknown,
    MailParamsWrong,
)
from qingce.shared.mail.folder import drop_files_to
from qingce.shared.mail.models import Letter
from qingce.shared.mail.queries import can_send_again, row_of
from qingce.shared.mail.registry import mail_kind
from qingce.shared.mail.sending import send_letter
from qingce.shared.mail.settling import settle_bounced, settle_undelivered
from qingce.shared.mail.tasks import send_waiting_letter
from qingce.shared.mail.writing import one_line


def send_mail(kind: str, *, to: str, language: str, params: Mapping[str, str | int], at: datetime) -> int:
    """Writes down a letter, inside the act's transaction; it is sent in the background if the act commits.

    Args: to: one address. language: zh or en. params: exactly those that the kind was registered with; each is
        put in as one line.
    Returns: the letter's number.
    Raises: MailKindUnknown; MailParamsWrong; MailAddressInvalid; MailLanguageUnknown. Nothing is written then.
    """
    with transaction.atomic():
        letter = _write(kind, to=to, language=language, params=params, at=at)
        send_waiting_letter.enqueue(letter.pk)
    return letter.pk


def send_test_mail(*, to: str, language: str, params: Mapping[str, str | int], at: datetime) -> LetterRow:
    """Sends a letter of the kind `test-mail` at once, in one attempt, so that settings can be tried.

    Returns: the letter, sent or failed, with why. Raises: as `send_mail`.
    """
    with transaction.atomic():
        letter = _write("test-mail", to=to, language=language, params=params, at=at)
    send_letter(letter.pk, at=at, most_attempts=1)
    return row_of(Letter.objects.get(pk=letter.pk))


def send_again(letter_id: int, *, at: datetime) -> None:
    """Puts a letter that failed back into the queue.

    Raises: LetterNotFound; LetterNotFailed; LetterIncomplete: it held a secret that is gone, or its address is.
    """
    with transaction.atomic():
        letter = Letter.objects.select_for_update().filter(pk=letter_id).first()
        if letter is None:
            raise LetterNotFound(str(letter_id))
        if letter.state != LetterState.FAILED:
            raise LetterNotFailed(letter_id)
        if not can_send_again(letter):
            raise LetterIncomplete(letter_id)
        fresh = {"state": LetterState.WAITING, "problem": "", "attempts": 0, "queued_at": at, "failed_at": None}
        Letter.objects.filter(pk=letter_id).update(**fresh)
        note_change("letter", letter_id, at=at)
        send_waiting_letter.enqueue(letter_id)


def take_bounce(message: bytes, *, at: datetime) -> BounceOutcome:
    """Takes in a delivery report as the mail server hands it over; one that comes twice changes nothing more.

    Args: message: whole, headers included; its beginning is enough.
    Raises: NotABounce: it is no readable report about a letter of ours. LetterNotFound: the letter is gone.
    """
    report = read_report(message)
    with transaction.atomic():
        letter = Letter.objects.select_for_update().filter(token=report.token).first()
        if letter is None:
            raise LetterNotFound(report.token)
        if not report.has_failed:
            return BounceOutcome.PASSING
        if letter.state in (LetterState.BOUNCED, LetterState.FAILED):
            return BounceOutcome.KNOWN
        if report.is_permanent:
            settle_bounced(letter, report.reason, at=at)
            return BounceOutcome.BOUNCED
        settle_undelivered(letter, at=at)
    return BounceOutcome.UNDELIVERED


def forget_letters(email: str, *, at: datetime) -> int:
    """Erases an address: it and what its letters said go, that there were letters stays.

    A letter that still waits is not sent.

    Returns: how many letters there were. Raises: MailAddressInvalid.
    """
    to = address(email)
    with transaction.atomic():
        found = Letter.objects.select_for_update().filter(to=to)
        numbers = list(found.values_list("pk", flat=True))
        waiting = {"state": LetterState.FAILED, "problem": Problem.ERASED, "failed_at": at}
        found.filter(state=LetterState.WAITING).update(**waiting)
        Letter.objects.filter(pk__in=numbers).update(to="", params={}, bounce_reason="")
        note_changes("letter", numbers, at=at)
        transaction.on_commit(lambda: drop_files_to(to))
    return len(numbers)


def _write(kind: str, *, to: str, language: str, params: Mapping[str, str | int], at: datetime) -> Letter:
    known = set(mail_kind(kind).params)
    if known != set(params):
        raise MailParamsWrong(kind, missing=known - set(params), unknown=set(params) - known)
    if language not in Language.values:
        raise MailLanguageUnknown(language)
    token = uuid4().hex
    letter = Letter.objects.create(
        to=address(to),
        kind=kind,
        language=language,
        params={name: one_line(value) if isinstance(value, str) else value for name, value in params.items()},
        token=token,
        message_id=f"{token}@{mail_domain()}",
        created_at=at,
        queued_at=at,
    )
    note_change("letter", letter.pk, at=at)
    return letter
