"""Reading hashes of a tree out of the database."""

from __future__ import annotations

from collections.abc import Sequence

from qingce.pure.merkle.growing import ReadTiles, TilePlace
from qingce.shared.ledger.models import Tile


def tiles_of_tree(tree: int) -> ReadTiles:
    """Reads tiles of the log (`Tile.LOG`) or of the rows of one entry; one query for all that are asked for."""

    def read(places: Sequence[TilePlace]) -> list[bytes]:
        # Each level with each place: a few tiles too many, but found by the index alone, and asked for in one breath.
        levels, numbers = {each.level for each in places}, {each.place for each in places}
        wanted = Tile.objects.filter(tree=tree, level__in=levels, place__in=numbers)
        rows = wanted.values_list("level", "place", "hashes")
        found = {TilePlace(level, place): bytes(hashes) for level, place, hashes in rows}
        return [found.get(place, b"") for place in places]

    return read
