"""Bodies are taken in whole before a page is made of them: a page waits for no client."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol

from qingce.doors.web.transfer.limits import KB, TransferLimits
from qingce.doors.web.transfer.moving import Pace


class Stream(Protocol):
    """What a body arrives by."""

    def read(self, size: int, /) -> bytes:
        """So many bytes, fewer at the end only; waits for them."""
        ...


class CutOff(Exception):
    """The client went away in the middle."""


def take_in(
    stream: Stream, length: int, *, limits: TransferLimits, folder: Path, clock: Callable[[], float]
) -> IO[bytes]:
    """The whole body as a file, on the disk if it is large; gone when it is closed.

    Raises: CutOff, TooSlow; OSError: the disk is full.
    """
    body = SpooledTemporaryFile(max_size=limits.memory_kb * KB, dir=str(folder))  # noqa: SIM115  # given to the caller
    try:
        _write(body, stream, length, Pace(limits, clock))
        body.seek(0)
    except BaseException:
        body.close()
        raise
    return body


def _write(body: IO[bytes], stream: Stream, length: int, pace: Pace) -> None:
    left = length
    while left:
        piece = stream.read(min(left, pace.piece))
        if not piece:
            raise CutOff
        body.write(piece)
        left -= len(piece)
        pace.note(len(piece))
