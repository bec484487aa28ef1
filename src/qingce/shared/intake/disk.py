"""A disk without room, told as what it is, whoever meets it: Python or the column engine."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from django.db import OperationalError

from qingce.pure.kernel.disk import keep_on_disk
from qingce.shared.intake.errors import DiskFull

if TYPE_CHECKING:
    from collections.abc import Iterator

# No room, a quota that is used up, a file larger than the system allows.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# A file larger than the system allows is a failed write to SQLite.
_NO_ROOM_IN_SQLITE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
_NO_ROOM_IN_POSTGRESQL = "53100"


@contextmanager
def room_on_disk(path: Path) -> Iterator[None]:
    """What is written inside, to files or to the database, has room on the disk.

    Raises: DiskFull: the disk of the path is full; nothing half-written is left at the path if it is a file.
    """
    try:
        yield
    except (OSError, pl.exceptions.PolarsError, OperationalError) as error:
        if not _is_no_room(error):
            raise
        if not path.is_dir():
            path.unlink(missing_ok=True)
        raise disk_full(path) from error


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A temporary file that becomes the target in one step: a kill at any point leaves the old state or the new.

    Raises: DiskFull.
    """
    with room_on_disk(target.parent):
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            keep_on_disk(temporary)
            temporary.replace(target)
            keep_on_disk(target.parent)
        finally:
            temporary.unlink(missing_ok=True)


def _is_no_room(error: Exception) -> bool:
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _NO_ROOM
    if isinstance(error, OperationalError):
        cause = error.__cause__
        code = getattr(cause, "sqlite_errorcode", None)
        return code in _NO_ROOM_IN_SQLITE or getattr(cause, "sqlstate", None) == _NO_ROOM_IN_POSTGRESQL
    # The engine tells the number of the system's error in words only.
    return any(f"(os error {number})" in str(error) for number in _NO_ROOM)


def disk_full(path: Path) -> DiskFull:
    """The error for a disk without room."""
    folder = next(each for each in (path, *path.parents) if each.is_dir())
    free = f"{shutil.disk_usage(folder).free / 1024**2:,.0f}"
    return DiskFull(
        f"The disk that holds {folder} is full ({free} MB left); make room and try again. Nothing half-written stays.",
        folder=str(folder), free_mb=free,
    )  # fmt: skip
