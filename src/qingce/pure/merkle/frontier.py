"""A tree read once from the left: its root at every size, with no more kept than the hashes at its right edge."""

from __future__ import annotations

from qingce.pure.merkle.hashing import EMPTY_ROOT, node_hash
from qingce.pure.merkle.tiles import HEIGHT


class Frontier:
    """The complete subtrees that make up what was read so far, the largest first.

    Attributes: levels: hashes joined of all complete subtrees, for every level of tiles above the entries.
    """

    def __init__(self) -> None:
        self.size = 0
        self.levels: list[bytearray] = []
        self._peaks: list[bytes] = []

    def push(self, leaf: bytes) -> None:
        """Takes the next leaf; one hash on the average."""
        self.size += 1
        joined, rest, level = leaf, self.size, 0
        while rest & 1 == 0:
            joined = node_hash(self._peaks.pop(), joined)
            rest >>= 1
            level += 1
            if level % HEIGHT == 0:
                self._keep(level // HEIGHT, joined)
        self._peaks.append(joined)

    def root(self) -> bytes:
        """The root over all leaves so far.

        Source: RFC 6962 §2.1.
        """
        if not self._peaks:
            return EMPTY_ROOT
        *larger, joined = self._peaks
        for peak in reversed(larger):
            joined = node_hash(peak, joined)
        return joined

    def _keep(self, level: int, joined: bytes) -> None:
        if len(self.levels) < level:
            self.levels.append(bytearray())
        self.levels[level - 1] += joined
