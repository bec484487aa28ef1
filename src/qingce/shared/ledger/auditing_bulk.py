"""The rows of a bulk act: whether its tree still is the one whose root was entered."""

from __future__ import annotations

from qingce.pure.merkle.growing import grow, nodes_from
from qingce.pure.merkle.hashing import SIZE_BYTES
from qingce.pure.merkle.tree import root
from qingce.shared.ledger.entering import BLOCK
from qingce.shared.ledger.enums import Fault
from qingce.shared.ledger.models import LedgerEntry, RowBlock, Tile


def rows_fault(entry: LedgerEntry, stated: str) -> Fault | None:
    """Computes the root over an act's rows anew; two queries.

    Args: stated: the root in the entry, hexadecimal.
    """
    tiles = Tile.objects.filter(tree=entry.pk, level=0).order_by("place").values_list("hashes", flat=True)
    joined = b"".join(bytes(hashes) for hashes in tiles)
    leaves = [joined[start : start + SIZE_BYTES] for start in range(0, len(joined), SIZE_BYTES)]
    if len(leaves) != entry.rows:
        return Fault.ROWS_DIFFER
    fresh = grow(0, leaves, lambda places: [b""] * len(places))
    top = root(len(leaves), nodes_from(lambda places: [fresh[place] for place in places], len(leaves)))
    return Fault.ROWS_DIFFER if top.hex() != stated or not _in_order(entry) else None


def _in_order(entry: LedgerEntry) -> bool:
    """Whether the blocks name as many rows as there are, each once, without a gap."""
    following, last = 0, -1
    blocks = RowBlock.objects.filter(entry=entry).order_by("first").values_list("block", "first", "offsets")
    for block, first, offsets in blocks:
        for place, offset in enumerate(bytes(offsets), first):
            number = block << BLOCK | offset
            if place != following or number <= last:
                return False
            following, last = place + 1, number
    return following == entry.rows
