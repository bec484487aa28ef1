"""The tree and its proofs: published vectors, the definition itself, and what a forger might try."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.merkle.checking import check_consistency, check_inclusion
from qingce.pure.merkle.errors import LogTooShort, ProofWrong
from qingce.pure.merkle.hashing import EMPTY_ROOT, leaf_hash, node_hash
from qingce.pure.merkle.tree import Node, complete_nodes, consistency_proof, inclusion_proof, new_nodes, root, split

pytestmark = pytest.mark.requirement("LED-1", "LED-2")

# The entries and roots of the reference implementation of Certificate Transparency.
ENTRIES = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
PATHS = {
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


class Log:
    """A log in memory, fed in pieces."""

    def __init__(self, entries: Sequence[bytes], *, piece: int = 3) -> None:
        self.nodes: dict[Node, bytes] = {}
        self.size = 0
        for start in range(0, len(entries), piece):
            self.add(entries[start : start + piece])

    def add(self, entries: Sequence[bytes]) -> None:
        made = new_nodes(self.size, [leaf_hash(each) for each in entries], self.read)
        assert not made.keys() & self.nodes.keys()
        self.nodes |= made
        self.size += len(entries)

    def read(self, nodes: Sequence[Node]) -> list[bytes]:
        return [self.nodes[each] for each in nodes]


def by_definition(entries: Sequence[bytes]) -> bytes:
    """MTH(D[n]) as RFC 6962 §2.1 writes it."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    middle = max(2**power for power in range(64) if 2**power < len(entries))
    left, right = by_definition(entries[:middle]), by_definition(entries[middle:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_roots_are_those_of_the_reference() -> None:
    log = Log(ENTRIES)
    assert [root(size, log.read).hex() for size in range(1, 9)] == list(ROOTS)
    assert root(0, log.read) == EMPTY_ROOT == hashlib.sha256().digest()


@pytest.mark.parametrize(("number", "size"), PATHS)
def test_paths_are_those_of_the_reference(number: int, size: int) -> None:
    log = Log(ENTRIES)
    assert [each.hex() for each in inclusion_proof(number, size, log.read)] == list(PATHS[number, size])


@given(st.lists(st.binary(max_size=8), max_size=40), st.integers(1, 9))
def test_root_is_the_one_of_the_definition_however_it_was_fed(entries: list[bytes], piece: int) -> None:
    log = Log(entries, piece=piece)
    assert all(root(size, log.read) == by_definition(entries[:size]) for size in range(len(entries) + 1))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 33])
def test_every_entry_is_shown_and_no_other(size: int) -> None:
    entries = [bytes([number]) for number in range(size)]
    log = Log(entries)
    top = root(size, log.read)
    for number, entry in enumerate(entries):
        proof = inclusion_proof(number, size, log.read)
        check_inclusion(leaf_hash(entry), number, size, proof, top)
        wrong = [
            (leaf_hash(entry + b"!"), number, proof, top),
            (leaf_hash(entry), (number + 1) % size, proof, top),
            (leaf_hash(entry), number, [*proof, top], top),
            (leaf_hash(entry), number, proof[:-1], top),
            (leaf_hash(entry), number, proof, leaf_hash(b"other")),
            (leaf_hash(entry), number, proof[::-1], top),
        ]
        for leaf, at, hashes, claimed in wrong:
            if (leaf, at, hashes, claimed) == (leaf_hash(entry), number, proof, top):
                continue
            with pytest.raises(ProofWrong):
                check_inclusion(leaf, at, size, hashes, claimed)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 33])
def test_growth_is_shown_and_nothing_else(size: int) -> None:
    log, other = Log([bytes([n]) for n in range(size)]), Log([bytes([n, 1]) for n in range(size)])
    top = root(size, log.read)
    for former in range(size + 1):
        old, proof = root(former, log.read), consistency_proof(former, size, log.read)
        check_consistency(former, old, size, top, proof)
        for wrong in ([*proof, top], [leaf_hash(b"x"), *proof], proof[:-1] if proof else [top]):
            with pytest.raises(ProofWrong):
                check_consistency(former, old, size, top, wrong)
        if former:
            with pytest.raises(ProofWrong):
                check_consistency(former, root(former, other.read), size, top, proof)
        if 0 < former < size:
            with pytest.raises(ProofWrong):
                check_consistency(former, old, size, root(size, other.read), proof)


@given(st.integers(1, 10**15))
def test_split_is_the_largest_power_of_two_below(length: int) -> None:
    if length > 1:
        found = split(length)
        assert found < length <= 2 * found
        assert found & (found - 1) == 0
    nodes = complete_nodes(0, length)
    assert sum(2**node.level for node in nodes) == length
    assert len(nodes) == length.bit_count()


def test_proofs_of_ten_million_entries_read_few_hashes() -> None:
    asked: list[int] = []

    def read(nodes: Sequence[Node]) -> list[bytes]:
        asked.append(len(nodes))
        return [leaf_hash(repr(node).encode()) for node in nodes]

    inclusion_proof(1_234_567, 10_000_000, read)
    consistency_proof(9_999_999, 10_000_000, read)
    assert len(asked) == 2
    assert max(asked) < 60


@pytest.mark.parametrize(("number", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_entry_that_is_not_there_has_no_proof(number: int, size: int) -> None:
    with pytest.raises(LogTooShort):
        inclusion_proof(number, size, lambda _nodes: [])
    with pytest.raises(LogTooShort):
        check_inclusion(b"", number, size, [], b"")


def test_log_never_becomes_shorter() -> None:
    with pytest.raises(LogTooShort):
        consistency_proof(4, 3, lambda _nodes: [])
    with pytest.raises(LogTooShort):
        check_consistency(4, b"", 3, b"", [])


def test_leaf_never_passes_for_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert node_hash(left, right) != leaf_hash(left + right)
