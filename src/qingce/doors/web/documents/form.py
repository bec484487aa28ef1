"""The fields of a document as a form has them: what is typed, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from qingce.domain.documents.enums import PAPER, Audience, DocumentText
from qingce.domain.documents.queries import DocumentRow, document_terms
from qingce.doors.web.uploads import UploadLimits
from qingce.pure.kernel.errors import QingceError
from qingce.shared.files.enums import FileType

WORDS = ("type", "title", "issuer", "number", "audience")
DAYS = ("issued_on", "valid_from", "expires_on", "covers_from", "covers_until")
FIELDS = (*WORDS, *DAYS)
# Which field of the form an error is about; others stand above the form.
FIELD_OF = {
    "document-type": "type",
    "document-without-file": "files",
    "document-files": "files",
    "document-reason-missing": "reason",
    "document-audience": "audience",
    "file-not-found": "files",
}


def limits(*, files_most: int = 0) -> UploadLimits:
    """What the form takes. Args: files_most: 0: as many as make one document."""
    terms = document_terms()
    return UploadLimits(
        PAPER, files_most=files_most or terms.files_most, file_mb=terms.file_mb, accepts=tuple(FileType)
    )


def typed_in(said: QueryDict, *, prefix: str = "") -> dict[str, str]:
    """What stands in the fields."""
    return {name: said.get(f"{prefix}{name}", "").strip() for name in FIELDS}


def typed_of(row: DocumentRow) -> dict[str, str]:
    """The fields as a document fills them."""
    typed = {name: getattr(row, name) for name in FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else str(value or "") for name, value in typed.items()}


def read_text(typed: Mapping[str, str]) -> tuple[DocumentText, dict[str, list[str]]]:
    """What the fields say.

    Returns: the text, and what is wrong by field.
    """
    days: dict[str, date | None] = {}
    faults: dict[str, list[str]] = {}
    for name in DAYS:
        days[name] = _day(typed[name])
        if typed[name] and days[name] is None:
            faults[name] = [_("Enter a day such as 2026-11-20.")]
    said = DocumentText(
        issued_on=days["issued_on"],
        valid_from=days["valid_from"],
        expires_on=days["expires_on"],
        covers_from=days["covers_from"],
        covers_until=days["covers_until"],
        type=typed["type"],
        title=typed["title"],
        issuer=typed["issuer"],
        number=typed["number"],
        audience=Audience(typed["audience"]) if typed["audience"] in Audience.values else None,
    )
    return said, faults


def field_of(error: QingceError) -> str:
    """The field of the form that an error is about; form: none."""
    named = error.params.get("field")
    return str(named) if named else FIELD_OF.get(error.code, "form")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
