"""Supporting documents as pages show them: slots with their clauses, what stands in each, what the shelf offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qingce.domain.disclosure.queries import (
    DisclosureRow,
    Slot,
    SupportRow,
    obstacle_of,
    slot_groups,
    slots_by_id,
)
from qingce.domain.documents.queries import DocumentRow, DocumentType, document_types
from qingce.doors.web.documents.shown import left_words, type_name
from qingce.doors.web.messages import sentence
from qingce.doors.web.rules.words import WRITERS, clause_words, said
from qingce.doors.web.templatetags.qingce_web import day
from qingce.shared.files.enums import KeptFile

Address = Callable[[SupportRow, KeptFile], str]


@dataclass(frozen=True)
class ShownSupport:
    """A supporting document in a list.

    Args: is_sealed: the enterprise writes such papers, so it bears its seal. files: with their addresses. state: how it
        stands, in words. left: how long it still holds. fault: what keeps it from being handed in; empty: nothing.
    """

    row: SupportRow
    slot: str
    clause: SafeString | str
    type: str
    is_sealed: bool
    files: Sequence[tuple[KeptFile, str]]
    state: str
    left: str
    fault: str


@dataclass(frozen=True)
class Offered:
    """A document of the shelf that fits into a slot. Args: fault: why it cannot be attached; empty: it can."""

    row: DocumentRow
    type: str
    left: str
    fault: str


@dataclass(frozen=True)
class ShownSlot:
    """A slot with what stands in it and what the shelf offers for it."""

    id: str
    title: str
    clause: SafeString
    writer: str
    is_sealed: bool
    add: str
    attached: Sequence[ShownSupport]
    offered: Sequence[Offered]
    fault: str


@dataclass(frozen=True)
class ShownGroup:
    """Slots under one title."""

    title: str
    clause: SafeString
    slots: Sequence[ShownSlot]


@dataclass(frozen=True)
class ShownDisclosed:
    """A disclosure in the list of what an enterprise has disclosed."""

    row: DisclosureRow
    supports: Sequence[ShownSupport]


def shown_supports(
    supports: Sequence[SupportRow], address: Address, *, on: date, is_open: bool = False
) -> list[ShownSupport]:
    """Supporting documents in a list; no query where there are none. Args: is_open: they may still be changed."""
    slots, types = (slots_by_id(on=on), document_types(on=on)) if supports else ({}, {})
    return [_shown(each, slots, types, address, on=on, is_open=is_open) for each in supports]


def shown_disclosed(rows: Iterable[DisclosureRow], *, on: date) -> list[ShownDisclosed]:
    """What an enterprise has disclosed, for everybody; a fixed number of queries."""
    listed = list(rows)
    shown = shown_supports([each for row in listed for each in row.supports], public_file, on=on)
    by_id = {each.row.id: each for each in shown}
    return [ShownDisclosed(row, [by_id[each.id] for each in row.supports]) for row in listed]


def shown_groups(
    row: DisclosureRow, shelf: Sequence[DocumentRow], *, on: date, is_open: bool, faults: Mapping[str, str]
) -> list[ShownGroup]:
    """Every slot of a disclosure, with what it holds and what the enterprise's shelf offers for it.

    Args: faults: what is wrong, by slot.
    """
    types, groups = document_types(on=on), slot_groups(on=on)
    held = {each.document.id for each in row.supports}
    free = [each for each in shelf if each.withdrawn_at is None and each.id not in held] if is_open else []
    offered = [(each, _offered(each, types, on=on)) for each in free]
    attached = shown_supports(row.supports, own_file, on=on, is_open=is_open)

    def slot(each: Slot) -> ShownSlot:
        return ShownSlot(
            id=each.id,
            title=said(each.title),
            clause=clause_words(each.clause),
            writer=str(WRITERS.get(each.written_by, "")),
            is_sealed=each.is_sealed,
            add=reverse("web:my-disclosure-support-new", args=[row.id]) + f"?slot={each.id}",
            attached=[one for one in attached if one.row.slot == each.id],
            offered=[shown for one, shown in offered if one.type in each.types],
            fault=faults.get(each.id, ""),
        )

    return [
        ShownGroup(said(group.title), clause_words(group.clause), [slot(each) for each in group.slots])
        for group in groups
    ]


def own_file(row: SupportRow, file: KeptFile) -> str:
    """Where the organisation finds a file of a document of its own."""
    return reverse("web:document-file", args=[row.document.id, file.id])


def public_file(row: SupportRow, file: KeptFile) -> str:
    """Where everybody finds a file of a published disclosure; its number comes from the disclosure's page."""
    return reverse("web:disclosure-file", args=[row.disclosure_id, file.id])


def office_file(row: SupportRow, file: KeptFile) -> str:
    """Where the staff find a file of a disclosure."""
    return reverse("web:office-disclosure-file", args=[row.disclosure_id, file.id])


def _shown(
    each: SupportRow,
    slots: Mapping[str, Slot],
    types: Mapping[str, DocumentType],
    address: Address,
    *,
    on: date,
    is_open: bool,
) -> ShownSupport:
    slot, kind = slots.get(each.slot), types.get(each.document.type)
    wrong = obstacle_of(each.document, on=on) if is_open else None
    return ShownSupport(
        row=each,
        slot=said(slot.title) if slot else each.slot,
        clause=clause_words(slot.clause) if slot else "",
        type=type_name(kind, each.document.type),
        is_sealed=kind.is_sealed if kind else False,
        files=[(file, address(each, file)) for file in each.document.files],
        state=_state(each, on=on),
        left=left_words(each.document, on=on),
        fault=sentence(wrong) if wrong else "",
    )


def _state(each: SupportRow, *, on: date) -> str:
    if each.document.withdrawn_at:
        return _("Withdrawn on %(day)s") % {"day": day(each.document.withdrawn_at)}
    if each.is_withheld:
        return _("Not for the public")
    return str(each.document.standing(on).label)


def _offered(row: DocumentRow, types: Mapping[str, DocumentType], *, on: date) -> Offered:
    wrong = obstacle_of(row, on=on)
    return Offered(
        row, type_name(types.get(row.type), row.type), left_words(row, on=on), sentence(wrong) if wrong else ""
    )
