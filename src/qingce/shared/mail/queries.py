"""Reading letters: lists without what the letters say, and what is known of an address."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from qingce.shared.mail.addresses import address
from qingce.shared.mail.enums import Language, LetterRow, LetterState, Problem
from qingce.shared.mail.errors import MailAddressInvalid, MailKindUnknown
from qingce.shared.mail.folder import FOLDER_BACKEND, mail_folder
from qingce.shared.mail.models import Letter
from qingce.shared.mail.registry import mail_kind
from qingce.shared.mail.terms import terms


def letters(*, state: LetterState | None = None, before: int | None = None, count: int = 50) -> list[LetterRow]:
    """Letters, the newest first; one query.

    Args: state: None: of every state. before: letters older than this number: the last one of the page before.
    """
    found = Letter.objects.order_by("-pk")
    found = found.filter(state=state) if state else found
    found = found.filter(pk__lt=before) if before else found
    return [row_of(each) for each in found[:count]]


def letters_to(email: str) -> list[LetterRow]:
    """All letters to an address, the newest first; one query. None to what is no address."""
    return [row_of(each) for each in _to(email).order_by("-pk")]


def count_letters() -> dict[LetterState, int]:
    """How many letters are in each state; one query."""
    counted = dict(Letter.objects.values_list("state").annotate(n=Count("pk")).order_by())
    return {state: counted.get(state, 0) for state in LetterState}


def bounced(email: str) -> bool:
    """Whether letters to this address come back: one did since the last that was sent; one query."""
    latest = _to(email).aggregate(bounce=Max("bounced_at"), success=Max("sent_at", filter=Q(state=LetterState.SENT)))
    if latest["bounce"] is None:
        return False
    return latest["success"] is None or latest["bounce"] >= latest["success"]


def troubled_letters(*, at: datetime) -> tuple[int, datetime | None]:
    """How many letters failed or came back within the term that this is news, and since when; one query.

    Letters that were not sent because their address was erased are no trouble.
    """
    states = [LetterState.FAILED, LetterState.BOUNCED]
    settled = Coalesce("bounced_at", "failed_at")
    found = Letter.objects.filter(state__in=states).exclude(problem=Problem.ERASED).annotate(settled_at=settled)
    told = found.filter(settled_at__gte=at - terms().told).aggregate(n=Count("pk"), oldest=Min("settled_at"))
    return told["n"], told["oldest"]


def is_address(text: str) -> bool:
    """Whether a text is one e-mail address."""
    try:
        address(text)
    except MailAddressInvalid:
        return False
    return True


def days_kept() -> int:
    """After how many days a letter is dropped."""
    return terms().kept_days


def readable_folder() -> Path | None:
    """Where letters lie in an installation without a mail server; None: they are sent."""
    return mail_folder() if settings.EMAIL_BACKEND == FOLDER_BACKEND else None


def can_send_again(letter: Letter) -> bool:
    """Whether a letter was not sent, and all that it should say is still there."""
    try:
        needed = set(mail_kind(letter.kind).params)
    except MailKindUnknown:
        return False
    return letter.state == LetterState.FAILED and bool(letter.to) and needed <= set(letter.params)


def row_of(letter: Letter) -> LetterRow:
    """A letter as lists show it."""
    return LetterRow(
        id=letter.pk,
        to=letter.to,
        kind=letter.kind,
        language=Language(letter.language),
        state=LetterState(letter.state),
        problem=Problem(letter.problem) if letter.problem else None,
        reason=letter.bounce_reason,
        created_at=letter.created_at,
        sent_at=letter.sent_at,
        settled_at=letter.bounced_at or letter.failed_at or letter.sent_at,
        can_send_again=can_send_again(letter),
    )


def _to(email: str) -> QuerySet[Letter]:
    try:
        return Letter.objects.filter(to=address(email))
    except MailAddressInvalid:
        return Letter.objects.none()
