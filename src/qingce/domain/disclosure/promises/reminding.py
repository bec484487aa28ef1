"""Writing to the members of a promising enterprise: at the start of a term and with few working days left.

What falls due together is told of in one letter. After a standstill the step that is reached now is told of, and none
that was passed; a term that ran out unseen is told of once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingce.domain.disclosure.acts import PROMISE_REMINDED
from qingce.domain.disclosure.models import PromisedRecord, PromiseReminder
from qingce.domain.disclosure.promises.days import workdays_left
from qingce.domain.disclosure.promises.enums import OVER, START
from qingce.domain.disclosure.promises.settling import KIND, LOCK
from qingce.domain.disclosure.promises.terms import reminders
from qingce.domain.enterprises.queries import get_enterprise, holders_of
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.ledger.actions import journal
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import members_of

LETTER = MailKind(
    "promise-reminder",
    ("step", "enterprise", "number", "count", "until", "days"),
    (),
    _("Records to be corrected and explained"),
    ("step",),
)
_PIECE = 500  # terms looked at together


@dataclass(frozen=True)
class _Letter:
    """What is told of together. Args: until: the due day; None: it cannot be reckoned yet."""

    enterprise_id: int
    until: date | None
    step: str


def remind_of_promises(*, at: datetime) -> int:
    """Writes for each term that has reached a step and was not told of for it; it may run twice, or in two processes.

    The letters of a due day and the note that they were written are one transaction: what a kill leaves is done at the
    next go, and nothing twice.

    Returns: of how many terms was told.
    """
    today, told = localdate(at), 0
    for letter, numbers in _untold(_open(today), today).items():
        with transaction.atomic():
            one_at_a_time(LOCK)
            still = _untold(PromisedRecord.objects.filter(_waiting(), pk__in=numbers), today).get(letter, [])
            if still:
                _write(letter, still, today, at=at)
                told += len(still)
    return told


def _waiting() -> Q:
    return Q(handed_in_on=None, ended_on=None)


def _open(today: date) -> QuerySet[PromisedRecord]:
    """Terms that run, and those that ran out without a word about them."""
    words = PromiseReminder.objects.filter(promised=OuterRef("pk"), starts_on=OuterRef("starts_on"))
    return PromisedRecord.objects.filter(_waiting()).filter(
        Q(due_on__gte=today) | Q(due_on=None) | Q(due_on__lt=today) & ~Exists(words)
    )


def _untold(rows: QuerySet[PromisedRecord], today: date) -> dict[_Letter, list[int]]:
    """The terms of which is to be told, by letter; two queries per 500."""
    found: dict[_Letter, list[int]] = defaultdict(list)
    for piece in _pieces(rows):
        reached = {row.pk: _step(row, today) for row in piece}
        words = PromiseReminder.objects.filter(promised__in=list(reached))
        told = set(words.values_list("promised", "starts_on", "step"))
        for row in piece:
            if (row.pk, row.starts_on, reached[row.pk]) not in told:
                found[_Letter(row.enterprise_id, row.due_on, reached[row.pk])].append(row.pk)
    return found


def _pieces(rows: QuerySet[PromisedRecord]) -> Iterable[list[PromisedRecord]]:
    last = 0
    while piece := list(rows.filter(pk__gt=last).order_by("pk")[:_PIECE]):
        yield piece
        last = piece[-1].pk


def _step(row: PromisedRecord, today: date) -> str:
    """The step that a term has reached."""
    if row.due_on is None:
        return START
    if row.due_on < today:
        return OVER
    left = workdays_left(row.due_on, today=today)
    reached = [each for each in reminders().left if left is not None and left <= each]
    return str(min(reached)) if reached else START


def _write(letter: _Letter, numbers: Sequence[int], today: date, *, at: datetime) -> None:
    found = get_enterprise(letter.enterprise_id, actor=NOBODY).row
    root, until = found.canonical_id or found.id, letter.until
    said: dict[str, str | int] = {
        "step": letter.step if until else "unknown",
        "enterprise": found.name,
        "number": root,
        "count": len(numbers),
        "until": until.isoformat() if until else "",
        "days": (workdays_left(until, today=today) or 0) if until else 0,
    }
    holders = [each.organisation_id for each in holders_of(root)]
    members = {each.email: each.language for holder in holders for each in members_of(holder)}
    for email, language in members.items():
        send_mail(LETTER.name, to=email, language=language, params=said, at=at)
    starts = dict(PromisedRecord.objects.filter(pk__in=numbers).values_list("pk", "starts_on"))
    PromiseReminder.objects.bulk_create(
        PromiseReminder(promised_id=pk, starts_on=starts[pk], step=letter.step, letters=len(members), sent_at=at)
        for pk in numbers
    )
    detail: dict[str, str | int] = {"step": letter.step, "records": len(numbers), "letters": len(members)}
    for holder in holders:
        journal(PROMISE_REMINDED, organisation=holder, subject=(KIND, numbers[0]), detail=detail, at=at)
