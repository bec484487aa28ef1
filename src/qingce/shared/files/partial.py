"""Uploads that come piece by piece: what was received stays through a cut line, a kill or a full disk."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.models import Sum

from qingce.pure.kernel.errors import QingceError
from qingce.shared.files import store
from qingce.shared.files.enums import FileType, Partial
from qingce.shared.files.errors import (
    EmptyUpload,
    FileNotFound,
    ScannerAway,
    StoreAway,
    StoreFull,
    UploadBusy,
    UploadOffset,
    UploadTooLarge,
)
from qingce.shared.files.limits import MB, limits, most_mb
from qingce.shared.files.models import PartialUpload
from qingce.shared.files.queries import files_by_ids
from qingce.shared.files.taking import keep_upload

_FOLDER = "partial"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def begin_upload(
    *,
    name: str,
    size_bytes: int,
    accepts: Collection[FileType],
    purpose: str,
    owner: str,
    at: datetime,
    largest_mb: int,
) -> str:
    """Makes room for an upload that will come piece by piece.

    Args: owner: the form that it belongs to. largest_mb: what the form takes; the table
        of limits has the last word.
    Returns: the secret under which its pieces come.
    Raises: EmptyUpload; UploadTooLarge; StoreFull: too much is on its way already.
    """
    most = most_mb(purpose, largest_mb)
    if size_bytes <= 0:
        raise EmptyUpload("The file is empty: it holds no byte. Choose it again, or save it anew first.")
    if size_bytes > most * MB:
        raise UploadTooLarge(f"The file is larger than {most} MB. Send fewer pages.", limit_mb=most)
    coming = PartialUpload.objects.filter(file_id=None).aggregate(size=Sum("size_bytes"))["size"] or 0
    if coming + size_bytes > limits().unattached_mb * MB:
        raise StoreFull("Very many files are waiting just now. Send it a little later.", cause="waiting")
    token = secrets.token_urlsafe(24)
    _path(token).touch(mode=0o600)  # first: what has a row has its file
    PartialUpload.objects.create(
        token=token, owner=owner, name=name[:200], size_bytes=size_bytes, purpose=purpose,
        accepts=",".join(sorted(accepts)), most_mb=most, begun_at=at,
    )  # fmt: skip
    return token


def partial_upload(token: str) -> Partial:
    """How far an upload is.

    Raises: FileNotFound: there is none under this token.
    """
    return _told(_row(token))


def receive_piece(token: str, offset: int, chunks: Iterable[bytes], *, at: datetime) -> Partial:
    """Takes a piece in, as far as it comes; the last one has the file checked and kept.

    Asked again for what is whole, it says what it became. What the checks refuse is gone.

    Raises: UploadOffset: the piece does not begin where the last one ended; UploadBusy: another one is coming just
        now; StoreFull: what was received before is kept; FileNotFound; what `keep_upload` raises.
    """
    _row(token)  # what it is called decides on a path: no other word does
    with _locked(token) as file:
        row = _row(token)
        if row.file_id is not None or file is None:
            return _told(row)
        there = os.fstat(file.fileno()).st_size
        if offset != there:
            raise UploadOffset(f"The next piece begins at {there}, not at {offset}.", offset=there)
        _append(file, chunks, row.size_bytes - there)
        if os.fstat(file.fileno()).st_size < row.size_bytes:
            return _told(row)
        os.fsync(file.fileno())
        return _finish(row, at)


def sweep_partial(*, before: datetime) -> int:
    """Drops uploads that began before a moment; what became of them stays.

    Returns: how many.
    """
    rows = list(PartialUpload.objects.filter(begun_at__lt=before))
    for row in rows:
        row.delete()
        _path(row.token).unlink(missing_ok=True)
    return len(rows)


def _row(token: str) -> PartialUpload:
    row = PartialUpload.objects.filter(token=token).first()
    if row is None:
        raise FileNotFound("This upload waited too long and is gone; send the file again.", cause="gone")
    return row


def _told(row: PartialUpload) -> Partial:
    if row.file_id is not None:
        found = files_by_ids([row.file_id])
        return Partial(row.token, row.owner, row.size_bytes, row.size_bytes, found[0] if found else None)
    path = _path(row.token)
    return Partial(row.token, row.owner, row.size_bytes, path.stat().st_size if path.exists() else 0, None)


def _path(token: str) -> Path:
    folder = store.store_folder() / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / token


@contextmanager
def _locked(token: str) -> Iterator[BinaryIO | None]:
    """What came so far, with its end next, for one writer; None: it is whole and has gone into the store."""
    try:
        file = _path(token).open("r+b")
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


def _append(file: BinaryIO, chunks: Iterable[bytes], left: int) -> None:
    """Writes what comes; more than was announced is not taken."""
    try:
        for chunk in chunks:
            if len(chunk) > left:
                raise UploadTooLarge("More bytes come than the file was said to have.", cause="announced")
            file.write(chunk)
            left -= len(chunk)
        file.flush()
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise StoreFull("There is no room to keep files; free some space on the server and try again.") from error


def _finish(row: PartialUpload, at: datetime) -> Partial:
    path = _path(row.token)
    accepts = [FileType(each) for each in row.accepts.split(",")]
    try:
        with path.open("rb") as stream:
            chunks = iter(lambda: stream.read(MB), b"")
            kept = keep_upload(
                chunks, name=row.name, accepts=accepts, purpose=row.purpose, at=at, largest_mb=row.most_mb
            )
    except (StoreFull, StoreAway, ScannerAway, OSError):
        raise  # to be tried again: it is all there
    except QingceError:
        row.delete()
        path.unlink(missing_ok=True)
        raise
    # Bytes first, then the word that they are kept: a kill in between has the last piece asked for again.
    with transaction.atomic():
        row.file_id = kept.id
        row.save(update_fields=["file"])
    path.unlink(missing_ok=True)
    return Partial(row.token, row.owner, row.size_bytes, row.size_bytes, kept)
