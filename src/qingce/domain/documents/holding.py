"""What each act does with a document first: holds its row, and sees whether whoever acts may write."""

from __future__ import annotations

from qingce.domain.documents.errors import DocumentWithdrawn
from qingce.domain.documents.models import Document
from qingce.domain.documents.permissions import seat_for_enterprise, staff_documents, visible_to
from qingce.domain.documents.reading import not_found
from qingce.domain.enterprises.queries import get_enterprise
from qingce.shared.parties.enums import Actor, MemberRole


def locked(actor: Actor, pk: int) -> Document:
    """A document that somebody may see and that is not withdrawn, held until the transaction ends.

    Raises: DocumentNotFound; DocumentWithdrawn.
    """
    document = Document.objects.select_for_update().filter(pk=pk).first()
    if document is None or not Document.objects.filter(visible_to(actor), pk=pk).exists():
        raise not_found(pk)
    if document.withdrawn_at is not None:
        raise DocumentWithdrawn("This document was withdrawn; add it anew if it is needed after all.")
    return document


def check_editor(actor: Actor, document: Document) -> None:
    """Whether somebody is an editor of the organisation that speaks for the enterprise.

    Raises: EnterpriseNotHeld; RoleTooSmall.
    """
    row = get_enterprise(document.enterprise_id, actor=actor).row
    seat_for_enterprise(actor, row.canonical_id or row.id, MemberRole.EDITOR)


def check_editor_or_staff(actor: Actor, document: Document) -> None:
    """Whether somebody is an editor of the organisation or looks after documents of the area.

    Raises: EnterpriseNotHeld; RoleTooSmall.
    """
    if not Document.objects.filter(staff_documents(actor), pk=document.pk).exists():
        check_editor(actor, document)
