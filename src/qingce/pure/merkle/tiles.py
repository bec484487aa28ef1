"""Where hashes and entries lie when a log is published as plain files: 256 hashes a tile, 256 entries a bundle.

Source: c2sp.org/tlog-tiles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qingce.pure.merkle.tree import Node

HEIGHT = 8
WIDTH = 1 << HEIGHT
_PATH = re.compile(r"tile/(entries|[0-7])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


class Tile(NamedTuple):
    """Some hashes beside each other: `width` of them from number `place` * 256 on, at level `level` * 8 of the tree.

    A tile of entries themselves has the level -1.
    """

    level: int
    place: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Its address below the log's: tile/0/x001/x234/067, or with .p/12 while it is not full."""
        digits = str(self.place)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[place : place + 3] for place in range(0, len(digits), 3)]
        number = "/".join([*(f"x{each}" for each in groups[:-1]), groups[-1]])
        level = "entries" if self.level < 0 else str(self.level)
        return f"tile/{level}/{number}" + (f".p/{self.width}" if self.width < WIDTH else "")

    @property
    def nodes(self) -> list[Node]:
        """The subtrees whose hashes it holds."""
        return [Node(self.level * HEIGHT, self.place * WIDTH + each) for each in range(self.width)]


def tile_at(path: str) -> Tile | None:
    """The tile that an address below the log's names; None: it names none, or not in the one way."""
    found = _PATH.fullmatch(path)
    if not found:
        return None
    level, place, width = found.groups()
    tile = Tile(
        -1 if level == "entries" else int(level), int(re.sub("[x/]", "", place)), int(width) if width else WIDTH
    )
    return tile if tile.path == path else None


def tiles_of(size: int, *, former: int = 0) -> Iterator[Tile]:
    """The tiles that a log of `size` entries has and one of `former` entries had not, entries first."""
    yield from (Tile(-1, tile.place, tile.width) for tile in _at_level(0, size, former))
    level = 0
    while size >> level * HEIGHT:
        yield from _at_level(level, size, former)
        level += 1


def place_of(node: Node, size: int) -> tuple[Tile, int, int]:
    """The tile under a subtree in a log of `size` entries, with the first and the last of its hashes that make it up.

    Returns: tile; places from and to, the latter not included: their hashes joined are the subtree's.
    """
    level, above = divmod(node.level, HEIGHT)
    first = node.place << above
    index = first // WIDTH
    full = size >> level * HEIGHT
    return Tile(level, index, min(WIDTH, full - index * WIDTH)), first % WIDTH, first % WIDTH + (1 << above)


def _at_level(level: int, size: int, former: int) -> Iterator[Tile]:
    now, before = size >> level * HEIGHT, former >> level * HEIGHT
    if now > before:
        for index in range(before // WIDTH, -(-now // WIDTH)):
            yield Tile(level, index, min(WIDTH, now - index * WIDTH))
