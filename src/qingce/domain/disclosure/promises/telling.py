"""That an enterprise was told of a record before it became public here: its term begins on that day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.disclosure.acts import PROMISE_TOLD
from qingce.domain.disclosure.errors import OwnDisclosure, PromiseNotFound, PromiseNotRunning, TextTooLong, ToldDayWrong
from qingce.domain.disclosure.models import PromisedRecord
from qingce.domain.disclosure.promises.permissions import promises_looked_after
from qingce.domain.disclosure.promises.settling import LOCK, note, start_term
from qingce.domain.disclosure.terms import disclosure_terms
from qingce.pure.kernel.text import clean
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.parties.enums import Actor


def note_told(actor: Actor, pk: int, *, told_on: date, reason: str, at: datetime) -> None:
    """Notes, by the staff of the enterprise's area, when it was told of a record; the earlier day counts.

    Args: told_on: between the promise and the day on which the record became public here. reason: how that is known;
        public.
    Raises: PromiseNotFound; PromiseNotRunning: it was kept, or does not count any more; OwnDisclosure; ToldDayWrong;
        TextTooLong; NoReleaseInForce.
    """
    text, longest = clean(reason), disclosure_terms().words_longest
    if len(text) > longest:
        raise TextTooLong(f"This takes at most {longest} characters.", longest=longest, field="reason")
    with transaction.atomic():
        one_at_a_time(LOCK)
        rows = PromisedRecord.objects.filter(promises_looked_after(actor), pk=pk).select_related("promise")
        row = rows.select_for_update(of=("self",)).first()
        if row is None:
            raise PromiseNotFound(f"There is no promised record number {pk}.", number=pk)
        if actor.seat_in(row.promise.organisation_id) is not None:
            raise OwnDisclosure("You belong to the organisation that promised this; a colleague has to decide.")
        if row.ended_on is not None or row.handed_in_on is not None:
            raise PromiseNotRunning("This term is not running any more.", number=pk)
        _check(row, told_on, text)
        row.told_on, row.told_reason, row.told_by = told_on, text, actor.signature
        start_term(row, told_on)
        row.save()
        note(row, PROMISE_TOLD, at=at, by=actor.person_id or None)


def _check(row: PromisedRecord, told_on: date, text: str) -> None:
    first = localdate(row.promise.answered_at)
    if not first <= told_on <= row.published_on:
        raise ToldDayWrong(
            f"Give a day from {first} (the promise) to {row.published_on} (the record became public here).",
            first=first, last=row.published_on, field="told_on",
        )  # fmt: skip
    if not text:
        raise ToldDayWrong(
            "Say how it is known that the enterprise was told: it is public.", cause="reason", field="reason"
        )
