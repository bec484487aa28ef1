"""What becomes of a letter: every change of its state after it was queued, each with its line in `changes`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.mail.delivery import Trouble
from qingce.shared.mail.enums import LetterState, Problem
from qingce.shared.mail.errors import MailKindUnknown
from qingce.shared.mail.models import Letter
from qingce.shared.mail.registry import mail_kind

LONGEST_REASON = 300
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']+@[^\s<>()\[\]:;,\"']+")


def waiting_letters() -> QuerySet[Letter]:
    """The letters not settled yet."""
    return Letter.objects.filter(state=LetterState.WAITING)


def settle_sent(letter: Letter, *, at: datetime) -> None:
    """The mail server took it; its secrets go."""
    _settle(letter, LetterState.SENT, at=at, sent_at=at, problem="")


def settle_failed(letter: Letter, problem: Problem, *, at: datetime) -> None:
    """It will not be tried again by itself; its secrets go."""
    _settle(letter, LetterState.FAILED, at=at, failed_at=at, problem=problem)


def settle_trouble(letter: Letter, trouble: Trouble, *, at: datetime, most_attempts: int) -> bool:
    """An attempt failed: it waits for the next one, or has failed, or its address does.

    Returns: whether it goes on waiting.
    """
    if trouble.is_final and trouble.problem == Problem.ADDRESS:
        settle_bounced(letter, trouble.reason, at=at)
        return False
    if trouble.is_final or letter.attempts + 1 >= most_attempts:
        settle_failed(letter, trouble.problem, at=at)
        return False
    with transaction.atomic():
        waiting_letters().filter(pk=letter.pk).update(problem=trouble.problem, attempts=letter.attempts + 1)
        note_change("letter", letter.pk, at=at)
    return True


def settle_bounced(letter: Letter, reason: str, *, at: datetime) -> None:
    """Its address does not exist or takes no letters: told at once, or by a report about a letter that was sent."""
    # The reason may stay longer than the address, and tell of others to which a letter was passed on.
    told = _ADDRESS.sub("…", " ".join(clean(reason).split()))
    values = {"bounced_at": at, "bounce_reason": told[:LONGEST_REASON], "problem": Problem.ADDRESS}
    _settle(letter, LetterState.BOUNCED, at=at, may_be_sent=True, **values)


def settle_undelivered(letter: Letter, *, at: datetime) -> None:
    """The servers on its way gave it up; nothing is known against its address."""
    values = {"failed_at": at, "problem": Problem.UNDELIVERED}
    _settle(letter, LetterState.FAILED, at=at, may_be_sent=True, **values)


def without_secrets(letter: Letter) -> dict[str, Any]:
    """What may be kept of its parameters; nothing where nobody knows which are secret."""
    try:
        secret = mail_kind(letter.kind).secret_params
    except MailKindUnknown:
        return {}
    return {name: value for name, value in letter.params.items() if name not in secret}


def _settle(letter: Letter, state: LetterState, *, at: datetime, may_be_sent: bool = False, **values: object) -> None:
    open_states = [LetterState.WAITING, LetterState.SENT] if may_be_sent else [LetterState.WAITING]
    with transaction.atomic():
        # Only from an open state: a report may have come before the attempt that it is about was noted as sent.
        found = Letter.objects.filter(pk=letter.pk, state__in=open_states)
        if found.update(state=state, params=without_secrets(letter), **values):
            note_change("letter", letter.pk, at=at)
