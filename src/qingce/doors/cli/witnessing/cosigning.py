"""Which checkpoints a witness co-signs: those of its log that hold all that it co-signed before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from qingce.doors.cli.witnessing.errors import ClockWentBack
from qingce.doors.cli.witnessing.keeping import Kept, rewriting
from qingce.pure.merkle.checkpoints import Checkpoint, read_checkpoint
from qingce.pure.merkle.errors import LogOther, LogRewritten, LogSplit
from qingce.pure.merkle.notes import Note, Signature, SignerKey, VerifierKey, cosigned_at, signers_of
from qingce.shared.asking.queries import one_line

AGAIN_AFTER_S = 86_400
"""A checkpoint that stays the newest is co-signed anew after this time: a log that rests is still watched."""

CheckGrowth = Callable[[Checkpoint | None, Checkpoint], object]


class Cosigner:
    """Co-signs, and remembers before it gives anything away."""

    def __init__(self, kept: Kept, key: SignerKey, log_keys: Sequence[VerifierKey]) -> None:
        self._kept, self._key, self._log_keys = kept, key, log_keys

    @property
    def last(self) -> Checkpoint | None:
        """What was co-signed last."""
        kept = self._kept.last()
        return kept[1] if kept else None

    def trusted(self, note: Note) -> Checkpoint:
        """The checkpoint of a note that the log has signed.

        Raises: NoteUnreadable; LogOther; SignatureWrong; NotSigned: by no key known here.
        """
        found = read_checkpoint(note.text)
        origin = self._log_keys[0].name
        if found.origin != origin:
            raise LogOther(origin, one_line(found.origin))
        signers_of(note, self._log_keys)
        return found

    def cosign(self, note: Note, check: CheckGrowth, *, at_second: int) -> Signature:
        """Co-signs a checkpoint if it grew out of the last one.

        Args: check: raises where it did not; it gets the last one, if any, and the new one. at_second: now.
        Returns: the co-signature, remembered on the disk.
        Raises: EvidenceHeld; ClockWentBack; StateUnwritable; as `trusted`; what `check` raises. If that is LogSplit
            or LogRewritten, both checkpoints are kept as evidence, and nothing is co-signed from then on.
        """
        self._kept.check_not_stopped()
        new = self.trusted(note)
        kept = self._kept.last()
        try:
            check(kept[1] if kept else None, new)
        except (LogSplit, LogRewritten) as error:
            self._stop(error, kept[0] if kept else None, note, at_second=at_second)
            raise
        return self._signed(note, kept[0] if kept else None, at_second=at_second)

    def _signed(self, note: Note, last: Note | None, *, at_second: int) -> Signature:
        if last:
            own = last.signatures[-1]
            since = at_second - cosigned_at(own)
            if since < 0:
                raise ClockWentBack(_told(at_second), _told(cosigned_at(own)))
            if last.text == note.text and since < AGAIN_AFTER_S and own.key_id == self._key.verifier.key_id:
                return own
        made = self._key.sign(note.text, at_second=at_second)
        self._kept.keep(Note(note.text, (*self._by_the_log(note), made)))
        return made

    def _by_the_log(self, note: Note) -> list[Signature]:
        known = {(key.name, key.key_id) for key in self._log_keys}
        return [each for each in note.signatures if (each.by, each.key_id) in known]

    def _stop(self, why: LogSplit | LogRewritten, last: Note | None, note: Note, *, at_second: int) -> None:
        files = {"latter": note.written.encode()}
        if last:
            files["former"] = last.written.encode()
        if isinstance(why, LogRewritten):
            files["proof.txt"] = rewriting(why)
        self._kept.stop(why, files, at_second=at_second)


def _told(second: int) -> str:
    """A moment, also one that no calendar has."""
    try:
        return datetime.fromtimestamp(second, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return str(second)
