"""The store: bytes named by their digest, below the home folder or with an S3-compatible service."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from qingce.shared.files.errors import EmptyUpload, FileNotFound, StoreFull, UploadTooLarge
from qingce.shared.files.limits import MB
from qingce.shared.files.places import Folder, Piece, Place
from qingce.shared.files.s3 import Bucket

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PART = ".part-"


def place() -> Place:
    """Where the bytes lie, by the settings."""
    if settings.FILES_S3_BUCKET:
        return bucket(
            settings.FILES_S3_BUCKET, settings.FILES_S3_ENDPOINT, settings.FILES_S3_REGION, settings.FILES_S3_KEY
        )
    return Folder(store_folder())


@cache
def bucket(name: str, endpoint: str, region: str, key: str) -> Bucket:
    """A bucket, whose connections are kept."""
    return Bucket(name, endpoint, region, key)


def store_folder() -> Path:
    """The folder of the store, and of what is being taken in; made when it is first asked for."""
    folder = Path(settings.HOME) / "files"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest lie, if they lie in a folder of this machine."""
    return Folder(Path(settings.HOME) / "files").path_of(sha256)


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder inside the store for files that are being taken in; gone afterwards, whatever happens.

    Raises: StoreFull: the disk has no room for what is written inside.
    """
    with told_if_full(), tempfile.TemporaryDirectory(dir=store_folder(), prefix=_PART) as name:
        yield Path(name)


@contextmanager
def told_if_full() -> Iterator[None]:
    """Says in its own words that the disk is full.

    Raises: StoreFull.
    """
    try:
        yield
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


def lend(path: Path, target: Path) -> None:
    """Puts a file that lies in the store's folder at a second place there: the same bytes, not a copy, if it can be."""
    try:
        target.hardlink_to(path)
    except OSError as error:  # not every file system knows a file by two names
        if error.errno in _FULL or not path.exists():
            raise
        shutil.copyfile(path, target)
    target.touch()  # a sweep goes by the time of the last keeping


def put(path: Path) -> str:
    """Moves a finished file into the store; a kill at any point leaves it outside or whole inside.

    Returns: SHA-256 of its bytes as 64 hexadecimal digits.
    """
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    place().put(path, sha256)
    return sha256


def pieces() -> Iterator[Piece]:
    """All that the store holds, in no order; what leaves meanwhile may be passed over."""
    return place().pieces()


def kept_digests(*, before: datetime) -> Iterator[str]:
    """Digests of all that was last put into the store before a moment."""
    return (piece.sha256 for piece in pieces() if piece.kept_at < before)


def has(sha256: str) -> bool:
    """Whether the store holds bytes under this digest."""
    try:
        place().piece(sha256)
    except FileNotFoundError:
        return False
    return True


def size_of(sha256: str) -> int:
    """How many bytes lie under a digest.

    Raises: FileNotFoundError.
    """
    return place().piece(sha256).size_bytes


def kept_at(sha256: str) -> datetime:
    """When bytes were last put there.

    Raises: FileNotFoundError.
    """
    return place().piece(sha256).kept_at


def opened(sha256: str) -> BinaryIO:
    """The bytes with this digest, for reading piece by piece.

    Raises: FileNotFoundError: the store holds none.
    """
    return place().opened(sha256)


def local(sha256: str, folder: Path) -> Path:
    """A file with these bytes, to be read only.

    Args: folder: where a copy is put if the store has them elsewhere.
    Raises: FileNotFound: the store has lost them.
    """
    try:
        return place().local(sha256, folder)
    except FileNotFoundError:
        raise lost() from None


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
    place().drop(sha256)
