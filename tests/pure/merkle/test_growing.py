"""Tiles that grow give the same tree as all hashes at once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.merkle.checking import check_inclusion
from qingce.pure.merkle.frontier import Frontier
from qingce.pure.merkle.growing import ReadTiles, TilePlace, grow, nodes_from
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.tree import Node, inclusion_proof, new_nodes, root

pytestmark = pytest.mark.requirement("LED-1", "LED-2")


def leaves(start: int, count: int) -> list[bytes]:
    """Hashes of entries that are their own number."""
    return [leaf_hash(str(number).encode()) for number in range(start, start + count)]


def reader(tiles: dict[TilePlace, bytes]) -> ReadTiles:
    """Reads what was kept."""

    def read(places: Sequence[TilePlace]) -> list[bytes]:
        return [tiles.get(place, b"") for place in places]

    return read


@given(st.lists(st.integers(0, 700), min_size=1, max_size=6))
def test_growing_gives_the_tree_over_all_entries(steps: list[int]) -> None:
    """However the entries came, root and proofs are those of the plain tree."""
    tiles: dict[TilePlace, bytes] = {}
    size = 0
    for count in steps:
        tiles |= grow(size, leaves(size, count), reader(tiles))
        size += count
    kept = new_nodes(0, leaves(0, size), lambda _: [])
    read = nodes_from(reader(tiles), size)

    assert root(size, read) == root(size, lambda nodes: [kept[node] for node in nodes])
    for number in {0, size // 2, size - 1} if size else set():
        check_inclusion(leaves(number, 1)[0], number, size, inclusion_proof(number, size, read), root(size, read))


def test_growing_touches_only_the_last_tile_of_each_level() -> None:
    """One more entry in a long log changes one tile, or as many as it fills, and one more above each."""
    tiles = grow(0, leaves(0, 65_535), reader({}))

    assert list(grow(65_535, leaves(65_535, 1), reader(tiles))) == [
        TilePlace(0, 255), TilePlace(1, 0), TilePlace(2, 0)
    ]  # fmt: skip
    assert list(grow(300, leaves(300, 1), reader(tiles))) == [TilePlace(0, 1)]


def test_nodes_are_read_with_one_look() -> None:
    """All subtrees that are asked for come with one reading of tiles."""
    tiles = grow(0, leaves(0, 1_000), reader({}))
    looks = []

    def counted(places: Sequence[TilePlace]) -> list[bytes]:
        looks.append(len(places))
        return [tiles[place] for place in places]

    inclusion_proof(3, 1_000, nodes_from(counted, 1_000))

    assert looks == [3]
    assert nodes_from(counted, 1_000)([Node(8, 0)]) == [tiles[TilePlace(1, 0)][:32]]


@given(st.integers(0, 1_200))
def test_frontier_has_the_roots_and_tiles_of_the_tree(size: int) -> None:
    """Reading once from the left gives the root at every size, and the tiles above the entries."""
    tiles = grow(0, leaves(0, size), reader({}))
    frontier = Frontier()
    for leaf in leaves(0, size):
        frontier.push(leaf)

    assert frontier.root() == root(size, nodes_from(reader(tiles), size))
    assert b"".join(frontier.levels) == b"".join(tiles[place] for place in tiles if place.level)
