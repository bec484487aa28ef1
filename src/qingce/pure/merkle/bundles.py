"""Entries as they are published: one after the other, each behind its length.

Source: c2sp.org/tlog-tiles.
"""

from __future__ import annotations

from collections.abc import Sequence

from qingce.pure.merkle.errors import BundleWrong, EntryRewritten, EntryTooLong
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.reading import Fetch, fetch_full_instead
from qingce.pure.merkle.tiles import WIDTH, Tile

LENGTH_BYTES = 2
LONGEST_ENTRY = (1 << 8 * LENGTH_BYTES) - 1
LARGEST_BUNDLE = WIDTH * (LENGTH_BYTES + LONGEST_ENTRY)


def write_bundle(entries: Sequence[bytes]) -> bytes:
    """Entries as the file that holds them: big-endian uint16 length and bytes of each.

    Raises: EntryTooLong: one has more bytes than its length can say.
    """
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise EntryTooLong(len(entry), most=LONGEST_ENTRY)
    return b"".join(len(entry).to_bytes(LENGTH_BYTES, "big") + entry for entry in entries)


def read_bundle(raw: bytes, count: int) -> list[bytes]:
    """The entries of a file.

    Args: count: how many it should hold.
    Raises: BundleWrong: it holds fewer, more, or was cut off.
    """
    entries: list[bytes] = []
    place = 0
    while len(entries) < count:
        start = place + LENGTH_BYTES
        place = start + int.from_bytes(raw[start - LENGTH_BYTES : start], "big")
        if start > len(raw) or place > len(raw):
            raise BundleWrong(count)
        entries.append(raw[start:place])
    if place != len(raw):
        raise BundleWrong(count)
    return entries


def fetch_entries(fetch: Fetch, tile: Tile) -> list[bytes]:
    """The entries beside a tile of leaves, from the server of a log; not checked against it yet.

    Raises: BundleWrong; TileMissing.
    """
    raw, count = fetch_full_instead(fetch, tile._replace(level=-1))
    return read_bundle(raw, count)[: tile.width]


def check_entries(entries: Sequence[bytes], tile: Tile, hashes: Sequence[bytes]) -> None:
    """Checks that entries are those that a tile of leaves has.

    Args: hashes: of that tile, checked.
    Raises: EntryRewritten: the first that is not.
    """
    for number, (entry, expected) in enumerate(zip(entries, hashes, strict=True), tile.place * WIDTH):
        if leaf_hash(entry) != expected:
            raise EntryRewritten(number, served=write_bundle(entries))
