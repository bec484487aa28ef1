"""Taking the sealed document back: several files, removable until it is submitted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.disclosure.acts import PAPER_ADDED, PAPER_REMOVED
from qingce.domain.disclosure.enums import SEALED, DisclosureAct, DisclosureParty, DisclosureState
from qingce.domain.disclosure.errors import DisclosureElsewhere, PaperMissing, PaperOfAnother, TooManyPapers
from qingce.domain.disclosure.models import Disclosure, Paper
from qingce.domain.disclosure.noting import note_act
from qingce.domain.disclosure.reading_disclosures import locked_own
from qingce.domain.disclosure.sending import check_holder
from qingce.domain.disclosure.supporting import fix_supports
from qingce.domain.disclosure.terms import disclosure_terms
from qingce.domain.disclosure.transitions import DISCLOSURES
from qingce.shared.files.actions import attach_files, discard_files, keep_upload
from qingce.shared.files.enums import FileType, KeptFile
from qingce.shared.files.queries import FileRead, open_bytes, read_pages
from qingce.shared.issuing.enums import MarkFound
from qingce.shared.issuing.queries import compared, issued_by_ids
from qingce.shared.ledger.actions import Writes, apply_transition
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import taker_of

_PIECE = 64 * 1024


def add_paper(actor: Actor, pk: int, chunks: Iterable[bytes], *, name: str, at: datetime) -> int:
    """Takes a file with the sealed document, by an editor: read, held against what was issued, kept.

    A page that does not fit is shown and does not stop anything; a file all of which is another document does.

    Returns: number of the paper.
    Raises: DisclosureNotFound; EnterpriseNotSpokenFor; RoleTooSmall; DisclosureElsewhere; TooManyPapers;
        PaperOfAnother; the errors of files.
    """
    with transaction.atomic():
        _check_open(locked_own(pk, actor))
    largest = disclosure_terms().paper_mb
    file = keep_upload(chunks, name=name, accepts=(FileType.PDF,), purpose=SEALED, at=at, largest_mb=largest)
    return add_kept_paper(actor, pk, file, at=at)


def add_kept_paper(actor: Actor, pk: int, file: KeptFile, *, at: datetime) -> int:
    """The same with a file that was received and checked already; one that is not taken is let go.

    Raises: as `add_paper`.
    """
    try:
        read = read_kept(file)
        with transaction.atomic():
            row = locked_own(pk, actor)
            attach_files([file.id], purpose=SEALED, at=at)
            (paper,) = take_papers(row, actor, [read], at=at)
    except Exception:
        discard_files([file.id], at=at)
        raise
    return paper


def take_papers(row: Disclosure, actor: Actor, read: Sequence[tuple[KeptFile, FileRead]], *, at: datetime) -> list[int]:
    """Makes files that are kept already the sealed documents of a disclosure, which the caller holds.

    Returns: numbers of the papers.
    Raises: DisclosureElsewhere; TooManyPapers; PaperOfAnother.
    """
    _check_open(row)
    papers = []
    for file, told in read:
        _check_count(row)
        _check_fits(row, told)
        pages = [asdict(each) for each in told.pages]
        made = Paper.objects.create(
            disclosure=row, file_id=file.id, sha256=told.sha256, pages=pages, added_by=actor.signature, added_at=at
        )
        note_act(row, actor, PAPER_ADDED, at=at, file=file.id)
        papers.append(made.pk)
    return papers


def remove_paper(actor: Actor, pk: int, paper: int, *, at: datetime) -> None:
    """Takes a file out again, by an editor, until the disclosure is submitted.

    Raises: DisclosureNotFound; EnterpriseNotSpokenFor; RoleTooSmall; DisclosureElsewhere; PaperMissing.
    """
    with transaction.atomic():
        row = locked_own(pk, actor)
        _check_open(row)
        found = Paper.objects.filter(disclosure=row, pk=paper).first()
        if found is None:
            raise PaperMissing("This file was removed already.")
        file = found.file_id
        found.delete()
        discard_files([file], at=at)
        note_act(row, actor, PAPER_REMOVED, at=at, file=file)


def submit_disclosure(actor: Actor, pk: int, *, at: datetime) -> None:
    """Hands the sealed document and the supporting ones to the staff, by an editor (BMD steps 10, 12).

    Raises: DisclosureNotFound; EnterpriseNotSpokenFor; RoleTooSmall; HolderUnsettled; DisclosureElsewhere;
        PaperMissing; the errors of `fix_supports`.
    """
    with transaction.atomic():
        row = locked_own(pk, actor)
        check_holder(row.enterprise.canonical_id or row.enterprise_id)
        fix_supports(row, on=localdate(at))
        first = row.first_submitted_at or at
        said = {"submitted_by": actor.signature, "submitted_at": at, "first_submitted_at": first}
        by = taker_of(actor, DisclosureParty.ENTERPRISE)
        apply_transition(DISCLOSURES, row, DisclosureAct.SUBMIT, by=by, at=at, writes=Writes(columns=said))


def read_kept(file: KeptFile) -> tuple[KeptFile, FileRead]:
    """What stands on its pages, from the file as it came: digests of signed files are those of their own bytes."""
    with open_bytes(file.original_sha256 or file.sha256) as content:
        pieces = iter(lambda: content.read(_PIECE), b"")
        largest = disclosure_terms().paper_mb
        return file, read_pages(pieces, name=file.name[:60], largest_mb=largest, accepts=(FileType.PDF,))


def _check_open(row: Disclosure) -> None:
    if row.state not in (DisclosureState.SENT, DisclosureState.RETURNED):
        state = DisclosureState(row.state)
        raise DisclosureElsewhere(f"This is “{state.label}” by now; look at it again.", state=str(state.label))


def _check_count(row: Disclosure) -> None:
    most = disclosure_terms().papers_most
    if Paper.objects.filter(disclosure=row).count() >= most:
        raise TooManyPapers(f"At most {most} files make one disclosure.", most=most)


def _check_fits(row: Disclosure, read: FileRead) -> None:
    """A file that carries the code of another document and none of this one is not this one."""
    if row.issued_id is None:
        return
    found = compared(issued_by_ids([row.issued_id])[0], read.pages, digests=[read.sha256])
    marks = {each.mark for each in found.pages}
    if MarkFound.OTHER_DOCUMENT in marks and MarkFound.RIGHT not in marks:
        other = next(each.other for each in found.pages if each.mark == MarkFound.OTHER_DOCUMENT)
        raise PaperOfAnother(
            f"This file is document {other}: of another enterprise, or of an older text. Hand in the one issued here.",
            code=other,
        )
