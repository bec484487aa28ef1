"""Who signed a checkpoint: the log, by a key that somebody knows, and witnesses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from qingce.pure.merkle.checkpoints import Checkpoint, read_checkpoint
from qingce.pure.merkle.errors import LogSplit, NoteUnreadable
from qingce.pure.merkle.notes import (
    COSIGNATURE_V1,
    ED25519,
    Note,
    VerifierKey,
    cosigned_at,
    read_note,
    read_verifier,
    signers_of,
)
from qingce.pure.merkle.proof_files.errors import FieldWrong, LogUnknown
from qingce.pure.merkle.proof_files.reading import FIRST_INEXACT

MOST_KEYS = 100
YEAR_10000_S = 253_402_300_800


@dataclass(frozen=True)
class Witness:
    """Who co-signed; `at`: when it says it saw the log, in UTC; empty: it does not say."""

    name: str
    at: str


@dataclass(frozen=True)
class Signed:
    """A checkpoint with those known keys that signed it; `strangers`: how many signatures are by others."""

    checkpoint: Checkpoint
    keys: tuple[VerifierKey, ...]
    witnesses: tuple[Witness, ...]
    strangers: int


def read_signed(text: str, keys: Sequence[VerifierKey]) -> Signed:
    """A checkpoint that its log has signed.

    Args: keys: of logs and of witnesses.
    Raises: NoteUnreadable; LogUnknown; NotSigned; SignatureWrong.
    """
    note = read_note(text)
    checkpoint = read_checkpoint(note.text)
    if checkpoint.size >= FIRST_INEXACT:
        raise NoteUnreadable("No log has so many entries.")
    own = signed_by_log(note, checkpoint.origin, keys)
    others = [key for key in keys if not _is_of(key, checkpoint.origin)]
    witnesses = {key: _witness(note, key) for key in others if _signatures(note, key)}
    known = {(key.name, key.key_id) for key in (*own, *witnesses)}
    strangers = sum((each.by, each.key_id) not in known for each in note.signatures)
    return Signed(checkpoint, own, tuple(witnesses.values()), strangers)


def signed_by_log(note: Note, origin: str, keys: Sequence[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Which keys of a log have signed.

    Raises: LogUnknown: none of the keys is this log's. NotSigned; SignatureWrong.
    """
    own = dict.fromkeys(key for key in keys if _is_of(key, origin))
    if not own:
        raise LogUnknown(f"This is from the log {origin[:100]}, of which no key was given.", log=origin[:100])
    signers_of(note, list(own))
    return tuple(key for key in own if _signatures(note, key))


def read_keys(value: list[Any]) -> list[VerifierKey]:
    """The keys that a file names; nobody vouches for them.

    Raises: FieldWrong; KeyUnreadable.
    """
    if len(value) > MOST_KEYS or not all(type(each) is str for each in value):
        raise FieldWrong("keys should be a short list of texts.", field="keys")
    return [read_verifier(each) for each in value]


def check_not_split(signed: Iterable[Signed]) -> None:
    """Checks that no log shows two roots for one size.

    Raises: LogSplit: keep both files, they prove what the log did.
    """
    roots: dict[tuple[str, int], bytes] = {}
    for each in signed:
        log, size = each.checkpoint.origin, each.checkpoint.size
        if roots.setdefault((log, size), each.checkpoint.root) != each.checkpoint.root:
            raise LogSplit(size)


def _is_of(key: VerifierKey, origin: str) -> bool:
    return key.kind == ED25519 and key.name == origin


def _signatures(note: Note, key: VerifierKey) -> list[bytes]:
    return [each.value for each in note.signatures if (each.by, each.key_id) == (key.name, key.key_id)]


def _witness(note: Note, key: VerifierKey) -> Witness:
    signers_of(note, [key])
    first = next(each for each in note.signatures if (each.by, each.key_id) == (key.name, key.key_id))
    return Witness(key.name, _time_text(cosigned_at(first)) if key.kind == COSIGNATURE_V1 else "")


def _time_text(at_second: int) -> str:
    if at_second >= YEAR_10000_S:
        return str(at_second)
    return datetime.fromtimestamp(at_second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
