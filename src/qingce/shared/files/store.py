"""The store: bytes named by their digest, below the home folder, readable by this user only."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from qingce.pure.kernel.disk import keep_on_disk
from qingce.shared.files.errors import EmptyUpload, FileNotFound, StoreFull, UploadTooLarge
from qingce.shared.files.limits import MB

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PART = ".part-"


@dataclass(frozen=True, slots=True)
class Piece:
    """What lies under one digest; `kept_at`: when it was last put there."""

    sha256: str
    size_bytes: int
    kept_at: datetime


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


def pieces() -> Iterator[Piece]:
    """All that the store holds, in no order; what leaves meanwhile may be passed over."""
    for path in store_folder().glob("[0-9a-f][0-9a-f]/*"):
        try:
            told = path.stat()
        except FileNotFoundError:
            continue
        yield Piece(path.name, told.st_size, datetime.fromtimestamp(told.st_mtime, UTC))


def kept_digests(*, before: datetime) -> Iterator[str]:
    """Digests of all that was last put into the store before a moment."""
    return (piece.sha256 for piece in pieces() if piece.kept_at < before)


def has(sha256: str) -> bool:
    """Whether the store holds bytes under this digest."""
    return path_of(sha256).exists()


def size_of(sha256: str) -> int:
    """How many bytes lie under a digest.

    Raises: FileNotFoundError.
    """
    return path_of(sha256).stat().st_size


def opened(sha256: str) -> BinaryIO:
    """The bytes with this digest, for reading piece by piece.

    Raises: FileNotFoundError: the store holds none.
    """
    return path_of(sha256).open("rb")


def local(sha256: str, folder: Path) -> Path:
    """A file with these bytes, to be read only.

    Args: folder: where a copy is put if the store has them elsewhere.
    Raises: FileNotFound: the store has lost them.
    """
    del folder  # they lie on this disk already
    if not has(sha256):
        raise lost()
    return path_of(sha256)


def lost() -> FileNotFound:
    """What is raised where the store should hold bytes and does not."""
    return FileNotFound("The bytes of this file are not in the store; restore them.", cause="lost")


def digest_of(sha256: str) -> str:
    """What the bytes that lie under a digest give when it is computed anew.

    Raises: FileNotFoundError.
    """
    digest = hashlib.sha256()
    with opened(sha256) as file:
        while piece := file.read(MB):
            digest.update(piece)
    return digest.hexdigest()


def abandoned(*, before: datetime) -> Iterator[Path]:
    """Working folders that a kill left behind, last written before a moment."""
    for path in store_folder().glob(f"{_PART}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                yield path


def drop_abandoned(path: Path) -> None:
    """Removes a working folder that a kill left behind."""
    shutil.rmtree(path, ignore_errors=True)


def drop(sha256: str) -> None:
    """Removes bytes from the store; nothing happens where there are none."""
    path_of(sha256).unlink(missing_ok=True)
