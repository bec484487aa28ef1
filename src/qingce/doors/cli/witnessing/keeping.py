"""The folder of a witness: its key, the log's keys, the last checkpoint it co-signed, evidence."""

from __future__ import annotations

import base64
import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from qingce.doors.cli.witnessing.errors import (
    EvidenceHeld,
    KeyExposed,
    KeyKindWrong,
    LogKeyNeeded,
    LogKeyOther,
    StateDamaged,
    StateLocked,
    StateUnwritable,
    WitnessNameNeeded,
    WitnessNameOther,
)
from qingce.pure.kernel.disk import keep_on_disk
from qingce.pure.kernel.errors import InvalidValue, QingceError
from qingce.pure.merkle.checkpoints import Checkpoint, read_checkpoint
from qingce.pure.merkle.errors import LogRewritten
from qingce.pure.merkle.notes import (
    COSIGNATURE_V1,
    ED25519,
    Note,
    SignerKey,
    VerifierKey,
    cosigned_at,
    new_signer,
    read_note,
    read_signer,
    read_verifier,
    signers_of,
)


class Kept:
    """What a witness remembers of one log; only one process may hold the folder (`held`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key, self._log_keys = folder / "key", folder / "log-keys"
        self._checkpoint, self._mark = folder / "checkpoint", folder / "STOPPED"

    def log_keys(self, given: Sequence[VerifierKey] = ()) -> list[VerifierKey]:
        """The keys by which the log may sign, newest first; those given are kept from now on.

        Raises: LogKeyNeeded; LogKeyOther; KeyKindWrong; StateDamaged.
        """
        with _telling(self._log_keys):
            lines = self._log_keys.read_text("utf-8").splitlines() if self._log_keys.exists() else []
            known = [read_verifier(line) for line in lines]
        both = [*(key for key in dict.fromkeys(given) if key not in known), *known]
        if not both:
            raise LogKeyNeeded
        for key in both:
            if key.kind != ED25519:
                raise KeyKindWrong(key.name)
            if key.name != both[-1].name:
                raise LogKeyOther(both[-1].name, key.name)
        if both != known:
            self._write(self._log_keys, "".join(f"{key.written}\n" for key in both))
        return both

    def key(self, name: str, *, secret: str) -> tuple[SignerKey, bool]:
        """The key of this witness, made the first time.

        Args: secret: a key that is kept elsewhere, such as in the environment; empty: in this folder.
        Returns: the key; whether it was made just now.
        Raises: WitnessNameNeeded; WitnessNameOther; KeyExposed; KeyKindWrong; KeyUnreadable; StateDamaged.
        """
        found = read_signer(secret.strip()) if secret else self._kept_key()
        if found is None:
            if not name:
                raise WitnessNameNeeded
            made = new_signer(name, kind=COSIGNATURE_V1)
            self._write(self._key, f"{made.written}\n")
            return made, True
        if name and name != found.name:
            raise WitnessNameOther(found.name)
        if found.kind != COSIGNATURE_V1:
            raise KeyKindWrong(found.name)
        return found, False

    def last(self) -> tuple[Note, Checkpoint] | None:
        """The last checkpoint that was co-signed, with the log's signatures and, below them, our own; None: none yet.

        Raises: StateDamaged.
        """
        if not self._checkpoint.exists():
            return None
        with _telling(self._checkpoint):
            note = read_note(self._checkpoint.read_text("utf-8"))
            cosigned_at(note.signatures[-1])
            signers_of(note, self.log_keys())
            return note, read_checkpoint(note.text)

    def keep(self, note: Note) -> None:
        """Remembers a co-signed checkpoint, on the disk when this returns.

        Raises: StateUnwritable: then the co-signature must not be given away.
        """
        self._write(self._checkpoint, note.written)

    def check_not_stopped(self) -> None:
        """Raises: EvidenceHeld: the log was caught, and nobody has looked yet."""
        if self._mark.exists():
            with _telling(self._mark):
                raise EvidenceHeld(self._mark.read_text("utf-8").strip())

    def stop(self, why: QingceError, files: dict[str, bytes], *, at_second: int) -> None:
        """Keeps evidence and co-signs no more until `go_on`."""
        when = datetime.fromtimestamp(at_second, UTC)
        folder = self.folder / "evidence" / f"{when:%Y%m%dT%H%M%SZ}-{why.code}-{secrets.token_hex(2)}"
        with _telling(folder):
            folder.mkdir(parents=True)
        for name, raw in {"why.txt": f"{why}\n".encode(), **files}.items():
            write_whole(folder / name, raw)
        self._write(self._mark, f"{folder}\n")

    def go_on(self) -> None:
        """A person has looked at the evidence, which stays."""
        with _telling(self._mark):
            self._mark.unlink(missing_ok=True)

    def _kept_key(self) -> SignerKey | None:
        if not self._key.exists():
            return None
        with _telling(self._key):
            if self._key.stat().st_mode & 0o077:
                raise KeyExposed(str(self._key))
            return read_signer(self._key.read_text("utf-8").strip())

    def _write(self, path: Path, text: str) -> None:
        write_whole(path, text.encode())


@contextmanager
def held(folder: Path) -> Iterator[Kept]:
    """The folder for one process alone, until the block ends; the system lets go of it when the process dies.

    Raises: StateLocked; StateUnwritable.
    """
    with _telling(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (folder / "lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StateLocked(str(folder)) from None
        with _telling(folder):
            for half_written in folder.glob(".*-*"):
                half_written.unlink()
        yield Kept(folder)


def rewriting(error: LogRewritten) -> bytes:
    """What shows, beside the two signed checkpoints, that the later one does not hold the former."""
    hashes = [base64.b64encode(each).decode() for each in error.proof]
    begun = base64.b64encode(error.begun).decode()
    former, size = error.params["former"], error.params["size"]
    lines = (
        f"The first {former} of the {size} entries now have the root:", begun,
        f"Consistency proof (RFC 6962) from that root at {former} to the root signed at {size}:", *hashes,
    )  # fmt: skip
    return "".join(f"{line}\n" for line in lines).encode()


def write_whole(path: Path, raw: bytes) -> None:
    """Writes a file that only its owner can read: the old one or the new one is there, whatever is cut off when.

    Raises: StateUnwritable.
    """
    written = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    with _telling(path):
        try:
            number = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(number, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            written.replace(path)
        finally:
            written.unlink(missing_ok=True)
        keep_on_disk(path.parent)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """What goes wrong with a file, as an error of ours."""
    try:
        yield
    except OSError as error:
        raise StateUnwritable(str(path), error.strerror or type(error).__name__) from error
    except (InvalidValue, UnicodeDecodeError) as error:
        raise StateDamaged(str(path)) from error
