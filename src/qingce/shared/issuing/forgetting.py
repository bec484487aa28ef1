"""Forgetting what issued documents said about things that are no longer public; that they were issued stays known."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from qingce.shared.changes.actions import note_change
from qingce.shared.changes.enums import IdRange
from qingce.shared.files.actions import discard_files
from qingce.shared.issuing.acts import SUBJECT
from qingce.shared.issuing.enums import Language
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.issuing.registry import kinds_about
from qingce.shared.ledger.actions import journal


def forget_changed(ranges: Sequence[IdRange]) -> None:
    """Looks at the documents about things that were written, and forgets those that may no longer be read."""
    today = timezone.localdate()
    for each in ranges:
        for kind in kinds_about(each.kind):
            rows = IssuedDocument.objects.filter(kind=kind.name, subject__range=(each.first, each.last))
            for row in rows.exclude(said=None).order_by("pk"):
                if kind.present(row.subject, _language(row), on=today) is None:
                    _forget(row)


def _language(row: IssuedDocument) -> Language:
    return "zh" if row.language == "zh" else "en"


def _forget(row: IssuedDocument) -> None:
    at = timezone.now()
    with transaction.atomic():
        if row.file_id:
            discard_files([row.file_id], at=at)
        IssuedDocument.objects.filter(pk=row.pk).update(said=None, texts=None, file=None)
        journal("document-forgotten", at=at, subject=(SUBJECT, row.pk))
        note_change(SUBJECT, row.pk, at=at)
