"""What is said of a document, made fit to be kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import date

from qingce.domain.documents.enums import Audience, DocumentText
from qingce.domain.documents.errors import (
    DocumentDatesCrossed,
    DocumentFileMissing,
    DocumentReasonMissing,
    DocumentTextTooLong,
    TooManyDocumentFiles,
)
from qingce.domain.documents.terms import document_terms
from qingce.domain.documents.types import DocumentType
from qingce.pure.kernel.text import clean

COLUMNS = tuple(each.name for each in fields(DocumentText) if each.name not in ("type", "audience"))


def checked_columns(said: DocumentText, kind: DocumentType) -> dict[str, str | date | None]:
    """The columns of a document; without a title it is called as its type.

    Raises: DocumentTextTooLong; DocumentDatesCrossed.
    """
    terms = document_terms()
    title = _short(said.title, terms.title_longest, "title") or kind.name_zh
    issuer = _short(said.issuer, terms.issuer_longest, "issuer")
    number = _short(said.number, terms.number_longest, "number")
    _check_order(said.valid_from or said.issued_on, said.expires_on, "expires_on")
    _check_order(said.covers_from, said.covers_until, "covers_until")
    days = {name: getattr(said, name) for name in COLUMNS if name.endswith(("_on", "_from", "_until"))}
    return {"title": title, "issuer": issuer, "number": number, **days}


def checked_reason(reason: str) -> str:
    """A reason as it is kept.

    Raises: DocumentReasonMissing; DocumentTextTooLong.
    """
    text = _short(reason, document_terms().reason_longest, "reason")
    if not text:
        raise DocumentReasonMissing("Say why: the reason stays with the document.")
    return text


def check_files(files: Collection[int]) -> None:
    """Whether so many files make a version.

    Raises: DocumentFileMissing; TooManyDocumentFiles.
    """
    most = document_terms().files_most
    if not files:
        raise DocumentFileMissing("Choose the file, or the files if it was scanned page by page.")
    if len(set(files)) > most:
        raise TooManyDocumentFiles(f"At most {most} files make one document.", most=most)


def audience_of(said: DocumentText, kind: DocumentType) -> Audience:
    """As chosen, else as the type has it."""
    return said.audience or kind.audience


def _short(text: str, longest: int, field: str) -> str:
    found = clean(text)
    if len(found) > longest:
        raise DocumentTextTooLong(f"This takes at most {longest} characters.", longest=longest, field=field)
    return found


def _check_order(first: date | None, last: date | None, field: str) -> None:
    if first and last and last < first:
        raise DocumentDatesCrossed(f"It would end on {last}, before it begins on {first}.", field=field)
