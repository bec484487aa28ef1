"""Anybody may say that a record is wrong; the request is clocked and will be answered in public."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b32encode
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.records.actions.changing import CORRECTABLE, TooLongForField
from qingce.domain.records.enums import EVIDENCE, RequestKind, RequestText
from qingce.domain.records.models import (
    CorrectionRequest,
    Record,
    RequestAddition,
    RequestContact,
    RequestEvidence,
)
from qingce.domain.records.permissions import visible_to
from qingce.domain.records.queries import RecordNotFound
from qingce.domain.records.queries.requests import request_by_link
from qingce.domain.records.terms import due, request_terms
from qingce.pure.kernel.errors import InvalidValue, QingceError
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.files.actions import attach_files
from qingce.shared.mail.queries import is_address
from qingce.shared.parties.enums import NOBODY

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misheard or misread
_LONGEST_EMAIL = 254


class RequestIncomplete(InvalidValue):
    """A request lacks what every request needs."""

    code = "request-incomplete"


class UnknownKind(InvalidValue):
    """The kind or the field is none of those that can be chosen."""

    code = "request-unknown-choice"


class InvalidEmail(InvalidValue):
    """The address cannot be one for e-mail."""

    code = "email-invalid"


class TooManyFiles(InvalidValue):
    """More files came than one request takes."""

    code = "request-files"


class AlreadyAsked(QingceError):
    """The same request is open already."""

    code = "request-asked"


class RequestClosed(QingceError):
    """The request was answered, or took as much as it can hold."""

    code = "request-closed"


@dataclass(frozen=True)
class AskedRequest:
    """A request that is in: its public reference, and the secret of the asker's own link."""

    reference: str
    secret: str


def problems_of(said: RequestText, *, files: int = 0) -> dict[str, InvalidValue]:
    """What is wrong with each field of a request, by the field's name; empty: it can be sent."""
    most = request_terms()
    longest = {
        "proposed": most.proposed_longest,
        "statement": most.statement_longest,
        "name": most.name_longest,
        "email": _LONGEST_EMAIL,
    }
    found: dict[str, InvalidValue] = {
        name: _too_long(name, len(clean(getattr(said, name))), limit)
        for name, limit in longest.items()
        if len(clean(getattr(said, name))) > limit
    }
    if said.kind not in RequestKind:
        found["kind"] = RequestIncomplete("Choose what is wrong with the record.", cause="kind")
    if said.field and said.field not in CORRECTABLE:
        found["field"] = UnknownKind("Choose a field from the list, or none.")
    if not clean(said.statement):
        found["statement"] = RequestIncomplete("Say what is wrong and how you know.")
    if clean(said.email) and "email" not in found and not is_address(clean(said.email)):
        found["email"] = InvalidEmail("This is no e-mail address; write it like name@example.org, or leave it empty.")
    if files > most.files_most:
        found["files"] = TooManyFiles(f"At most {most.files_most} files can be sent.", most=most.files_most)
    return found


def ask_correction(
    record_id: int, *, said: RequestText, files: Collection[int] = (), nonce: str, at: datetime
) -> AskedRequest:
    """Puts a request before the staff, with the day by which it is answered.

    The same form sent twice is one request. Files are attached in the same transaction.

    Args: files: numbers of uploads kept for `EVIDENCE`. nonce: of the form, so that it is known again.
    Raises: RecordNotFound: none, or not public; AlreadyAsked: the same words are open already; FileNotFound: an upload
        waited too long; the first of `problems_of`.
    """
    said = _cleaned(said)
    for problem in problems_of(said, files=len(files)).values():
        raise problem
    secret = _secret(nonce, record_id, said)
    again = request_by_link(secret)
    if again is not None:
        return AskedRequest(again.reference, secret)
    try:
        with transaction.atomic():
            return AskedRequest(_write(record_id, said, files, secret, at).reference, secret)
    except IntegrityError:  # somebody was faster with the same form or the same words
        return _the_other(said, record_id, secret)


def _write(record_id: int, said: RequestText, files: Collection[int], secret: str, at: datetime) -> CorrectionRequest:
    record = Record.objects.filter(visible_to(NOBODY), pk=record_id).only("division").first()
    if record is None:
        raise RecordNotFound(f"There is no public record number {record_id}.", number=record_id)
    terms = request_terms()
    received_on = localdate(at)
    request = CorrectionRequest.objects.create(
        record_id=record_id,
        division=record.division,
        reference=new_reference(),
        link_sha256=hashlib.sha256(secret.encode()).digest(),
        same_key=_same_key(record_id, said),
        kind=said.kind,
        field=said.field,
        proposed=said.proposed,
        statement=said.statement,
        is_enterprise=said.is_enterprise,
        received_at=at,
        term_workdays=terms.answer_workdays,
        due_on=due(received_on, terms.answer_workdays, stored=None, today=received_on).on,
    )
    if said.name or said.email:
        RequestContact.objects.create(request=request, name=said.name, email=said.email)
    _attach(request, None, files, at)
    note_change("correction-request", request.pk, at=at)
    return request


def add_to_request(secret: str, *, text: str, files: Collection[int] = (), at: datetime) -> None:
    """Adds words or files to one's own open request.

    Raises: RequestNotFound; RequestClosed; RequestIncomplete: neither words nor files; TooLongForField; TooManyFiles.
    """
    text, most = clean(text), request_terms()
    if not (text or files):
        raise RequestIncomplete("Write what you want to add, or choose a file.", cause="addition")
    if len(text) > most.statement_longest:
        raise _too_long("text", len(text), most.statement_longest)
    if len(files) > most.files_most:
        raise TooManyFiles(f"At most {most.files_most} files can be sent.", most=most.files_most)
    with transaction.atomic():
        request = CorrectionRequest.objects.select_for_update().get(pk=request_by_link(secret, is_needed=True).pk)
        if request.outcome:
            raise RequestClosed("This request has been answered; send a new one if something is still wrong.")
        last = request.additions.order_by("-pk").first()
        if last and not files and last.text == text:  # the same form, sent twice
            return
        if request.additions.count() >= most.additions_most:
            raise RequestClosed("This request holds as many additions as it can; wait for its answer.", cause="full")
        addition = RequestAddition.objects.create(request=request, text=text, added_at=at)
        _attach(request, addition, files, at)
        note_change("correction-request", request.pk, at=at)


def new_reference() -> str:
    """A reference that is read out over the telephone without mistakes: 7KQ2-9XMW."""
    letters = [secrets.choice(_ALPHABET) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def _attach(request: CorrectionRequest, addition: RequestAddition | None, files: Collection[int], at: datetime) -> None:
    if files:
        attach_files(files, purpose=EVIDENCE, at=at)
        RequestEvidence.objects.bulk_create(
            RequestEvidence(request=request, addition=addition, file_id=pk) for pk in sorted(set(files))
        )


def _the_other(said: RequestText, record_id: int, secret: str) -> AskedRequest:
    """The request that was there first: the asker's own if it has the same form, else only its reference is told."""
    own = request_by_link(secret)
    if own is not None:
        return AskedRequest(own.reference, secret)
    other = CorrectionRequest.objects.filter(same_key=_same_key(record_id, said), outcome="").first()
    reference = other.reference if other else ""
    raise AlreadyAsked(
        f"The same request is open already, as {reference}; it will be answered on the record's page.",
        reference=reference,
    )


def _cleaned(said: RequestText) -> RequestText:
    texts = {name: clean(getattr(said, name)) for name in ("kind", "field", "proposed", "statement", "name", "email")}
    return replace(said, **texts)  # type: ignore[arg-type]  # all of these are texts


def _secret(nonce: str, record_id: int, said: RequestText) -> str:
    """The same form with the same words always leads to the same link; nobody else can work it out."""
    text = f"{nonce}\0{_same_key(record_id, said).hex()}"
    return b32encode(_keyed("correction-link", text)[:20]).decode().lower()


def _same_key(record_id: int, said: RequestText) -> bytes:
    # Keyed: from the row alone nobody can try out which address it was made from.
    words = (str(record_id), said.kind, said.field, said.proposed, said.statement, said.email.lower())
    return _keyed("correction-text", "\0".join(words))[:16]


def _keyed(what: str, text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"{what}\0{text}".encode(), "sha256")


def _too_long(name: str, length: int, longest: int) -> TooLongForField:
    return TooLongForField(
        f"{name} takes at most {longest} characters; this has {length}.", field=name, longest=longest, length=length
    )
