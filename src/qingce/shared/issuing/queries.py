"""What this room answers: documents by their code, how they stand today, and what came back beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from qingce.shared.changes.queries import written_changes
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import PageRead, files_by_ids
from qingce.shared.issuing.codes import read_code, read_mark, spoken
from qingce.shared.issuing.comparing import compare
from qingce.shared.issuing.enums import Compared, Draft, Issued, Language, Standing, short
from qingce.shared.issuing.errors import (
    DocumentCodeWrong,
    DocumentForgotten,
    IssuedDocumentNotFound,
    NothingToCompare,
)
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.issuing.reading import address_of, draft_of, row_as_issued
from qingce.shared.issuing.registry import kind_of
from qingce.shared.issuing.writing.docx import write_docx
from qingce.shared.issuing.writing.pdf import Marks
from qingce.shared.issuing.writing.templates import template

__all__ = [
    "code_on",
    "compared",
    "docx_of",
    "is_public",
    "issued_about",
    "issued_by_code",
    "issued_by_ids",
    "issued_of",
    "kind_title",
    "pdf_of",
    "standing_of",
]


def issued_by_code(typed: str) -> Issued:
    """The document of a code, as somebody typed it; one query.

    Raises: DocumentCodeWrong: a character is wrong; IssuedDocumentNotFound: none was issued.
    """
    return row_as_issued(_row(typed))


def issued_by_ids(ids: Sequence[int]) -> list[Issued]:
    """The documents of these numbers; one query."""
    return [row_as_issued(row) for row in IssuedDocument.objects.filter(pk__in=ids).order_by("pk")]


def issued_about(kind: str, subject: int) -> tuple[Issued, ...]:
    """The newest document of a kind about something in each language, Chinese first; one query."""
    rows = IssuedDocument.objects.filter(kind=kind, subject=subject).order_by("pk")
    newest = {row.language: row for row in rows}
    return tuple(row_as_issued(newest[language]) for language in ("zh", "en") if language in newest)


def issued_of(draft: Draft, *, subject: int) -> Issued | None:
    """The document that says exactly this, if it was issued; one query."""
    row = IssuedDocument.objects.filter(
        kind=draft.template, subject=subject, language=draft.language, fingerprint=draft.fingerprint
    ).first()
    return row_as_issued(row) if row else None


def kind_title(issued: Issued, language: str) -> str:
    """What such a document is called."""
    return template(issued.kind).title[language]


def standing_of(issued: Issued, *, on: date) -> Standing:
    """Whether what a document is about is still as it says; two queries where nothing was written since it was asked.

    Cost: what it takes to compose it anew, once after each write in each process.
    """
    present = matter_today(issued.kind, issued.subject, issued.language, on, written_changes())
    if not present:
        return Standing.GONE
    matter = IssuedDocument.objects.values_list("matter", flat=True).get(pk=issued.id)
    return Standing.CURRENT if present == matter else Standing.CHANGED


@lru_cache(maxsize=1_000)
def matter_today(kind: str, subject: int, language: Language, on: date, written: int) -> str:
    """SHA-256 of what a document of this kind would say about its subject; empty: that is no longer public.

    Args: written: how many changes there are. Whatever documents tell is noted as a change when it is written, so
        that what was composed holds as long as this stays the same.
    """
    del written
    present = kind_of(kind).present(subject, language, on=on)
    return present.matter if present else ""


def is_public(issued: Issued) -> bool:
    """Whether everybody who has its code may read what it says."""
    return kind_of(issued.kind).is_public(issued.subject)


def pdf_of(issued: Issued) -> KeptFile:
    """The file as it was issued; two queries.

    Raises: DocumentForgotten.
    """
    row = _kept_row(issued)
    found = files_by_ids([row.file_id]) if row.file_id else []
    if not found:
        raise _forgotten(issued)
    return found[0]


def docx_of(issued: Issued) -> bytes:
    """What the document says as a Word document to edit; one query.

    Raises: DocumentForgotten.
    """
    row = _kept_row(issued)
    marks = Marks(issued.spoken, short(row.fingerprint), address_of(row.code))
    return write_docx(draft_of(row.said or {}), marks)


def compared(issued: Issued, pages: Sequence[PageRead], *, digests: Sequence[str]) -> Compared:
    """What was handed in, page by page, beside what was issued; one query.

    Args: digests: SHA-256 of the files as they came.
    Raises: NothingToCompare.
    """
    if not pages:
        raise NothingToCompare("No page was handed in.", cause="no-page")
    texts = IssuedDocument.objects.values_list("texts", flat=True).get(pk=issued.id)
    return compare(issued, texts, pages, is_same_file=list(digests) == [issued.pdf_sha256])


def code_on(pages: Sequence[PageRead]) -> str:
    """The code of the document that most pages are of.

    Raises: NothingToCompare: no page has a code of ours.
    """
    found = [mark.code for each in pages for mark in map(read_mark, each.codes) if mark]
    if not found:
        foreign = next((text for each in pages for text in each.codes), "")
        raise NothingToCompare(
            "No page carries a code of a document issued here.", cause="foreign" if foreign else "no-code"
        )
    return max(found, key=found.count)


def _row(typed: str) -> IssuedDocument:
    code = read_code(typed)
    if not code:
        raise DocumentCodeWrong("This is no code of a document: compare each character with the paper.")
    row = IssuedDocument.objects.filter(code=code).first()
    if row is None:
        raise IssuedDocumentNotFound(f"No document {spoken(code)} was issued here.", code=spoken(code))
    return row


def _kept_row(issued: Issued) -> IssuedDocument:
    row = _row(issued.code)
    if row.said is None:
        raise _forgotten(issued)
    return row


def _forgotten(issued: Issued) -> DocumentForgotten:
    return DocumentForgotten(f"What document {issued.spoken} says is no longer public.", code=issued.spoken)
