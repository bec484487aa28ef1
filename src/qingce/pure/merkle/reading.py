"""Reading a log as somebody else does: from the files that it publishes, none of which is believed unchecked.

Source: c2sp.org/tlog-tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qingce.pure.merkle.checkpoints import Checkpoint
from qingce.pure.merkle.errors import TileMissing, TilesUnfit, TileWrong
from qingce.pure.merkle.hashing import SIZE_BYTES, node_hash
from qingce.pure.merkle.tiles import HEIGHT, WIDTH, Tile, place_of
from qingce.pure.merkle.tree import Node, Read, root

Fetch = Callable[[str], bytes]
"""Hands out a file by its address below the log's, such as tile/0/001.p/12. Raises: TileMissing: there is none."""


def tile_reader(fetch: Fetch, size: int) -> Read:
    """Reads hashes out of the tiles of a log of `size` entries, each fetched once; only their lengths are checked.

    What is put together from them, a root or a proof, is to be compared with what the log has signed.
    """
    known: dict[Tile, list[bytes]] = {}

    def hashes(tile: Tile) -> list[bytes]:
        if tile not in known:
            known[tile] = fetch_hashes(fetch, tile)
        return known[tile]

    return _reader(hashes, size)


class CheckedTiles:
    """The tiles of one checkpoint, each checked before it is handed out.

    Every hash of the tiles that are not full goes into the root; a full tile has its hash in the tile above.
    Tiles of leaves are not kept, so that a whole log may be walked through.
    """

    def __init__(self, fetch: Fetch, checkpoint: Checkpoint) -> None:
        """Reads the right edge. Raises: TilesUnfit: it does not lead to the root. TileWrong; TileMissing."""
        self._fetch, self._size = fetch, checkpoint.size
        self._known: dict[Tile, list[bytes]] = {}
        self.read = _reader(self.hashes, self._size)
        if root(self._size, _reader(self._edge, self._size)) != checkpoint.root:
            raise TilesUnfit(size=self._size)

    def hashes(self, tile: Tile) -> list[bytes]:
        """What a tile of hashes holds.

        Args: tile: of this size, as `tiles_of` gives it.
        Raises: TilesUnfit: it is not what the checkpoint stands for. TileWrong; TileMissing.
        """
        if tile in self._known:
            return self._known[tile]
        found = fetch_hashes(self._fetch, tile)
        if tile.width < WIDTH or joined(found) != self._hash_of(tile):
            raise TilesUnfit(size=self._size)
        if tile.level:
            self._known[tile] = found
        return found

    def _edge(self, tile: Tile) -> list[bytes]:
        if tile not in self._known:
            self._known[tile] = fetch_hashes(self._fetch, tile)
        return self._known[tile]

    def _hash_of(self, tile: Tile) -> bytes:
        """The hash of a full tile, as the checked tile above it has it."""
        return self.read([Node((tile.level + 1) * HEIGHT, tile.place)])[0]


def fetch_hashes(fetch: Fetch, tile: Tile) -> list[bytes]:
    """The hashes that a tile holds; a full one also serves where the one asked for is not there any more.

    Raises: TileWrong: its length is not right. TileMissing: neither is there.
    """
    raw, width = fetch_full_instead(fetch, tile)
    if len(raw) != width * SIZE_BYTES:
        raise TileWrong(tile.path, found=len(raw), expected=width * SIZE_BYTES)
    return [raw[place : place + SIZE_BYTES] for place in range(0, tile.width * SIZE_BYTES, SIZE_BYTES)]


def fetch_full_instead(fetch: Fetch, tile: Tile) -> tuple[bytes, int]:
    """A file of a log, with how many hashes or entries it should hold.

    Raises: TileMissing: neither it nor the full one is there.
    """
    try:
        return fetch(tile.path), tile.width
    except TileMissing:
        if tile.width == WIDTH:
            raise
    try:
        return fetch(tile._replace(width=WIDTH).path), WIDTH
    except TileMissing:
        raise TileMissing(tile.path) from None


def joined(hashes: Sequence[bytes]) -> bytes:
    """The hash of a subtree from those of its parts: 1, 2, 4 … of them, up to a tile."""
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(*level[place : place + 2]) for place in range(0, len(level), 2)]
    return level[0]


def _reader(hashes: Callable[[Tile], list[bytes]], size: int) -> Read:
    def one(node: Node) -> bytes:
        tile, first, last = place_of(node, size)
        return joined(hashes(tile)[first:last])

    return lambda nodes: [one(node) for node in nodes]
