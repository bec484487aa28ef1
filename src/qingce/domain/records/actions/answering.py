"""Answering a request: the correction and the public answer are one act."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from qingce.domain.records.actions.changing import (
    ReasonMissing,
    TooLongForField,
    correct_record,
    withdraw_record,
)
from qingce.domain.records.actions.moving import move_record
from qingce.domain.records.enums import Answer, Outcome, PublicationState
from qingce.domain.records.models import CorrectionRequest, Record, RequestContact
from qingce.domain.records.permissions import contacts_erased_by, requests_answered_by
from qingce.domain.records.queries.requests import RequestNotFound, version_of
from qingce.domain.records.terms import request_terms
from qingce.domain.records.transitions import REQUESTS, STAFF
from qingce.pure.kernel.errors import InvalidValue, QingceError
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import Writes, apply_transition, check_step, journal
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import taker_of


class OutcomeMissing(InvalidValue):
    """An answer says how the request ends."""

    code = "outcome-missing"


class TargetMissing(InvalidValue):
    """A record is moved to an enterprise that is named."""

    code = "request-target-missing"


class RequestChanged(QingceError):
    """The request or its record is not as it was shown."""

    code = "request-changed"


def answer_request(pk: int, answer: Answer, *, seen: str, actor: Actor, at: datetime) -> None:
    """Ends a request: does to the record what was decided and answers in public, or neither.

    Args: seen: the `version` of what the decider was shown.
    Raises: RequestNotFound: also for one that the actor does not decide on; OutcomeMissing; ReasonMissing;
        TooLongForField; TargetMissing;
        AlreadyAnswered; RequestChanged; what correcting, moving and withdrawing raise.
    """
    text = _checked_text(answer)
    with transaction.atomic():
        request = _locked(pk, requests_answered_by(actor))
        Record.objects.select_for_update().get(pk=request.record_id)  # so that it stays as it was seen
        check_step(REQUESTS, request, answer.outcome, party=STAFF)
        if version_of(request) != seen:
            raise RequestChanged("The request or its record changed since you opened it; look at it again.")
        _do(request, answer, text, actor, at)
        said = {"answer": text, "answered_by": actor.signature, "answered_at": at}
        by = taker_of(actor, STAFF)
        apply_transition(REQUESTS, request, answer.outcome, by=by, at=at, writes=Writes(columns=said))


def _checked_text(answer: Answer) -> str:
    if answer.outcome not in Outcome:
        raise OutcomeMissing("Choose how the request ends.")
    if answer.outcome == Outcome.MOVED and answer.to is None:
        raise TargetMissing("Give the number of the enterprise that the record belongs to.")
    text, longest = clean(answer.text), request_terms().answer_longest
    if not text:
        raise ReasonMissing("Say why: the reason is shown on the record's page.")
    if len(text) > longest:
        raise TooLongForField(
            f"answer takes at most {longest} characters; this has {len(text)}.",
            field="answer", longest=longest, length=len(text),
        )  # fmt: skip
    return text


def _do(request: CorrectionRequest, answer: Answer, text: str, actor: Actor, at: datetime) -> None:
    record_id = request.record_id
    if answer.outcome == Outcome.CORRECTED:
        correct_record(record_id, answer.values, actor=actor, reason=text, at=at)
    elif answer.outcome == Outcome.MOVED and answer.to is not None:
        move_record(record_id, to=answer.to, actor=actor, reason=text, at=at)
    elif answer.outcome == Outcome.WITHDRAWN and request.record.state != PublicationState.WITHDRAWN:
        withdraw_record(record_id, actor=actor, reason=text, clause=answer.clause, at=at)


def release_statement(pk: int, text: str, *, actor: Actor, at: datetime) -> None:
    """Lets the public read what the asker said, without what concerns persons; an empty text takes it back.

    Raises: RequestNotFound: also for one that the actor does not decide on; TooLongForField.
    """
    text, longest = clean(text), request_terms().statement_longest
    if len(text) > longest:
        raise TooLongForField(
            f"statement takes at most {longest} characters; this has {len(text)}.",
            field="statement", longest=longest, length=len(text),
        )  # fmt: skip
    with transaction.atomic():
        request = _locked(pk, requests_answered_by(actor))
        request.released_statement, request.released_by, request.released_at = text, actor.signature, at
        request.save(update_fields=["released_statement", "released_by", "released_at"])
        note_change("correction-request", request.pk, at=at)
        journal("statement-released", by=actor.person_id or None, subject=("correction-request", pk), at=at)


def erase_contact(pk: int, *, actor: Actor, at: datetime) -> None:
    """Erases who asked, for good; the request stays. Doing it twice changes nothing.

    Raises: RequestNotFound: also for one that is not the actor's to erase.
    """
    with transaction.atomic():
        _erase(_locked(pk, contacts_erased_by(actor)), at)
        journal("contact-erased", by=actor.person_id or None, subject=("correction-request", pk), at=at)


def erase_old_contacts(*, at: datetime) -> int:
    """Erases who asked where the answer is older than the term for keeping that.

    Returns: how many were erased.
    """
    before = at - timedelta(days=request_terms().contact_kept_days)
    with transaction.atomic():
        old = CorrectionRequest.objects.filter(answered_at__lt=before, contact__isnull=False).select_for_update(
            of=("self",)
        )
        requests = list(old.order_by("pk"))
        for request in requests:
            _erase(request, at)
    return len(requests)


def _erase(request: CorrectionRequest, at: datetime) -> None:
    RequestContact.objects.filter(request=request).delete()
    # It was made of the address, too.
    request.same_key = None
    request.save(update_fields=["same_key"])
    note_change("correction-request", request.pk, at=at)


def _locked(pk: int, among: Q) -> CorrectionRequest:
    request = CorrectionRequest.objects.select_for_update(of=("self",)).filter(among, pk=pk).first()
    if request is None:
        raise RequestNotFound(f"There is no correction request number {pk}.", number=pk)
    return request
