"""The log in the database and its published folder, computed anew from the definitions, by no code of the ledger.

`check_log` says by an `AssertionError` what does not fit.

Sources: RFC 6962 §2.1, c2sp.org/tlog-tiles, c2sp.org/tlog-checkpoint.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from qingce.shared.ledger.models import Checkpoint, LedgerEntry, LogKey, LogState, RowBlock, Tile

WIDTH, HASH, ED25519 = 256, 32, 1
LEVELS = range(8)


class PlainTree:
    """The tree over leaves, as its definition says it; complete subtrees are computed once."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves = leaves
        self._known: dict[tuple[int, int], bytes] = {}

    def hash(self, start: int, end: int) -> bytes:
        """MTH(D[start:end])."""
        length = end - start
        if length == 1:
            return self.leaves[start]
        if length == 0:
            return hashlib.sha256(b"").digest()
        if (start, end) in self._known:
            return self._known[start, end]
        middle = start + (1 << (length - 1).bit_length() - 1)
        found = hashlib.sha256(b"\x01" + self.hash(start, middle) + self.hash(middle, end)).digest()
        if length & (length - 1) == 0:
            self._known[start, end] = found
        return found

    def tiles(self) -> dict[tuple[int, int], bytes]:
        """Level and place of each tile → its hashes."""
        found = {}
        for level in LEVELS:
            span = WIDTH**level
            hashes = [self.hash(first, first + span) for first in range(0, len(self.leaves) - span + 1, span)]
            for place in range(0, len(hashes), WIDTH):
                found[level, place // WIDTH] = b"".join(hashes[place : place + WIDTH])
        return found


def leaf(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def check_log(folder: Path, *, seen: Iterable[str] = ()) -> int:
    """Recomputes entries, tiles, checkpoints with their signatures, rows of bulk acts and the published files.

    Args: folder: where the log is published. seen: checkpoints that anybody was shown at any time.
    Returns: how many entries have a number.
    """
    bodies = _bodies()
    tree = PlainTree([leaf(each) for each in bodies])
    tiles = tree.tiles()
    assert _tiles_kept(Tile.LOG) == tiles, "tiles of the log"
    keys = _keys()
    notes = {note for (note,) in Checkpoint.objects.values_list("note")}
    for note in notes:
        _check_note(note, tree, keys)
    texts = {note.partition("\n\n")[0] for note in notes}
    for note in seen:
        assert note.partition("\n\n")[0] in texts, f"a checkpoint that somebody was shown is gone:\n{note}"
    _check_bulk_acts()
    _check_folder(folder, bodies, tiles, texts)
    return len(bodies)


def _bodies() -> list[bytes]:
    """What the entries say, in the order of their numbers."""
    rows = LedgerEntry.objects.order_by("number", "pk").values_list("number", "key", "act", "body", "leaf")
    bodies: list[bytes] = []
    for number, key, act, body, kept in rows.iterator():
        said = json.loads(bytes(body))
        assert (said["id"], said["schema"].partition("/")[0]) == (bytes(key).hex(), act), f"entry {number}"
        assert leaf(bytes(body)) == bytes(kept), f"hash of entry {number}"
        if number is not None:
            assert number == len(bodies), f"number {len(bodies)} is not there"
            bodies.append(bytes(body))
    assert LogState.read().size == len(bodies), "size of the log"
    return bodies


def _tiles_kept(tree: int) -> dict[tuple[int, int], bytes]:
    rows = Tile.objects.filter(tree=tree).values_list("level", "place", "hashes")
    return {(level, place): bytes(hashes) for level, place, hashes in rows}


def _keys() -> list[tuple[str, Ed25519PublicKey]]:
    found = []
    for written in LogKey.objects.values_list("key", flat=True):
        name, _, raw = written.split("+", 2)
        kind, *key = base64.b64decode(raw)
        assert kind == ED25519
        found.append((name, Ed25519PublicKey.from_public_bytes(bytes(key))))
    return found


def _check_note(note: str, tree: PlainTree, keys: Sequence[tuple[str, Ed25519PublicKey]]) -> None:
    text, _, signatures = note.partition("\n\n")
    origin, size, root = text.split("\n")
    assert int(size) <= len(tree.leaves), f"a checkpoint of {size} entries"
    assert base64.b64decode(root) == tree.hash(0, int(size)), f"root of the first {size} entries"
    for line in signatures.splitlines():
        _, name, value = line.split(" ")
        assert name == origin
        assert any(name == of and _signed(key, f"{text}\n", value) for of, key in keys), f"signature of {size} entries"
    assert signatures


def _signed(key: Ed25519PublicKey, text: str, value: str) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(base64.b64decode(value)[4:], text.encode())
    except InvalidSignature:
        return False
    return True


def _check_bulk_acts() -> None:
    for pk, kind, body in LedgerEntry.objects.exclude(rows=None).values_list("pk", "subject_kind", "body"):
        subject = json.loads(bytes(body))["subject"]
        ids = numbers_in(pk)
        assert len(ids) == subject["count"], f"rows of bulk act {pk}"
        tiles = _tiles_kept(pk)
        leaves = leaves_in(tiles)
        tree = PlainTree(leaves)
        assert tiles == tree.tiles(), f"tiles of bulk act {pk}"
        assert tree.hash(0, len(leaves)).hex() == subject["root"], f"root of bulk act {pk}"
        assert (kind, len(leaves)) == (subject["kind"], subject["count"])


def numbers_in(entry: int) -> list[int]:
    """Whom the rows of a bulk act are about, in their order."""
    rows = RowBlock.objects.filter(entry=entry).order_by("first").values_list("block", "first", "offsets")
    found: list[int] = []
    for block, first, offsets in rows:
        assert first == len(found)
        found += [block * WIDTH + offset for offset in bytes(offsets)]
    assert found == sorted(set(found))
    return found


def leaves_in(tiles: dict[tuple[int, int], bytes]) -> list[bytes]:
    """The hashes of the rows of a bulk act."""
    joined = b"".join(hashes for (level, _), hashes in sorted(tiles.items()) if level == 0)
    return [joined[start : start + HASH] for start in range(0, len(joined), HASH)]


def rows_in(entry: int) -> dict[int, bytes]:
    """Number of each row of a bulk act → its hash."""
    return dict(zip(numbers_in(entry), leaves_in(_tiles_kept(entry)), strict=True))


def _check_folder(folder: Path, bodies: Sequence[bytes], tiles: dict[tuple[int, int], bytes], texts: set[str]) -> None:
    """Every file holds what the database does; those under the published checkpoint are all there."""
    published = folder / "checkpoint"
    if not published.exists():
        return
    text = published.read_text("utf-8").partition("\n\n")[0]
    assert text in texts, "published is what the database never signed"
    for file in (folder / "tile").rglob("*"):
        if file.is_file() and file.suffix != ".part":
            _check_file(file.relative_to(folder / "tile").as_posix(), file.read_bytes(), bodies, tiles)
    size = int(text.split("\n")[1])
    for level in ("entries", *LEVELS):
        count = size if level == "entries" else size // WIDTH ** int(level)
        for place in range(-(-count // WIDTH)):
            full = folder / "tile" / str(level) / f"{place:03}"
            width = min(WIDTH, count - place * WIDTH)
            assert full.is_file() or (full.parent / f"{full.name}.p" / str(width)).is_file(), f"{full} is missing"


def _check_file(path: str, content: bytes, bodies: Sequence[bytes], tiles: dict[tuple[int, int], bytes]) -> None:
    level, name, *partial = path.split("/")
    place, width = int(name.removesuffix(".p")), int(partial[0]) if partial else WIDTH
    if level == "entries":
        part = bodies[place * WIDTH : place * WIDTH + width]
        assert len(part) == width, path
        assert content == b"".join(len(each).to_bytes(2, "big") + each for each in part), path
    else:
        assert len(content) == width * HASH, path
        assert content == tiles[int(level), place][: width * HASH], path
