"""Tiles: their addresses, which are new, and that they hold all that proofs need."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qingce.pure.merkle.checking import check_consistency, check_inclusion
from qingce.pure.merkle.hashing import leaf_hash, node_hash
from qingce.pure.merkle.tiles import Tile, place_of, tiles_of
from qingce.pure.merkle.tree import Node, consistency_proof, inclusion_proof, new_nodes, root

pytestmark = pytest.mark.requirement("LED-1", "LED-2")


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(1, 67, 12), "tile/1/067.p/12"),
        (Tile(-1, 999), "tile/entries/999"),
        (Tile(-1, 1000, 1), "tile/entries/x001/000.p/1"),
    ],
)
def test_address_of_a_tile(tile: Tile, path: str) -> None:
    assert tile.path == path


def test_only_new_tiles_are_written() -> None:
    assert [each.path for each in tiles_of(1)] == ["tile/entries/000.p/1", "tile/0/000.p/1"]
    assert [each.path for each in tiles_of(256)] == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
    assert [each.path for each in tiles_of(257, former=256)] == ["tile/entries/001.p/1", "tile/0/001.p/1"]
    assert list(tiles_of(0)) == list(tiles_of(300, former=300)) == []


def test_tiles_hold_all_that_proofs_need() -> None:
    """A mirror that has the files of each step, and nothing else, makes the same roots and proofs."""
    leaves = [leaf_hash(bytes([n % 256, n // 256])) for n in range(700)]
    nodes: dict[Node, bytes] = {}

    def known(wanted: Sequence[Node]) -> list[bytes]:
        return [nodes[each] for each in wanted]

    files: dict[str, list[bytes]] = {}
    former = 0
    for size in (1, 2, 255, 256, 257, 513, 700):
        nodes.update(new_nodes(former, leaves[former:size], known))
        for tile in tiles_of(size, former=former):
            if tile.level >= 0:
                files[tile.path] = [nodes[each] for each in tile.nodes]

        def read(wanted: Sequence[Node], size: int = size) -> list[bytes]:
            return [from_files(files, each, size) for each in wanted]

        top = root(size, read)
        assert top == root(size, known)
        check_inclusion(leaves[size - 1], size - 1, size, inclusion_proof(size - 1, size, read), top)
        if former:
            old = root(former, known)
            check_consistency(former, old, size, top, consistency_proof(former, size, read))
        former = size


def from_files(files: dict[str, list[bytes]], node: Node, size: int) -> bytes:
    tile, first, last = place_of(node, size)
    hashes = files[tile.path][first:last]
    while len(hashes) > 1:
        hashes = [node_hash(*hashes[place : place + 2]) for place in range(0, len(hashes), 2)]
    return hashes[0]
