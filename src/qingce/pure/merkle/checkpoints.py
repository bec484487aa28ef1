"""Checkpoints: which log, how many entries, which root; signed by the log and co-signed by witnesses.

Source: c2sp.org/tlog-checkpoint.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from qingce.pure.merkle.errors import NoteUnreadable
from qingce.pure.merkle.hashing import SIZE_BYTES

LEAST_LINES = 3
MOST_DIGITS = 18


@dataclass(frozen=True)
class Checkpoint:
    """What a log looked like.

    Args: origin: the name of the log, as its key goes by. extensions: further lines, kept as they are.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a note's text is.

    Raises: NoteUnreadable.
    """
    wrong = NoteUnreadable("This is no checkpoint: the log's name, how many entries, the root.")
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(lines) < LEAST_LINES or not all(lines):
        raise wrong
    origin, size, root, *extensions = lines
    is_number = size.isascii() and size.isdecimal() and len(size) <= MOST_DIGITS and str(int(size)) == size
    try:
        raw = base64.b64decode(root, validate=True)
    except (binascii.Error, ValueError):
        raise wrong from None
    if not is_number or len(raw) != SIZE_BYTES or base64.b64encode(raw).decode() != root:
        raise wrong
    return Checkpoint(origin, int(size), raw, tuple(extensions))
