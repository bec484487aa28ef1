"""Adding documents, replacing and withdrawing them, and saying who may see them. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.documents.acts import ADDED, AUDIENCE, REPLACED, WITHDRAWN
from qingce.domain.documents.checking import audience_of, check_files, checked_columns, checked_reason
from qingce.domain.documents.enums import PAPER, Audience, DocumentText
from qingce.domain.documents.errors import DocumentChanged, SameAudience
from qingce.domain.documents.holding import check_editor, check_editor_or_staff, locked
from qingce.domain.documents.models import Document, Version, VersionFile
from qingce.domain.documents.noting import note, publish, unpublish
from qingce.domain.documents.permissions import seat_for_enterprise
from qingce.domain.documents.redacting import redact_paper
from qingce.domain.documents.types import type_named
from qingce.domain.enterprises.queries import get_enterprise
from qingce.shared.files.actions import attach_files
from qingce.shared.parties.enums import Actor, MemberRole

__all__ = ["PAPER", "add_document", "redact_paper", "replace_document", "set_audience", "withdraw_document"]


def add_document(actor: Actor, enterprise_id: int, said: DocumentText, *, files: Collection[int], at: datetime) -> int:
    """Puts a paper on an enterprise's shelf, by an editor of the organisation that speaks for it.

    Args: files: numbers of uploads kept for the purpose `PAPER`, in the order of the pages.
    Returns: number of the document.
    Raises: EnterpriseNotFound; EnterpriseNotHeld; RoleTooSmall; DocumentTypeUnknown; DocumentFileMissing;
        TooManyDocumentFiles; DocumentTextTooLong; DocumentDatesCrossed; FileNotFound.
    """
    row = get_enterprise(enterprise_id, actor=actor).row
    seat = seat_for_enterprise(actor, row.canonical_id or row.id, MemberRole.EDITOR)
    kind = type_named(said.type, on=localdate(at))
    check_files(files)
    columns = checked_columns(said, kind)
    with transaction.atomic():
        document = Document.objects.create(
            enterprise_id=row.canonical_id or row.id,
            organisation_id=seat.organisation_id,
            type=kind.id,
            audience=audience_of(said, kind),
            added_by=actor.signature,
            added_at=at,
            **columns,
        )
        _add_version(document, actor, files=files, reason="", at=at)
        note(document, ADDED, actor, at=at)
        if document.audience == Audience.PUBLIC:
            publish(document, actor, at=at)
    return document.pk


def replace_document(
    actor: Actor, pk: int, said: DocumentText, *, files: Collection[int], reason: str, seen: int, at: datetime
) -> None:
    """Adds a version, which takes the place of the one before; that one stays readable to whoever may see the paper.

    Args: files: none: those of the version before stay. seen: the version that the form was filled for.
    Raises: DocumentNotFound; EnterpriseNotHeld; RoleTooSmall; DocumentWithdrawn; DocumentChanged; otherwise as
        `add_document`; DocumentReasonMissing.
    """
    why = checked_reason(reason)
    with transaction.atomic():
        document = locked(actor, pk)
        check_editor(actor, document)
        if document.version != seen:
            raise DocumentChanged("A new version was added meanwhile; look at it first.")
        kind = type_named(document.type, on=localdate(at))
        columns = checked_columns(said, kind)
        if files:
            check_files(files)
        for name, value in columns.items():
            setattr(document, name, value)
        document.version += 1
        document.save(update_fields=[*columns, "version"])
        _add_version(document, actor, files=files, reason=why, at=at)
        note(document, REPLACED, actor, at=at, version=document.version)
        if document.audience == Audience.PUBLIC:
            publish(document, actor, at=at)


def withdraw_document(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Takes a paper off the shelf, by an editor of the organisation; it stays, with the reason, and is public no more.

    Raises: DocumentNotFound; EnterpriseNotHeld; RoleTooSmall; DocumentWithdrawn; DocumentReasonMissing.
    """
    why = checked_reason(reason)
    with transaction.atomic():
        document = locked(actor, pk)
        check_editor(actor, document)
        document.withdrawn_by, document.withdrawn_at, document.withdraw_reason = actor.signature, at, why
        document.save(update_fields=["withdrawn_by", "withdrawn_at", "withdraw_reason"])
        note(document, WITHDRAWN, actor, at=at)
        if document.audience == Audience.PUBLIC:
            unpublish(document, actor, reason=why, at=at)


def set_audience(actor: Actor, pk: int, audience: Audience, *, reason: str, at: datetime) -> None:
    """Says who may see a paper: by an editor of the organisation, or by the staff of the area.

    Raises: DocumentNotFound; EnterpriseNotHeld: neither; RoleTooSmall; DocumentWithdrawn; SameAudience;
        DocumentReasonMissing.
    """
    why = checked_reason(reason)
    with transaction.atomic():
        document = locked(actor, pk)
        check_editor_or_staff(actor, document)
        former = document.audience
        if former == audience:
            raise SameAudience("This is who may see it already; choose another one.")
        document.audience = audience
        document.save(update_fields=["audience"])
        note(document, AUDIENCE, actor, at=at, former=former, audience=str(audience))
        if audience == Audience.PUBLIC:
            publish(document, actor, at=at)
        elif former == Audience.PUBLIC:
            unpublish(document, actor, reason=why, at=at)


def _add_version(document: Document, actor: Actor, *, files: Collection[int], reason: str, at: datetime) -> None:
    said = {name: getattr(document, name) for name in _SAID}
    version = Version.objects.create(
        document=document, number_of=document.version, reason=reason, added_by=actor.signature, added_at=at, **said
    )
    ordered = list(dict.fromkeys(files))
    if ordered:
        attach_files(ordered, purpose=PAPER, at=at)
    else:
        before = VersionFile.objects.filter(version__document=document, version__number_of=document.version - 1)
        ordered = list(before.order_by("place").values_list("file", flat=True))
    VersionFile.objects.bulk_create(
        VersionFile(version=version, file_id=pk, place=place) for place, pk in enumerate(ordered, 1)
    )


_SAID = (
    "title",
    "issuer",
    "number",
    "issued_on",
    "valid_from",
    "expires_on",
    "covers_from",
    "covers_until",
)
