"""Issuing documents."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from qingce.shared.changes.actions import note_change
from qingce.shared.files.actions import keep_made
from qingce.shared.files.enums import FileType
from qingce.shared.issuing.acts import ISSUED, SUBJECT
from qingce.shared.issuing.codes import new_code, spoken
from qingce.shared.issuing.enums import Draft, Issued, short
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.issuing.queries import issued_of
from qingce.shared.issuing.reading import address_of, row_as_issued, said_of
from qingce.shared.issuing.registry import kind_of
from qingce.shared.issuing.writing.pdf import Marks, Written, write_pdf
from qingce.shared.ledger.actions import enter_act, journal
from qingce.shared.ledger.enums import PLATFORM

__all__ = ["issue_document"]


def issue_document(draft: Draft, *, subject: int, at: datetime, by: int | None = None) -> Issued:
    """Issues a document, once: one that says the same about the same thing on the same day is the one of before.

    Args: by: who asked, if that is known; it stands in the journal only.
    Cost: the typesetting before the transaction; eight queries.
    Raises: DocumentValuesWrong; TemplateBroken; FontsMissing; StoreFull.
    """
    former = issued_of(draft, subject=subject)
    if former:
        return former
    code = new_code()
    marks = Marks(spoken(code), short(draft.fingerprint), address_of(code))
    written = write_pdf(draft, marks)
    try:
        with transaction.atomic():
            return row_as_issued(_enter(draft, code, subject, written, at=at, by=by))
    except IntegrityError:
        former = issued_of(draft, subject=subject)  # somebody asked for the same at the same moment
        if former is None:
            raise
        return former


def _enter(draft: Draft, code: str, subject: int, written: Written, *, at: datetime, by: int | None) -> IssuedDocument:
    file = keep_made(
        written.pdf, name=f"{draft.template}-{spoken(code)}.pdf", file_type=FileType.PDF, purpose=ISSUED, at=at
    )
    row = IssuedDocument.objects.create(
        code=code,
        kind=draft.template,
        subject=subject,
        language=draft.language,
        fingerprint=draft.fingerprint,
        matter=draft.matter,
        issued_on=draft.issued_on,
        issued_at=at,
        pages=len(written.texts),
        pdf_sha256=file.sha256,
        said=said_of(draft),
        texts=list(written.texts),
        file_id=file.id,
    )
    note_change(SUBJECT, row.pk, at=at)
    journal(ISSUED, at=at, by=by, subject=(SUBJECT, row.pk))
    facts = {
        "code": code,
        "kind": row.kind,
        "about": f"{kind_of(row.kind).about}/{subject}",
        "language": row.language,
        "fingerprint": row.fingerprint,
        "file": row.pdf_sha256,
        "pages": row.pages,
    }
    enter_act(ISSUED, at=at, by=PLATFORM, subject=(SUBJECT, row.pk), facts=facts)
    return row
