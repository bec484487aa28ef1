"""Rows of this room and what they hold, as other rooms see them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from qingce.shared.issuing.enums import Draft, Issued
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.issuing.writing.templates import template


def address_of(code: str) -> str:
    """Where a document is checked: absolute and without a language, so that it never changes."""
    return f"{settings.BASE_URL}/check/{code}/"


def row_as_issued(row: IssuedDocument) -> Issued:
    """A row as other rooms see it."""
    return Issued(
        id=row.pk,
        code=row.code,
        kind=row.kind,
        subject=row.subject,
        language="zh" if row.language == "zh" else "en",
        title=str((row.said or {}).get("title", "")),
        fingerprint=row.fingerprint,
        pdf_sha256=row.pdf_sha256,
        pages=row.pages,
        issued_at=row.issued_at,
        issued_on=row.issued_on,
        has_text=row.said is not None,
    )


def said_of(draft: Draft) -> dict[str, Any]:
    """All that a draft says, for keeping."""
    return {
        "template": draft.template,
        "language": draft.language,
        "title": draft.title,
        "subtitle": draft.subtitle,
        "issuer": draft.issuer,
        "issued_on": draft.issued_on.isoformat(),
        "values": dict(draft.values),
    }


def draft_of(said: dict[str, Any]) -> Draft:
    """The draft that was kept, to be written with the template of today.

    Raises: TemplateBroken.
    """
    values = template(said["template"]).filled(said["values"])
    return Draft(**{**said, "values": values, "issued_on": date.fromisoformat(said["issued_on"])})
