"""Reading hashes of a tree out of the database."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from qingce.pure.merkle.growing import ReadTiles, TilePlace
from qingce.shared.ledger.models import Tile


def tiles_of_tree(tree: int) -> ReadTiles:
    """Reads tiles of the log (`Tile.LOG`) or of the rows of one entry; one query for all that are asked for."""

    def read(places: Sequence[TilePlace]) -> list[bytes]:
        wanted = Q(pk__in=())
        for each in places:
            wanted |= Q(tree=tree, level=each.level, place=each.place)
        rows = Tile.objects.filter(wanted).values_list("level", "place", "hashes")
        found = {TilePlace(level, place): bytes(hashes) for level, place, hashes in rows}
        return [found.get(place, b"") for place in places]

    return read
