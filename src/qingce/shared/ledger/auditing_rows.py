"""What rooms hold today beside what was last entered about it: nothing changed, came or went unseen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Max

from qingce.pure.merkle.hashing import SIZE_BYTES
from qingce.pure.merkle.tiles import WIDTH
from qingce.shared.ledger.entering import BLOCK
from qingce.shared.ledger.enums import Difference, Fault, Present
from qingce.shared.ledger.models import LedgerEntry, RowBlock, Tile
from qingce.shared.ledger.schemas import newest_schema

PIECE = 2_048  # numbers at a time: eight blocks


@dataclass(frozen=True)
class Audited:
    """A kind of thing that rooms let be audited.

    Args: present: how all things with numbers from first to last stand today: number → state; those that nobody may
        see are in it too, not public. last: the highest number there is.
    """

    kind: str
    present: Callable[[int, int], Mapping[int, Present]]
    last: Callable[[], int]


@dataclass
class _Entered:
    """What was last entered about a thing."""

    number: int | None = None
    statement_hash: bytes | None = None
    is_public: bool | None = None


_audited: dict[str, Audited] = {}


def register_audited(audited: Audited) -> None:
    """Has a room's things compared with the log."""
    _audited[audited.kind] = audited


def audit_rows(
    *, progress: Callable[[str, int, int], None] = lambda _kind, _done, _total: None
) -> Iterator[Difference]:
    """Compares everything that rooms registered with what was last entered about it.

    Args: progress: told kind, numbers done, numbers in all.
    Cost: a fixed number of queries for about 2,000 numbers, and one for each bulk act among them.
    """
    for audited in _audited.values():
        rows = RowBlock.objects.filter(kind=audited.kind).aggregate(last=Max("block"))["last"]
        last = max(audited.last(), -1 if rows is None else (rows + 1 << BLOCK) - 1)
        for first in range(0, last + 1, PIECE):
            yield from _differences(audited, first, first + PIECE - 1)
            progress(audited.kind, min(first + PIECE, last + 1), last + 1)


def _differences(audited: Audited, first: int, last: int) -> Iterator[Difference]:
    entered = _entered(audited.kind, first, last)
    present = audited.present(first, last)
    for number in sorted({*entered, *present}):
        today, then = present.get(number), entered.get(number, _Entered())
        if fault := _fault(today, then):
            yield Difference(fault, then.number, (audited.kind, number))


def _fault(today: Present | None, then: _Entered) -> Fault | None:
    if today is None:
        return Fault.GONE
    if then.statement_hash is None:
        return Fault.NOT_ENTERED if today.is_public else None
    if then.statement_hash != today.statement_hash:
        return Fault.CONTENT_DIFFERS
    return None if (then.is_public is not False) == today.is_public else Fault.STATE_DIFFERS


def _entered(kind: str, first: int, last: int) -> dict[int, _Entered]:
    """What was last entered about each number of a range, entries without a number included."""
    found: list[tuple[LedgerEntry, int, bytes | None]] = []
    own = LedgerEntry.objects.filter(subject_kind=kind, subject_id__range=(first, last))
    for entry in own:
        content = json.loads(bytes(entry.body))["facts"].get("content")
        found.append((entry, entry.subject_id or 0, bytes.fromhex(content) if content else None))
    blocks: dict[int, list[RowBlock]] = {}
    for row in RowBlock.objects.select_related("entry").filter(
        kind=kind, block__range=(first >> BLOCK, last >> BLOCK)
    ):  # fmt: skip
        blocks.setdefault(row.entry_id, []).append(row)
    for rows in blocks.values():
        found += [(rows[0].entry, number, leaf) for number, leaf in _leaves(rows)]
    found.sort(key=lambda each: (each[0].number is None, each[0].number or 0, each[0].pk))
    return _last(found)


def _last(found: list[tuple[LedgerEntry, int, bytes | None]]) -> dict[int, _Entered]:
    entered: dict[int, _Entered] = {}
    for entry, number, said in found:
        state, schema = entered.setdefault(number, _Entered()), newest_schema(entry.act)
        state.number = entry.number
        if schema.states:
            state.statement_hash = said
        if schema.shows is not None:
            state.is_public = schema.shows
    return entered


def _leaves(rows: list[RowBlock]) -> Iterator[tuple[int, bytes]]:
    """Number and hash of each row of one bulk act in these blocks; one query."""
    rows.sort(key=lambda row: row.first)
    first, end = rows[0].first, rows[-1].first + len(rows[-1].offsets)
    places = (first // WIDTH, (end - 1) // WIDTH)
    tiles = Tile.objects.filter(tree=rows[0].entry_id, level=0, place__range=places).order_by("place")
    joined = b"".join(bytes(hashes) for hashes in tiles.values_list("hashes", flat=True))
    for row in rows:
        for place, offset in enumerate(bytes(row.offsets), row.first - places[0] * WIDTH):
            yield row.block << BLOCK | offset, joined[place * SIZE_BYTES : (place + 1) * SIZE_BYTES]
