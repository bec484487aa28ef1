"""A copy of the whole log: every tile and every entry, each checked against the signed root before it is kept.

The folder holds the same files as the log's server; any web server can serve it in its place.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from qingce.doors.cli.witnessing.errors import StateUnwritable
from qingce.doors.cli.witnessing.keeping import write_whole
from qingce.pure.merkle.bundles import check_entries, fetch_entries, read_bundle, write_bundle
from qingce.pure.merkle.checkpoints import Checkpoint, read_checkpoint
from qingce.pure.merkle.errors import BundleWrong, EntryRewritten, NoteUnreadable, TileMissing
from qingce.pure.merkle.notes import Note, read_note
from qingce.pure.merkle.reading import CheckedTiles, Fetch
from qingce.pure.merkle.tiles import WIDTH, Tile, tiles_of

LOOKED_AT_AGAIN = 2
"""Full bundles of entries, chosen anew each time, that are asked for again: the server cannot know which."""


class Mirror:
    """The folder of the copy."""

    def __init__(self, folder: Path, fetch: Fetch) -> None:
        self._folder, self._fetch = folder, fetch

    @property
    def size(self) -> int:
        """How many entries were kept when it was last complete."""
        try:
            return read_checkpoint(read_note((self._folder / "checkpoint").read_text("utf-8")).text).size
        except (FileNotFoundError, NoteUnreadable, UnicodeDecodeError):
            return 0

    def kept(self, path: str) -> bytes:
        """A file of the copy. Raises: TileMissing."""
        try:
            return (self._folder / path).read_bytes()
        except OSError:
            raise TileMissing(path) from None

    def follow(self, note: Note, checkpoint: Checkpoint, *, known: int, tell: Callable[[int, int], None]) -> None:
        """Keeps what is new, and looks again at some of what is not.

        Args: known: size of the last co-signed checkpoint: what was kept beyond may be of another history.
            tell: hears how many entries of how many were looked at, now and then.
        Raises: EntryRewritten; BundleWrong; TilesUnfit; TileWrong; TileMissing; StateUnwritable; what the fetching
            raises. What was kept until then stays; the next time goes on from there.
        """
        former = min(self.size, known, checkpoint.size)
        tiles = CheckedTiles(self._fetch, checkpoint)
        for tile in tiles_of(checkpoint.size, former=former):
            if tile.level >= 0:
                self._keep(tile, tiles.hashes(tile))
            if tile.level == 0 and tile.place % WIDTH == 0:
                tell(tile.place * WIDTH, checkpoint.size)
        self._look_again(tiles, former // WIDTH)
        self._write("checkpoint", note.written.encode())

    def _keep(self, tile: Tile, hashes: Sequence[bytes]) -> None:
        if tile.level == 0 and not self._has_entries(tile, hashes):
            bundle = tile._replace(level=-1)
            self._write(bundle.path, write_bundle(self._entries(tile, hashes)))
            self._drop_partial(bundle)
        self._write(tile.path, b"".join(hashes))
        self._drop_partial(tile)

    def _entries(self, tile: Tile, hashes: Sequence[bytes]) -> list[bytes]:
        entries = fetch_entries(self._fetch, tile)
        check_entries(entries, tile, hashes)
        return entries

    def _has_entries(self, tile: Tile, hashes: Sequence[bytes]) -> bool:
        """Whether a former attempt, which was cut off, has left them whole."""
        with suppress(TileMissing, BundleWrong, EntryRewritten):
            raw = self.kept(tile._replace(level=-1).path)
            check_entries(read_bundle(raw, tile.width), tile, hashes)
            return True
        return False

    def _look_again(self, tiles: CheckedTiles, full: int) -> None:
        for place in random.SystemRandom().sample(range(full), min(full, LOOKED_AT_AGAIN)):
            tile = Tile(0, place)
            self._entries(tile, tiles.hashes(tile))

    def _write(self, path: str, raw: bytes) -> None:
        file = self._folder / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StateUnwritable(str(file), error.strerror or type(error).__name__) from error
        write_whole(file, raw)

    def _drop_partial(self, tile: Tile) -> None:
        """Removes the files of a tile from before it was full."""
        if tile.width == WIDTH:
            shutil.rmtree(self._folder / f"{tile.path}.p", ignore_errors=True)
