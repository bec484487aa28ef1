"""One look at a log: what is new is checked, co-signed, and the co-signature handed over."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from qingce.doors.cli.witnessing.cosigning import Cosigner
from qingce.doors.cli.witnessing.errors import LogKeyUnknown
from qingce.doors.cli.witnessing.keeping import Kept
from qingce.doors.cli.witnessing.log_server import LogServer
from qingce.doors.cli.witnessing.mirroring import Mirror
from qingce.pure.kernel.errors import QingceError
from qingce.pure.merkle.checkpoints import Checkpoint, read_checkpoint
from qingce.pure.merkle.errors import EntryRewritten, NotSigned, TileMissing, TilesUnfit, TileWrong
from qingce.pure.merkle.growth import check_first, check_growth
from qingce.pure.merkle.notes import Note
from qingce.pure.merkle.reading import tile_reader
from qingce.shared.asking.queries import one_line

MOST_TOLD = 3  # keys, when one is not known


@dataclass(frozen=True)
class Look:
    """What came of one look; `grown_by`: entries since the last; `is_given`: a co-signature was handed over."""

    origin: str
    size: int
    grown_by: int
    is_given: bool


@dataclass(frozen=True)
class Round:
    """What a look needs; `mirror`: None keeps no copy."""

    kept: Kept
    cosigner: Cosigner
    server: LogServer
    mirror: Mirror | None = None
    tell: Callable[[int, int], None] = lambda _seen, _size: None

    def look(self, *, at_second: int) -> Look:
        """Looks at the newest checkpoint.

        Raises: as `Cosigner.cosign`, `check_growth`, `Mirror.follow` and `LogServer`. LogKeyUnknown.
        """
        self.kept.check_not_stopped()
        note = self.server.checkpoint()
        former = self.cosigner.last
        try:
            made = self.cosigner.cosign(note, lambda old, new: self._check(note, old, new), at_second=at_second)
        except NotSigned:
            raise LogKeyUnknown(self._keys_told()) from None
        except EntryRewritten as error:
            self.kept.stop(error, {"served": error.served, "latter": note.written.encode()}, at_second=at_second)
            raise
        is_there = made in note.signatures
        if not is_there:
            self.server.hand_over(Note(note.text, (made,)))
        new = read_checkpoint(note.text)
        return Look(new.origin, new.size, new.size - (former.size if former else 0), not is_there)

    def _check(self, note: Note, old: Checkpoint | None, new: Checkpoint) -> None:
        read = tile_reader(self.server.fetch, new.size)
        if old:
            self._check_not_shrunk(old, new)
            check_growth(old, new, read)
        else:
            check_first(new, read)
        if self.mirror:
            self.mirror.follow(note, new, known=old.size if old else 0, tell=self.tell)

    def _check_not_shrunk(self, old: Checkpoint, new: Checkpoint) -> None:
        """A shorter log may be an old copy; whoever has a copy of one's own can tell that from another history.

        Raises: LogRewritten: it is none of those that the log had. LogShrank is left to `check_growth`.
        """
        if self.mirror and new.size < old.size:
            with suppress(TileMissing, TileWrong, TilesUnfit):  # the copy is not complete
                check_growth(new, old, tile_reader(self.mirror.kept, old.size))

    def _keys_told(self) -> str:
        try:
            return " ".join(one_line(key.written) for key in self.server.told_keys()[:MOST_TOLD]) or "—"
        except QingceError:
            return "—"
