"""What the server of a log publishes, and takes: all that a witness knows of it."""

from __future__ import annotations

from qingce.doors.cli.witnessing.errors import CosignatureRefused, LogMissing, LogServerRefused
from qingce.pure.merkle.bundles import LARGEST_BUNDLE
from qingce.pure.merkle.errors import KeyUnreadable, NoteUnreadable, TileMissing
from qingce.pure.merkle.hashing import SIZE_BYTES
from qingce.pure.merkle.notes import Note, VerifierKey, read_note, read_verifier
from qingce.pure.merkle.tiles import WIDTH
from qingce.shared.asking.queries import OK, Answer, Asker

LOG = "/ledger/log/"
LARGEST_TILE = 2 * WIDTH * SIZE_BYTES  # twice what it may be: its length is checked, and told, where it is read
LARGEST_NOTE = 200_000
LARGEST_WORD = 20_000
MISSING = {404, 410}


class LogServer:
    """The files of a log below the address of its site."""

    def __init__(self, asker: Asker, url: str) -> None:
        self._asker, self._base = asker, url + LOG

    def fetch(self, path: str) -> bytes:
        """A tile or a bundle of entries.

        Raises: TileMissing; LogServerRefused; errors of qingce.shared.asking.
        """
        most = LARGEST_BUNDLE if path.startswith("tile/entries/") else LARGEST_TILE
        answer = self._asker.get(self._base + path, most=most)
        if answer.status in MISSING:
            raise TileMissing(path)
        return _content(answer)

    def checkpoint(self) -> Note:
        """The newest checkpoint; nothing is checked yet.

        Raises: LogMissing; LogServerRefused; NoteUnreadable; errors of qingce.shared.asking.
        """
        answer = self._asker.get(self._base + "checkpoint", most=LARGEST_NOTE)
        if answer.status in MISSING:
            raise LogMissing(self._base + "checkpoint")
        try:
            return read_note(_content(answer).decode())
        except UnicodeDecodeError:
            raise NoteUnreadable("This is no signed note: it is not UTF-8.") from None

    def told_keys(self) -> list[VerifierKey]:
        """The keys that the server tells, newest first; they are a hint, and trusted by nobody.

        Raises: LogServerRefused; KeyUnreadable; errors of qingce.shared.asking.
        """
        answer = self._asker.get(self._base + "keys", most=LARGEST_WORD)
        try:
            return [read_verifier(line) for line in _content(answer).decode().splitlines() if line]
        except UnicodeDecodeError:
            raise KeyUnreadable("The keys of the log are not UTF-8.") from None

    def hand_over(self, note: Note) -> None:
        """Gives co-signatures to the log.

        Raises: CosignatureRefused; errors of qingce.shared.asking.
        """
        body = note.written.encode()
        answer = self._asker.post(
            self._base + "cosignatures", body, kind="text/plain; charset=utf-8", most=LARGEST_WORD
        )
        if answer.status != OK:
            raise CosignatureRefused(answer.status, answer.sentence)


def _content(answer: Answer) -> bytes:
    if answer.status != OK:
        raise LogServerRefused(answer.status, answer.sentence)
    return answer.body
