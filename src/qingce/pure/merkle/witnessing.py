"""What a log sends to a witness, to be co-signed: an old size, a consistency proof, the new checkpoint.

Source: c2sp.org/tlog-witness.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from qingce.pure.merkle.checkpoints import MOST_DIGITS
from qingce.pure.merkle.errors import WitnessRequestUnreadable
from qingce.pure.merkle.hashing import SIZE_BYTES
from qingce.pure.merkle.notes import Note, read_note

MOST_HASHES = 63
SIZE_TYPE = "text/x.tlog.size"
ADD_CHECKPOINT = "/add-checkpoint"
LARGEST_REQUEST = 200_000


@dataclass(frozen=True)
class WitnessRequest:
    """What a witness is asked to co-sign; `old_size`: of the last checkpoint that it co-signed."""

    old_size: int
    proof: tuple[bytes, ...]
    note: Note

    @property
    def written(self) -> bytes:
        """As it is sent."""
        lines = (f"old {self.old_size}", *(base64.b64encode(each).decode() for each in self.proof), "")
        return "".join([*(f"{line}\n" for line in lines), self.note.written]).encode()


def read_request(raw: bytes) -> WitnessRequest:
    """What a log has sent; nothing is checked yet.

    Raises: WitnessRequestUnreadable. NoteUnreadable: below the proof is no signed note.
    """
    try:
        above, gap, below = raw.decode().partition("\n\n")
    except UnicodeDecodeError:
        raise WitnessRequestUnreadable from None
    first, *proof = above.split("\n")
    if not gap or not first.startswith("old ") or len(proof) > MOST_HASHES:
        raise WitnessRequestUnreadable
    return WitnessRequest(read_size(first.removeprefix("old ")), _hashes(proof), read_note(below))


def read_size(text: str) -> int:
    """A number of entries, written in one way only.

    Raises: WitnessRequestUnreadable.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS and str(int(text)) == text):
        raise WitnessRequestUnreadable
    return int(text)


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    try:
        found = tuple(base64.b64decode(line, validate=True) for line in lines)
    except (binascii.Error, ValueError):
        raise WitnessRequestUnreadable from None
    if any(len(each) != SIZE_BYTES for each in found):
        raise WitnessRequestUnreadable
    return found
