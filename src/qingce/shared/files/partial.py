"""Uploads that come piece by piece: what was received stays through a cut line, a kill or a full disk.

Of an upload that takes no types nothing is made: who asked for it reads it once.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from qingce.pure.kernel.errors import QingceError
from qingce.shared.files import coming, store
from qingce.shared.files.enums import FileType, Partial
from qingce.shared.files.errors import (
    EmptyUpload,
    FileNotFound,
    ScannerAway,
    StoreAway,
    StoreFull,
    UploadOffset,
    UploadTooLarge,
)
from qingce.shared.files.limits import MB, most_mb
from qingce.shared.files.models import PartialUpload
from qingce.shared.files.queries import waiting_files
from qingce.shared.files.taking import keep_received


def begin_upload(
    *,
    name: str,
    size_bytes: int,
    accepts: Collection[FileType],
    purpose: str,
    owner: str,
    at: datetime,
    largest_mb: int,
) -> Partial:
    """Makes room for an upload that will come piece by piece.

    Args: accepts: empty: nothing is made of it, see `reading_upload`. owner: the form that it belongs to. largest_mb:
        what the form takes; the table of limits has the last word.
    Returns: it, with the secret under which its pieces come.
    Raises: EmptyUpload; UploadTooLarge; StoreFull: too much is on its way already.
    """
    most = most_mb(purpose, largest_mb)
    if size_bytes <= 0:
        raise EmptyUpload("The file is empty: it holds no byte. Choose it again, or save it anew first.")
    if size_bytes > most * MB:
        raise UploadTooLarge(f"The file is larger than {most} MB. Send fewer pages.", limit_mb=most)
    coming.check_room(size_bytes)
    token = secrets.token_urlsafe(24)
    with store.told_if_full():
        coming.path_of(token).touch(mode=0o600)  # first: what has a row has its file
    row = PartialUpload.objects.create(
        token=token, owner=owner, name=name[:200], size_bytes=size_bytes, purpose=purpose,
        accepts=",".join(sorted(accepts)), begun_at=at,
    )  # fmt: skip
    return _told(row)


def partial_upload(token: str, *, at: datetime) -> Partial:
    """How far an upload is.

    Raises: FileNotFound: there is none under this token, any more.
    """
    return _told(_row(token, at))


def receive_piece(token: str, offset: int, chunks: Iterable[bytes], *, at: datetime) -> Partial:
    """Takes a piece in, as far as it comes; the last one has the file checked and kept.

    Asked again for what is whole, it says what it became. What the checks refuse is gone.

    Raises: UploadOffset: the piece does not begin where the last one ended; UploadBusy: another one is coming just
        now; StoreFull: what was received is kept; FileNotFound; the errors of files, once it is whole.
    """
    _row(token, at)  # what it is called decides on a path: no other word does
    with coming.locked(token) as file:
        row = _row(token, at)  # as the one before left it
        if row.file_id is not None or file is None:
            return _told(row)
        there = file.tell()
        if offset != there:
            raise UploadOffset(f"The next piece begins at {there}, not at {offset}.", offset=there)
        coming.append(file, chunks, row.size_bytes - there)
        if file.tell() < row.size_bytes or not row.accepts:
            return _told(row)
        return _finish(row, at)


@contextmanager
def reading_upload(token: str, *, purpose: str, at: datetime) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The name and the bytes of an upload of which nothing is made; gone afterwards.

    Raises: FileNotFound: it is not whole, for something else, or read already.
    """
    row = _row(token, at)
    with coming.locked(token) as file:
        if file is None or row.accepts or row.purpose != purpose or file.tell() != row.size_bytes:
            raise _gone()
        try:
            yield row.name, coming.chunks_of(file)
        finally:
            _drop(row)


def drop_upload(token: str, *, at: datetime) -> int | None:
    """Ends an upload whose sender wants it no more: what came is gone.

    Returns: the file that it became, which waits to be attached; None: it was not whole.
    Raises: FileNotFound: there is none, or it is part of something; UploadBusy: a piece is coming just now.
    """
    _row(token, at)  # what it is called decides on a path: no other word does
    with coming.locked(token):
        row = _row(token, at)
        _told(row)
        _drop(row)
    return row.file_id


def sweep_partial(*, before: datetime) -> int:
    """Drops uploads that began before a moment, and what a kill left without a row; what became of them stays.

    Returns: how many.
    """
    rows = list(PartialUpload.objects.filter(begun_at__lt=before))
    for row in rows:
        _drop(row)
    left = [each for each in coming.uploads_coming(at=coming.ends_at(before)) if each.is_orphan]
    for each in left:
        coming.path_of(each.token).unlink(missing_ok=True)
    return len(rows) + len(left)


def drop_coming(token: str, *, at: datetime) -> bool:
    """Drops what came of an upload if its time is over, or if a kill left it without a row.

    Returns: whether it was dropped.
    """
    if not any(each.is_orphan for each in coming.uploads_coming(at=at) if each.token == token):
        return False
    PartialUpload.objects.filter(token=token).delete()
    coming.path_of(token).unlink(missing_ok=True)
    return True


def _row(token: str, at: datetime) -> PartialUpload:
    row = PartialUpload.objects.filter(token=token).first()
    if row is None or coming.ends_at(row.begun_at) < at:
        raise _gone()
    return row


def _gone() -> FileNotFound:
    return FileNotFound("This upload waited too long and is gone; send the file again.", cause="gone")


def _told(row: PartialUpload) -> Partial:
    """How far it is; what is part of something already, or lies on another machine, is not there any more."""
    path, file = coming.path_of(row.token), None
    if row.file_id is not None:
        file = next(iter(waiting_files([row.file_id], purpose=row.purpose)), None)
    if file is None and (row.file_id is not None or not path.exists()):
        raise _gone()
    return Partial(
        token=row.token,
        owner=row.owner,
        size_bytes=row.size_bytes,
        offset=row.size_bytes if file else path.stat().st_size,
        ends_at=coming.ends_at(row.begun_at),
        file=file,
        is_to_read=not row.accepts,
    )


def _finish(row: PartialUpload, at: datetime) -> Partial:
    accepts = [FileType(each) for each in row.accepts.split(",")]
    try:
        kept = keep_received(coming.path_of(row.token), name=row.name, accepts=accepts, purpose=row.purpose, at=at)
    except (StoreFull, StoreAway, ScannerAway):
        raise  # to be tried again: it is all there
    except QingceError:
        _drop(row)
        raise
    # Bytes first, then the word that they are kept: a kill in between has the last piece asked for again.
    with transaction.atomic():
        row.file_id = kept.id
        row.save(update_fields=["file"])
    coming.path_of(row.token).unlink(missing_ok=True)
    return _told(row)


def _drop(row: PartialUpload) -> None:
    row.delete()
    coming.path_of(row.token).unlink(missing_ok=True)
