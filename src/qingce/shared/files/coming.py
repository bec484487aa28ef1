"""Where what came so far of an upload lies: a file for each, whose length is how far the upload is."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path

from qingce.shared.files import store
from qingce.shared.files.enums import ComingPiece
from qingce.shared.files.errors import StoreFull, UploadBusy, UploadTooLarge
from qingce.shared.files.limits import MB, limits
from qingce.shared.files.models import PartialUpload

_FOLDER = "partial"


def folder() -> Path:
    """The folder of what is coming, on this machine's disk, whatever keeps the files."""
    found = store.store_folder() / _FOLDER
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def path_of(token: str) -> Path:
    """Where an upload lies. Args: token: of a row, or of a file that is there: it becomes part of a path."""
    return folder() / token


def ends_at(begun_at: datetime) -> datetime:
    """Until when pieces are taken."""
    return begun_at + timedelta(hours=limits().unattached_hours)


def uploads_coming(*, at: datetime) -> Iterator[ComingPiece]:
    """What lies there; it is an orphan if its time is over, or if a kill left it without a row."""
    begun = dict(PartialUpload.objects.values_list("token", "begun_at"))
    for path in list(folder().iterdir()):
        with suppress(FileNotFoundError):
            told = path.stat()
            since = begun.get(path.name) or datetime.fromtimestamp(told.st_mtime, UTC)
            yield ComingPiece(path.name, told.st_size, is_orphan=ends_at(since) < at)


def check_room(more: int = 0) -> None:
    """Whether there is room beside what lies there. What was announced is not counted: an announcement costs nothing.

    Raises: StoreFull.
    """
    lying = 0
    with os.scandir(folder()) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                lying += entry.stat().st_size
    if lying + more > limits().unattached_mb * MB:
        raise StoreFull("Very many files are waiting just now. Send it a little later.", cause="coming")


@contextmanager
def locked(token: str) -> Iterator[FileIO | None]:
    """What came so far, with its end next, for one writer; None: there is nothing.

    Raises: UploadBusy.
    """
    try:
        file = FileIO(path_of(token), "r+")  # unbuffered: what could not be written is not tried again at the end
    except FileNotFoundError:
        yield None
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UploadBusy("Another piece of this file is coming just now.") from None
        file.seek(0, os.SEEK_END)
        yield file


def append(file: FileIO, chunks: Iterable[bytes], left: int) -> None:
    """Writes what comes; more than was announced is not taken. When this returns, it is on the disk.

    Raises: UploadTooLarge; StoreFull: as much as there was room for is kept.
    """
    check_room()
    with store.told_if_full():
        for chunk in chunks:
            if len(chunk) > left:
                raise UploadTooLarge("More bytes come than the file was said to have.", cause="announced")
            left -= len(chunk)
            piece = memoryview(chunk)
            while piece:
                piece = piece[file.write(piece) :]
        os.fsync(file.fileno())


def chunks_of(file: FileIO) -> Iterator[bytes]:
    """All of it, from its beginning."""
    file.seek(0)
    return iter(lambda: file.read(MB), b"")
