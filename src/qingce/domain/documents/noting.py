"""What each act on a document leaves behind: a change, the journal, and of public ones an entry in the ledger."""

from __future__ import annotations

import hashlib
from datetime import datetime

from qingce.domain.documents.models import Document, VersionFile
from qingce.domain.documents.reading import as_published
from qingce.shared.changes.actions import note_change
from qingce.shared.files.queries import files_by_ids
from qingce.shared.ledger.actions import enter_act, journal
from qingce.shared.ledger.enums import Signatory, SignatoryRole
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import organisations_by_ids, signatory_of


def note(document: Document, act: str, actor: Actor, *, at: datetime, **detail: str | int) -> None:
    """Tells the followers, and the journal with what else is worth telling."""
    note_change("document", document.pk, at=at)
    journal(
        act,
        by=actor.person_id or None,
        organisation=document.organisation_id,
        subject=("document", document.pk),
        detail=detail,
        at=at,
    )


def publish(document: Document, actor: Actor, *, at: datetime) -> None:
    """Enters that a document is public, with its files as the public gets them."""
    enter_act(
        "document-published",
        at=at,
        by=_signed(document, actor),
        subject=("document", document.pk),
        facts={
            "enterprise": document.enterprise_id,
            "type": document.type,
            "version": document.version,
            "files": _digest_of_files(document),
        },
    )


def publish_redacted(document: Document, actor: Actor, *, reason: str, at: datetime) -> None:
    """Enters that a copy took the place of a file of a public document."""
    enter_act(
        "document-redacted",
        at=at,
        by=_signed(document, actor),
        subject=("document", document.pk),
        facts={
            "enterprise": document.enterprise_id,
            "version": document.version,
            "files": _digest_of_files(document),
        },
        words={"reason": reason},
    )


def unpublish(document: Document, actor: Actor, *, reason: str, at: datetime) -> None:
    """Enters that a document is public no more, and why."""
    enter_act(
        "document-unpublished",
        at=at,
        by=_signed(document, actor),
        subject=("document", document.pk),
        facts={"enterprise": document.enterprise_id},
        words={"reason": reason},
    )


def _digest_of_files(document: Document) -> str:
    rows = VersionFile.objects.filter(version__document=document, version__number_of=document.version)
    ordered = list(rows.order_by("place").values_list("file", flat=True))
    digests = {file.id: as_published(file).sha256 for file in files_by_ids(ordered)}
    return hashlib.sha256("".join(f"{digests[pk]}\n" for pk in ordered).encode()).hexdigest()


def _signed(document: Document, actor: Actor) -> Signatory:
    """A member signs for the organisation, the staff for themselves."""
    if actor.seat_in(document.organisation_id) is None:
        return signatory_of(actor.signature)
    known = organisations_by_ids([document.organisation_id])[document.organisation_id]
    return Signatory(SignatoryRole.ORGANISATION, actor.signature, known.number)
