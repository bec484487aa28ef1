"""What documents hold about a person, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.domain.documents.models import Document, Version
from qingce.shared.changes.actions import note_changes
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_documents(subject: DataSubject) -> list[dict[str, object]]:
    """The versions that the person added, and why; one query."""
    rows = Version.objects.filter(added_by=subject.signature).select_related("document").order_by("pk")
    return [
        {
            "document": row.document_id,
            "version": row.number_of,
            "type": row.document.type,
            "title": row.title,
            "reason": row.reason,
            "added_at": row.added_at,
        }
        for row in rows
    ]


def erase_documents(subject: DataSubject, at: datetime) -> None:
    """Takes the person's reasons out; the papers stay with the enterprise, under the number."""
    written = Version.objects.filter(added_by=subject.signature)
    withdrawn = Document.objects.filter(withdrawn_by=subject.signature)
    numbers = sorted({*written.values_list("document", flat=True), *withdrawn.values_list("pk", flat=True)})
    written.update(reason="")
    withdrawn.update(withdraw_reason="")
    note_changes("document", numbers, at=at)


DOCUMENTS_OF_PERSON = PersonalPart(
    "documents",
    _("Documents of enterprises that you added"),
    _("So that the organisation and the staff know who added or replaced a document"),
    _("For good, under the number; after erasing without your reasons"),
    export_documents,
    erase_documents,
)
