"""Supporting documents of a disclosure, by slot: out of the enterprise's shelf, until the disclosure is handed in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.disclosure.acts import SUPPORT_ADDED, SUPPORT_REMOVED
from qingce.domain.disclosure.enums import TAKES_PAPERS, DisclosureState
from qingce.domain.disclosure.errors import (
    DisclosureElsewhere,
    SlotUnknown,
    SupportForeign,
    SupportGone,
    SupportNotFound,
    TooManySupports,
)
from qingce.domain.disclosure.models import Disclosure, Support
from qingce.domain.disclosure.reading_disclosures import locked_own
from qingce.domain.disclosure.reading_supports import SupportRow, obstacle_of, supports_of
from qingce.domain.disclosure.slots import Slot, slot_named
from qingce.domain.disclosure.terms import disclosure_terms
from qingce.domain.documents.actions import add_document
from qingce.domain.documents.enums import PAPER, Audience, DocumentText
from qingce.domain.documents.queries import DocumentRow, same_paper, shelf_documents
from qingce.domain.enterprises.queries import family_of
from qingce.shared.changes.actions import note_change
from qingce.shared.files.actions import discard_files
from qingce.shared.files.queries import waiting_files
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class Attached:
    """A document that was attached. Args: was_there: it stood on the shelf already, so the file was not kept twice."""

    support: int
    document: int
    was_there: bool


def attach_support(actor: Actor, pk: int, document: int, *, slot: str, at: datetime) -> int:
    """Attaches a document of the enterprise's shelf, by an editor, until the disclosure is handed in.

    Returns: number of the support; that of the one before, if it is attached already.
    Raises: DisclosureNotFound; EnterpriseNotSpokenFor; RoleTooSmall; DisclosureElsewhere; SlotUnknown;
        SupportNotFound: also for the document of another enterprise; SupportWithdrawn; SupportClosed; SupportExpired;
        SupportFormat; TooManySupports.
    """
    with transaction.atomic():
        row = _open(actor, pk)
        place = slot_named(slot, on=localdate(at))
        shelf = {each.id: each for each in _shelf(actor, row)}
        if document not in shelf:
            raise SupportNotFound(f"There is no document number {document} on this enterprise's shelf.",
                                  number=document)  # fmt: skip
        return _attach(actor, row, shelf[document], place, at=at)


def add_support(
    actor: Actor, pk: int, said: DocumentText, *, slot: str, files: Collection[int], at: datetime
) -> Attached:
    """Puts a new paper on the enterprise's shelf and attaches it, in one step; one that is there is not kept twice.

    Before the disclosure is published nobody but the enterprise and the staff sees it.

    Args: files: numbers of uploads kept for the purpose `PAPER`.
    Raises: as `attach_support` and `documents.add_document`.
    """
    with transaction.atomic():
        row = _open(actor, pk)
        place = slot_named(slot, on=localdate(at))
        there = _there(actor, row, files)
        if there is not None:
            support = _attach(actor, row, there, place, at=at)
            discard_files(list(files), at=at)
            return Attached(support, there.id, was_there=True)
        text = replace(said, audience=Audience.PARTIES)
        number = add_document(actor, row.enterprise_id, text, files=files, at=at)
        added = next(each for each in _shelf(actor, row) if each.id == number)
        return Attached(_attach(actor, row, added, place, at=at), number, was_there=False)


def remove_support(actor: Actor, pk: int, support: int, *, at: datetime) -> None:
    """Takes a document out of a disclosure, by an editor, until it is handed in; on the shelf it stays.

    Raises: DisclosureNotFound; EnterpriseNotSpokenFor; RoleTooSmall; DisclosureElsewhere; SupportNotFound.
    """
    with transaction.atomic():
        row = _open(actor, pk)
        found = Support.objects.filter(disclosure=row, pk=support).first()
        if found is None:
            raise SupportNotFound("This document was taken out already.", number=support)
        document = found.document_id
        found.delete()
        _note(row, actor, SUPPORT_REMOVED, document, at=at)


def fix_supports(row: Disclosure, *, on: date) -> None:
    """Notes which version of each document is handed in; call it in the transaction that does so.

    Raises: SupportForeign, SupportWithdrawn, SupportClosed, SupportExpired, SupportFormat: the first that stands in
        the way.
    """
    supports = supports_of([row.pk]).get(row.pk, ())
    family = _family(row) if supports else set()
    for each in supports:
        if each.document.enterprise_id not in family:
            title = each.document.title
            raise SupportForeign(f"“{title}” is another enterprise's by now: take it out here.", title=title)
        obstacle = obstacle_of(each.document, on=on)
        if obstacle is not None:
            raise obstacle
    for each in supports:
        Support.objects.filter(pk=each.id).update(version=each.version)


def check_publishable(row: Disclosure) -> tuple[SupportRow, ...]:
    """The documents of a disclosure that is about to be published.

    Raises: SupportGone: one was withdrawn, closed, or is another enterprise's since it was handed in.
    """
    supports = supports_of([row.pk]).get(row.pk, ())
    family = _family(row) if supports else set()
    for each in supports:
        if each.is_withheld or each.document.enterprise_id not in family:
            title = each.document.title
            raise SupportGone(
                f"“{title}” cannot be published any more: it was withdrawn, is not for the public, or is another "
                "enterprise's. Send it back to be put right.",
                title=title,
            )
    return supports


def _open(actor: Actor, pk: int) -> Disclosure:
    row = locked_own(pk, actor)
    if row.state not in TAKES_PAPERS:
        state = DisclosureState(row.state)
        raise DisclosureElsewhere(f"This is “{state.label}” by now; look at it again.", state=str(state.label))
    return row


def _attach(actor: Actor, row: Disclosure, document: DocumentRow, slot: Slot, *, at: datetime) -> int:
    before = Support.objects.filter(disclosure=row, document=document.id).first()
    if before is not None:
        return before.pk
    if document.type not in slot.types:
        raise SlotUnknown("Choose a slot of the list, and a type of paper that goes into it.")
    obstacle = obstacle_of(document, on=localdate(at))
    if obstacle is not None:
        raise obstacle
    most = disclosure_terms().supports_most
    if Support.objects.filter(disclosure=row).count() >= most:
        raise TooManySupports(f"At most {most} supporting documents make one disclosure.", most=most)
    made = Support.objects.create(
        disclosure=row, slot=slot.id, document_id=document.id, added_by=actor.signature, added_at=at
    )
    _note(row, actor, SUPPORT_ADDED, document.id, at=at)
    return made.pk


def _there(actor: Actor, row: Disclosure, files: Collection[int]) -> DocumentRow | None:
    """A document of the shelf that holds the very file that came, if one came alone."""
    kept = waiting_files(list(files), purpose=PAPER) if len(set(files)) == 1 else []
    rows = _shelf(actor, row) if kept else []
    return same_paper(rows, kind="", number="", file=kept[0]) if kept else None


def _shelf(actor: Actor, row: Disclosure) -> list[DocumentRow]:
    return shelf_documents(row.enterprise.canonical_id or row.enterprise_id, actor=actor)


def _family(row: Disclosure) -> set[int]:
    """The enterprise of a disclosure as merged now, by number; two queries."""
    return set(family_of([row.enterprise.canonical_id or row.enterprise_id]).values_list("pk", flat=True))


def _note(row: Disclosure, actor: Actor, act: str, document: int, *, at: datetime) -> None:
    note_change("disclosure", row.pk, at=at)
    journal(
        act,
        by=actor.person_id or None,
        organisation=row.organisation_id,
        subject=("disclosure", row.pk),
        detail={"document": document},
        at=at,
    )
