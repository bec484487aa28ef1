"""A site with a log, on this machine: its files, the co-signatures it was given, and what it does wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from qingce.pure.merkle.notes import Note, read_note
from tests.loopback import Answered, Asked, server
from tests.tile_log import TileLog

PREFIX = "/ledger/log/"


@dataclass
class LogSite:
    """What the server tells now; a test changes it between two looks."""

    log: TileLog
    note: Note | None = None
    faults: dict[str, Callable[[], Answered | None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    given: list[Note] = field(default_factory=list)
    keys: str = ""
    url: str = ""

    def answer(self, asked: Asked) -> Answered | None:
        """A file of the log, or whatever goes wrong with it."""
        path = asked.path.removeprefix(PREFIX)
        self.asked.append(path)
        if path in self.faults:
            return self.faults[path]()
        if path == "cosignatures":
            self.given.append(read_note(asked.body.decode()))
            return Answered(b"")
        if path == "checkpoint":
            return Answered(self.checkpoint().written.encode())
        if path == "keys":
            return Answered((self.keys or self.log.key.verifier.written + "\n").encode())
        return Answered(self.log.files[path]) if path in self.log.files else Answered(b"", 404)

    def checkpoint(self) -> Note:
        """The newest one with the co-signatures of it."""
        note = self.note or self.log.note()
        below = [each for given in self.given if given.text == note.text for each in given.signatures]
        return Note(note.text, (*note.signatures, *below))


@contextmanager
def log_site(log: TileLog) -> Iterator[LogSite]:
    """Serves a log until the end of the block."""
    site = LogSite(log)
    with server(site.answer) as site.url:
        yield site
