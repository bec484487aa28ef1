"""Growing a tree kept as tiles: only the last tile of each level changes, so that an entry always costs the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from qingce.pure.merkle.hashing import SIZE_BYTES
from qingce.pure.merkle.reading import joined
from qingce.pure.merkle.tiles import HEIGHT, WIDTH, Tile, place_of
from qingce.pure.merkle.tree import Node, Read

LEVELS = 8  # of tiles: 2^64 entries


class TilePlace(NamedTuple):
    """Where a tile lies, whatever its width."""

    level: int
    place: int


ReadTiles = Callable[[Sequence[TilePlace]], Sequence[bytes]]
"""Hands out the hashes kept in tiles, joined, in the order asked for; b"" for one that is not there yet."""


def grow(size: int, leaves: Sequence[bytes], read: ReadTiles) -> dict[TilePlace, bytes]:
    """The tiles that change when entries are added, as they are afterwards.

    Args: size: entries before. leaves: hashes of the new ones. read: asked once, for the last tile of each level.
    Returns: tile → its hashes joined [32 bytes each].
    Cost: about one hash for each new entry.
    """
    edges = [TilePlace(level, (size >> HEIGHT * level) // WIDTH) for level in range(LEVELS)]
    partial = dict(zip(edges, read(edges), strict=True))
    changed: dict[TilePlace, bytes] = {}
    added = list(leaves)
    for edge in edges:
        if not added:
            break
        kept = partial[edge]
        joined = kept[: (size >> HEIGHT * edge.level) % WIDTH * SIZE_BYTES] + b"".join(added)
        tiles = [joined[start : start + WIDTH * SIZE_BYTES] for start in range(0, len(joined), WIDTH * SIZE_BYTES)]
        changed |= {TilePlace(edge.level, edge.place + number): hashes for number, hashes in enumerate(tiles)}
        added = [folded(hashes) for hashes in tiles if len(hashes) == WIDTH * SIZE_BYTES]
    return changed


def folded(hashes: bytes) -> bytes:
    """The hash of the complete subtree over hashes beside each other; as many as a power of two."""
    return joined([hashes[start : start + SIZE_BYTES] for start in range(0, len(hashes), SIZE_BYTES)])


def nodes_from(read: ReadTiles, size: int) -> Read:
    """Reads subtrees out of the tiles of a log with `size` entries; all that are asked for at once."""

    def nodes(wanted: Sequence[Node]) -> list[bytes]:
        places = [place_of(node, size) for node in wanted]
        tiles = list(dict.fromkeys(_place(tile) for tile, _, _ in places))
        found = dict(zip(tiles, read(tiles), strict=True))
        return [
            folded(found[_place(tile)][first * SIZE_BYTES : last * SIZE_BYTES]) for tile, first, last in places
        ]  # fmt: skip

    return nodes


def _place(tile: Tile) -> TilePlace:
    return TilePlace(tile.level, tile.place)
