"""The tree over a log of any length: its root, and what proves that an entry is in it or that it only grew.

Only the hashes of complete subtrees are kept (2, 4, 8 … entries, each at a multiple of its length); they never
change when the log grows. The right edge is put together from them whenever a root or a proof is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from qingce.pure.merkle.errors import LogTooShort
from qingce.pure.merkle.hashing import EMPTY_ROOT, node_hash


class Node(NamedTuple):
    """A complete subtree: 2^level entries, of which the first is number place * 2^level."""

    level: int
    place: int


Read = Callable[[Sequence[Node]], Sequence[bytes]]
"""Hands out the hashes of complete subtrees, in the order asked for."""


def split(length: int) -> int:
    """The largest power of two that is smaller than a length of two or more: where RFC 6962 splits a subtree.

    Source: RFC 6962 §2.1.
    """
    return 1 << (length - 1).bit_length() - 1


def complete_nodes(start: int, end: int) -> list[Node]:
    """The fewest complete subtrees that make up a range of entries, from the left.

    Args: start: a multiple of the largest power of two that the range holds. end: not included.
    """
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append(Node(level, start >> level))
        start += 1 << level
    return found


def new_nodes(size: int, leaves: Sequence[bytes], read: Read) -> dict[Node, bytes]:
    """The hashes of all subtrees that become complete when entries are added.

    Args: size: entries before. leaves: hashes of the new ones. read: gives what is kept already.
    Returns: node → hash, the leaves included; about two for each new entry.
    """
    made: dict[Node, bytes] = {}
    for number, leaf in enumerate(leaves, size):
        made[Node(0, number)] = leaf
    level = 0
    while True:
        first, last = size >> level + 1, size + len(leaves) >> level + 1
        if first >= last:
            return made
        kept = Node(level, first * 2)
        if kept not in made:  # complete already, beside the first new one
            made_of_kept = read([kept])[0]
        for index in range(first, last):
            left = made.get(Node(level, index * 2))
            made[Node(level + 1, index)] = node_hash(left or made_of_kept, made[Node(level, index * 2 + 1)])
        level += 1


def root(size: int, read: Read) -> bytes:
    """The root over the first `size` entries.

    Source: RFC 6962 §2.1.
    """
    return _hashes([(0, size)], read)[0] if size else EMPTY_ROOT


def inclusion_proof(number: int, size: int, read: Read) -> list[bytes]:
    """What proves that entry `number` is among the first `size`: the audit path, from the leaf up.

    Raises: LogTooShort: there is no such entry.
    Source: RFC 6962 §2.1.1.
    """
    return inclusion_proofs([number], size, read)[0]


def inclusion_proofs(numbers: Sequence[int], size: int, read: Read) -> list[list[bytes]]:
    """As `inclusion_proof`, for several entries with one reading.

    Raises: LogTooShort.
    """
    for number in numbers:
        if not 0 <= number < size:
            raise LogTooShort(f"A log of {size} entries has no entry number {number}.", number=number, size=size)
    paths = [_path(number, 0, size) for number in numbers]
    hashes = iter(_hashes([each for path in paths for each in path], read))
    return [[next(hashes) for _ in path] for path in paths]


def consistency_proof(former: int, size: int, read: Read) -> list[bytes]:
    """What proves that a log of `size` entries begins with its former `former` entries.

    Returns: empty where nothing has to be shown: nothing was added, or there was nothing before.
    Raises: LogTooShort: it has become shorter.
    Source: RFC 6962 §2.1.2.
    """
    if not 0 <= former <= size:
        raise LogTooShort(f"A log of {size} entries never had {former}.", number=former, size=size)
    if former in {0, size}:
        return []
    return _hashes(_growth(former, 0, size, is_known=True), read)


def _path(number: int, start: int, end: int) -> list[tuple[int, int]]:
    """PATH(m, D[n]) as ranges of entries."""
    if end - start == 1:
        return []
    middle = start + split(end - start)
    if number < middle:
        return [*_path(number, start, middle), (middle, end)]
    return [*_path(number, middle, end), (start, middle)]


def _growth(former: int, start: int, end: int, *, is_known: bool) -> list[tuple[int, int]]:
    """SUBPROOF(m, D[n], b) as ranges of entries; `is_known`: whoever checks has the hash of this range already."""
    if former == end:
        return [] if is_known else [(start, end)]
    middle = start + split(end - start)
    if former <= middle:
        return [*_growth(former, start, middle, is_known=is_known), (middle, end)]
    return [*_growth(former, middle, end, is_known=False), (start, middle)]


def _hashes(ranges: Sequence[tuple[int, int]], read: Read) -> list[bytes]:
    """The hash of each range, with one reading for all."""
    parts = [complete_nodes(*each) for each in ranges]
    hashes = iter(read([node for nodes in parts for node in nodes]))
    return [_joined([next(hashes) for _ in nodes]) for nodes in parts]


def _joined(hashes: list[bytes]) -> bytes:
    """One hash of subtrees that grow smaller to the right."""
    joined = hashes.pop()
    while hashes:
        joined = node_hash(hashes.pop(), joined)
    return joined
