"""Taking parts out of a paper before the public sees it: a copy in the place of the file, which itself stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qingce.domain.documents.acts import REDACTED
from qingce.domain.documents.enums import Audience
from qingce.domain.documents.errors import DocumentWithdrawn
from qingce.domain.documents.holding import check_editor_or_staff, locked
from qingce.domain.documents.models import Document
from qingce.domain.documents.noting import note, publish_redacted
from qingce.domain.documents.reading import get_document, not_found
from qingce.shared.files.actions import Area, redact_file
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.errors import FileNotFound
from qingce.shared.parties.enums import Actor


def redactable_file(pk: int, file: int, *, actor: Actor) -> KeptFile:
    """A file of a document, for an editor of the organisation or the staff of the area, who may take parts out of it.

    Raises: DocumentNotFound; EnterpriseNotHeld; RoleTooSmall; DocumentWithdrawn; FileNotFound: also for a copy.
    """
    found = get_document(pk, actor=actor)
    document = Document.objects.filter(pk=pk).first()
    if document is None:
        raise not_found(pk)
    check_editor_or_staff(actor, document)
    if found.row.withdrawn_at is not None:
        raise DocumentWithdrawn("This document was withdrawn; add it anew if it is needed after all.")
    kept = found.file(file)
    if kept is None or not kept.can_be_redacted:
        raise FileNotFound(f"There is no file number {file} here of which parts can be taken out.", cause="gone")
    return kept


def redact_paper(
    pk: int, file: int, areas: Sequence[Area], *, reason: str, actor: Actor, at: datetime, seen: int | None = None
) -> KeptFile:
    """Keeps a copy of a file without what lies under the areas; the public gets the newest copy in its place.

    The file itself stays for the enterprise, the staff and the parties of a case.

    Args: seen: the newest copy when the areas were marked; see `redact_file`.
    Raises: as `redactable_file`; RedactionWrong; UploadTooHeavy.
    """
    kept = redactable_file(pk, file, actor=actor)

    def enter(copy: KeptFile) -> None:
        document = locked(actor, pk)
        check_editor_or_staff(actor, document)
        note(document, REDACTED, actor, at=at, file=kept.id, copy=copy.id)
        if document.audience == Audience.PUBLIC and copy.redacted:
            publish_redacted(document, actor, reason=copy.redacted.reason, at=at)

    return redact_file(
        kept.id,
        areas,
        reason=reason,
        by=actor.person_id or None,
        signature=actor.signature,
        at=at,
        seen=seen,
        enter=enter,
    )
