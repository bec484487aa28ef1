"""The log as plain files: what a mirror or a witness reads from any web server (c2sp.org/tlog-tiles).

The same bytes come from the database and from the folder that the worker writes. The folder is also what the sequencer
asks whether the database has grown older than what was published.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from qingce.pure.merkle.bundles import write_bundle
from qingce.pure.merkle.checkpoints import Checkpoint as Signed
from qingce.pure.merkle.checkpoints import read_checkpoint
from qingce.pure.merkle.growing import nodes_from
from qingce.pure.merkle.hashing import SIZE_BYTES
from qingce.pure.merkle.notes import read_note
from qingce.pure.merkle.tiles import WIDTH, tiles_of
from qingce.pure.merkle.tiles import Tile as TileName
from qingce.pure.merkle.tree import root
from qingce.shared.ledger.errors import CheckpointNotFound, DatabaseTooOld, LogForked
from qingce.shared.ledger.models import Checkpoint, LedgerEntry, LogKey, LogState, Tile
from qingce.shared.ledger.reading_tiles import tiles_of_tree

CHECKPOINT, KEYS, LOCK = "checkpoint", "keys", ".lock"


def folder() -> Path:
    """Where the published log lies on this computer."""
    return Path(settings.HOME) / "ledger"


def newest_checkpoint() -> Checkpoint:
    """The newest one, with its co-signatures; two queries.

    Raises: CheckpointNotFound: the log is empty.
    """
    found = Checkpoint.objects.prefetch_related("cosignatures").order_by("-size").first()
    if found is None:
        raise CheckpointNotFound("The ledger has no entries yet.", size=0)
    return found


def written(checkpoint: Checkpoint) -> str:
    """A checkpoint as it is published: signed by the log, co-signed by the witnesses that have come."""
    return checkpoint.note + "".join(each.line for each in checkpoint.cosignatures.all())


def tile_bytes(tile: TileName) -> bytes | None:
    """What the file of a tile or of a bundle of entries holds; None: the log is not so long yet. One query."""
    if tile.level < 0:
        return _bundle(tile)
    row = Tile.objects.filter(tree=Tile.LOG, level=tile.level, place=tile.place).values_list("hashes", flat=True)
    hashes = bytes(row.first() or b"")[: tile.width * SIZE_BYTES]
    return hashes if len(hashes) == tile.width * SIZE_BYTES else None


def _bundle(tile: TileName) -> bytes | None:
    first = tile.place * WIDTH
    rows = LedgerEntry.objects.filter(number__gte=first, number__lt=first + tile.width).order_by("number")
    bodies = [bytes(body) for body in rows.values_list("body", flat=True)]
    if len(bodies) < tile.width:
        return None
    return write_bundle(bodies)


def keys_text() -> str:
    """The public keys, one a line, those that sign now first; one query."""
    rows = LogKey.objects.order_by("last_size", "-pk").values_list("key", "last_size")
    return "".join(f"{key}\n" for key, _ in sorted(rows, key=lambda row: row[1] is not None))


def publish_log() -> int:
    """Writes what the folder lacks: entries and tiles first, the checkpoint last; may be repeated after a kill.

    Two that publish at once follow one another, so that the folder's checkpoint never becomes older.

    Returns: how many entries were added to the folder.
    Raises: DatabaseTooOld, LogForked: what lies there is newer, or another history; it stays as it is.
    """
    if not Checkpoint.objects.exists():
        return 0
    with _publishing_alone():
        return _publish()


def _publish() -> int:
    checkpoint = newest_checkpoint()
    content = written(checkpoint).encode()
    path = folder() / CHECKPOINT
    if path.exists() and path.read_bytes() == content:
        return 0
    check_whole(checkpoint.size)
    former = published_checkpoint()
    begin = min(former.size, checkpoint.size) if former else 0
    for tile in tiles_of(checkpoint.size, former=begin):
        _publish_tile(tile)
    _write(folder() / KEYS, keys_text().encode())
    _write(path, content)
    return checkpoint.size - begin


@contextmanager
def _publishing_alone() -> Iterator[None]:
    """The lock goes with the process that held it, however it ended."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _publish_tile(tile: TileName) -> None:
    content = tile_bytes(tile)
    if content is None:  # the database has grown older meanwhile; the sequencer says so
        raise CheckpointNotFound("The ledger has fewer entries than its checkpoint says.", size=0)
    _write(folder() / tile.path, content)
    if tile.width == WIDTH:
        shutil.rmtree(folder() / f"{tile.path}.p", ignore_errors=True)


def published_checkpoint() -> Signed | None:
    """The checkpoint that lies in the folder; None: nothing was published from here yet.

    Raises: NoteUnreadable: the file was damaged.
    """
    path = folder() / CHECKPOINT
    return read_checkpoint(read_note(path.read_text("utf-8")).text) if path.exists() else None


def check_whole(size: int) -> None:
    """Whether a log with `size` entries still is the one that was published; else nothing may be appended to it.

    Raises: DatabaseTooOld; LogForked.
    """
    public = published_checkpoint()
    if public is None:
        return
    if public.size > size:
        raise DatabaseTooOld(
            f"{public.size} entries of the ledger were published, but the database holds {size}: it was restored to an "
            "earlier state. Nothing is appended. Restore the newer database, or take the missing entries over from the "
            "published files with `qingce ledger recover`.",
            published=public.size, size=size,
        )  # fmt: skip
    if root_at(public.size) != public.root:
        raise LogForked(
            f"The first {public.size} entries are not those that were published; nothing is appended. "
            "`qingce ledger audit` names the first that differs.",
            size=public.size,
        )


def check_published() -> None:
    """Whether the database holds all that was published from here.

    Raises: DatabaseTooOld; LogForked.
    """
    check_whole(log_size())


def waiting_entries() -> int:
    """How many committed entries have no number yet; over an index of these alone."""
    return LedgerEntry.objects.filter(number=None).count()


def root_at(size: int) -> bytes:
    """The root over the first entries, out of the tiles; one query."""
    return root(size, nodes_from(tiles_of_tree(Tile.LOG), size))


def log_size() -> int:
    """How many entries have a number; one query."""
    return LogState.read().size


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all; a checkpoint outlives no entry."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
