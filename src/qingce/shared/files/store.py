"""The store: bytes named by their digest, below the home folder, readable by this user only."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

from qingce.pure.kernel.disk import keep_on_disk
from qingce.shared.files.errors import EmptyUpload, StoreFull, UploadTooLarge
from qingce.shared.files.limits import MB

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PART = ".part-"


def store_folder() -> Path:
    """The folder of the store; made when it is first asked for."""
    folder = Path(settings.HOME) / "files"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest lie."""
    return Path(settings.HOME) / "files" / sha256[:2] / sha256


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder inside the store for files that are being taken in; gone afterwards, whatever happens.

    Raises: StoreFull: the disk has no room for what is written inside.
    """
    try:
        with tempfile.TemporaryDirectory(dir=store_folder(), prefix=_PART) as name:
            yield Path(name)
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFull("There is no room to keep files; free some space on the server and try again.") from error
        raise


def receive(chunks: Iterable[bytes], target: Path, *, largest_bytes: int) -> None:
    """Writes a stream to a file, piece by piece; stops where it grows too large.

    Raises: EmptyUpload; UploadTooLarge.
    """
    size = 0
    with target.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > largest_bytes:
                limit = largest_bytes // MB
                raise UploadTooLarge(
                    f"The file is larger than {limit} MB. Send fewer pages, or scan them with less detail.",
                    limit_mb=limit,
                )
            file.write(chunk)
    if not size:
        raise EmptyUpload("The file is empty: it holds no byte. Choose it again, or save it anew first.")


def put(path: Path) -> str:
    """Moves a finished file into the store; a kill at any point leaves it outside or whole inside.

    Returns: SHA-256 of its bytes as 64 hexadecimal digits.
    """
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    target = path_of(sha256)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    path.chmod(0o600)
    # Also when it is there already: a sweep goes by the time of the last keeping.
    path.replace(target)
    keep_on_disk(target.parent)
    return sha256


def kept_digests(*, before: datetime) -> Iterator[str]:
    """Digests of all that was last put into the store before a moment."""
    for path in store_folder().glob("[0-9a-f][0-9a-f]/*"):
        if path.stat().st_mtime < before.timestamp():
            yield path.name


def drop(sha256: str) -> None:
    """Removes bytes from the store; nothing happens where there are none."""
    path_of(sha256).unlink(missing_ok=True)
