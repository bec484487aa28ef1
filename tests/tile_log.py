"""A log in memory that publishes itself as tiles, with a key; and the same log with another history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qingce.pure.merkle.bundles import write_bundle
from qingce.pure.merkle.checkpoints import Checkpoint
from qingce.pure.merkle.errors import TileMissing
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.notes import Note, SignerKey, new_signer
from qingce.pure.merkle.tiles import WIDTH, tiles_of
from qingce.pure.merkle.tree import Node, new_nodes, root

ORIGIN = "qingce.example/ledger"


@dataclass
class TileLog:
    """Entries, the hashes over them and the files of every size that was published."""

    key: SignerKey = field(default_factory=lambda: new_signer(ORIGIN))
    entries: list[bytes] = field(default_factory=list)
    nodes: dict[Node, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    published: int = 0

    def grow(self, count: int, *, word: str = "entry") -> TileLog:
        """Adds entries and publishes."""
        start = len(self.entries)
        new = [f"{word} {number}".encode() for number in range(start, start + count)]
        self.nodes |= new_nodes(start, [leaf_hash(each) for each in new], self.read)
        self.entries += new
        self.publish()
        return self

    def publish(self) -> None:
        """Writes the tiles and bundles of the present size beside the former ones."""
        size = len(self.entries)
        for tile in tiles_of(size, former=self.published):
            start = tile.place * WIDTH
            if tile.level < 0:
                self.files[tile.path] = write_bundle(self.entries[start : start + tile.width])
            else:
                self.files[tile.path] = b"".join(self.read(tile.nodes))
        self.published = size

    def read(self, nodes: Sequence[Node]) -> list[bytes]:
        return [self.nodes[each] for each in nodes]

    def fetch(self, path: str) -> bytes:
        """As a server gives its files."""
        try:
            return self.files[path]
        except KeyError:
            raise TileMissing(path) from None

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        size = len(self.entries) if size is None else size
        return Checkpoint(self.key.name, size, root(size, self.read))

    def note(self, size: int | None = None, *, key: SignerKey | None = None) -> Note:
        """The checkpoint signed."""
        text = self.checkpoint(size).text
        return Note(text, ((key or self.key).sign(text),))

    def write_into(self, folder: Path) -> None:
        """All files as any web server serves them."""
        for path, raw in {**self.files, "checkpoint": self.note().written.encode()}.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(raw)


def forked(log: TileLog, *, at: int, count: int) -> TileLog:
    """A log with the same key that has other entries from a number on."""
    other = TileLog(key=log.key)
    other.grow(at)
    return other.grow(count, word="other")
