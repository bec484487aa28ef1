"""Which entries are about a thing: those of its own, and the bulk acts among whose rows it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from qingce.shared.ledger.entering import BLOCK
from qingce.shared.ledger.models import LedgerEntry, RowBlock

OFFSETS = (1 << BLOCK) - 1


@dataclass(frozen=True)
class Found:
    """An entry about a thing; `place`: of its row in a bulk act, else None."""

    entry: LedgerEntry
    place: int | None


def entries_of(kind: str, number: int) -> list[Found]:
    """Every entry about a thing in the order of the log, those without a number last; two queries."""
    return entries_of_each(kind, {number}).get(number, [])


def entries_of_each(kind: str, numbers: Collection[int]) -> dict[int, list[Found]]:
    """As `entries_of`, for several things; two queries, whatever their number."""
    found: dict[int, list[Found]] = {}
    own = LedgerEntry.objects.filter(subject_kind=kind, subject_id__in=numbers)
    for entry in own:
        found.setdefault(entry.subject_id or 0, []).append(Found(entry, None))
    blocks = RowBlock.objects.select_related("entry").filter(
        kind=kind, block__in={number >> BLOCK for number in numbers}
    )
    for block in blocks:
        for place, offset in enumerate(bytes(block.offsets), block.first):
            number = block.block << BLOCK | offset
            if number in numbers:
                found.setdefault(number, []).append(Found(block.entry, place))
    for each in found.values():
        each.sort(key=_order)
    return found


def first_about(kind: str, number: int) -> LedgerEntry | None:
    """The first entry about a thing; two queries."""
    return next((each.entry for each in entries_of(kind, number)), None)


def numbered(entry: LedgerEntry) -> bool:
    """Whether the sequencer has seen it."""
    return entry.number is not None


def about(kind: str, number: int) -> Q:
    """The entries about a thing, as a condition on `LedgerEntry`; two queries now.

    They are few. Named by their ids, they are not looked for among all of their kind, in whatever order is asked for.
    """
    rows = RowBlock.objects.filter(kind=kind, block=number >> BLOCK)
    inside = [row.entry_id for row in rows if number & OFFSETS in bytes(row.offsets)]
    own = LedgerEntry.objects.filter(subject_kind=kind, subject_id=number).values_list("pk", flat=True)
    return Q(pk__in=[*own, *inside])


def _order(found: Found) -> tuple[bool, int, int]:
    return found.entry.number is None, found.entry.number or 0, found.entry.pk
