"""What a form and its script say of files that come apart from it: signed, and of no use to another form."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core import signing

from qingce.shared.files.enums import FileType, KeptFile, Partial

_KEPT, _RECEIVED, _TICKET = "qingce.form-file", "qingce.form-upload", "qingce.upload-ticket"
_TICKET_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Ticket:
    """What lets the script of a form send files piece by piece. Args: form: names the form, without telling it."""

    text: str
    form: str


@dataclass(frozen=True)
class Allowed:
    """What a ticket allows, for which form. Args: accepts: empty: the form reads what comes, and keeps nothing."""

    purpose: str
    form: str
    file_mb: int
    accepts: Collection[FileType]


def upload_ticket(purpose: str, nonce: str, *, file_mb: int, accepts: Collection[FileType]) -> Ticket:
    """A ticket for one form, for these types and sizes, for a day."""
    form = form_of(nonce)
    return Ticket(signing.dumps([purpose, form, file_mb, sorted(accepts)], salt=_TICKET), form)


def ticketed(text: str) -> Allowed | None:
    """What a ticket allows; None: not ours, or too old."""
    try:
        purpose, form, file_mb, accepts = signing.loads(text, salt=_TICKET, max_age=_TICKET_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return Allowed(purpose, form, file_mb, tuple(map(FileType, accepts)))


def form_of(nonce: str) -> str:
    """A form by a digest: what names it may be a secret, and stands on disks and in the storage of browsers."""
    return hashlib.sha256(nonce.encode()).hexdigest()[:32]


def kept_token(file: KeptFile, form: str) -> str:
    """What a form says of a file that was kept for it before."""
    return signing.dumps([file.id, form], salt=_KEPT)


def received_token(upload: Partial) -> str:
    """What a form says of a file that came for it and waits to be read."""
    return signing.dumps(upload.token, salt=_RECEIVED)


def kept_before(tokens: Iterable[str], nonce: str) -> list[int]:
    """Numbers of the files that were kept for this form; what is not ours is passed over."""
    found = []
    for text in tokens:
        try:
            file_id, form = signing.loads(text, salt=_KEPT)
        except (signing.BadSignature, ValueError):
            continue
        if form == form_of(nonce):
            found.append(file_id)
    return found


def received_before(tokens: Iterable[str]) -> list[str]:
    """The uploads that wait to be read; what is not ours is passed over."""
    found = []
    for text in tokens:
        try:
            found.append(signing.loads(text, salt=_RECEIVED))
        except signing.BadSignature:
            continue
    return found
