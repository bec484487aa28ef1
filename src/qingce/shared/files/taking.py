"""Taking one file in: received, scanned, judged by its content, cleaned and kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Sum

from qingce.shared.changes.actions import note_change
from qingce.shared.files import store
from qingce.shared.files.checked import judged
from qingce.shared.files.enums import FileType, KeptFile, Preview, Taken
from qingce.shared.files.errors import StoreFull
from qingce.shared.files.limits import MB, limits, most_mb
from qingce.shared.files.models import StoredFile
from qingce.shared.files.names import served_name
from qingce.shared.files.queries import kept
from qingce.shared.files.scanning import scanned
from qingce.shared.files.tasks import look_into

KEEPS_ORIGINAL = frozenset({FileType.PDF})  # a picture's original would hold the place it was taken at
_CAME = "came"


def keep_upload(
    chunks: Iterable[bytes],
    *,
    name: str,
    accepts: Collection[FileType],
    purpose: str,
    at: datetime,
    largest_mb: int | None = None,
) -> KeptFile:
    """Takes one file in: received piece by piece, judged by its content, cleaned, and kept under its digest.

    It waits unattached for `limits.unattached_hours`; see `attach_files`.

    Args: accepts: the types taken here. purpose: what it is for, such as "correction-evidence". largest_mb: less
        than the limit of all files, if this place takes less.
    Raises: the errors of this room; nothing is kept then.
    """
    return keep_photo(chunks, name=name, accepts=accepts, purpose=purpose, at=at, largest_mb=largest_mb)[0]


def keep_photo(
    chunks: Iterable[bytes],
    *,
    name: str,
    accepts: Collection[FileType],
    purpose: str,
    at: datetime,
    largest_mb: int | None = None,
) -> tuple[KeptFile, Taken]:
    """As `keep_upload`, with when and where a photo says that it was taken, which is kept in no file here.

    Raises: as `keep_upload`.
    """
    _check_waiting()
    with store.working_folder() as folder:
        store.receive(chunks, folder / _CAME, largest_bytes=most_mb(purpose, largest_mb) * MB)
        return _kept(folder, name=name, accepts=accepts, purpose=purpose, at=at)


def keep_received(path: Path, *, name: str, accepts: Collection[FileType], purpose: str, at: datetime) -> KeptFile:
    """As `keep_upload`, of a file that lies in the store's folder whole; it stays there.

    Raises: the errors of this room; nothing is kept then.
    """
    _check_waiting()
    with store.working_folder() as folder:
        store.lend(path, folder / _CAME)
        return _kept(folder, name=name, accepts=accepts, purpose=purpose, at=at)[0]


def _kept(
    folder: Path, *, name: str, accepts: Collection[FileType], purpose: str, at: datetime
) -> tuple[KeptFile, Taken]:
    came, cleaned = folder / _CAME, folder / "cleaned"
    scan = scanned(came)
    file_type, taken = judged(came, cleaned, accepts=accepts)
    is_rewritten = cleaned.exists()
    served = cleaned if is_rewritten else came
    size = served.stat().st_size
    sha256 = store.put(served)
    original = store.put(came) if is_rewritten and file_type in KEEPS_ORIGINAL else ""
    with transaction.atomic():
        row = StoredFile.objects.create(
            name=served_name(name, file_type),
            type=file_type,
            size_bytes=size,
            sha256=sha256,
            original_sha256=original,
            purpose=purpose,
            received_at=at,
            scan=scan,
        )
        note_change("file", row.pk, at=at)
        look_into.enqueue(row.pk)
    return kept(row), taken


def keep_made(content: bytes, *, name: str, file_type: FileType, purpose: str, at: datetime) -> KeptFile:
    """Keeps a file that the system itself wrote, byte for byte; it is part of something from the start.

    Raises: StoreFull.
    """
    with store.working_folder() as folder:
        made = folder / "made"
        made.write_bytes(content)
        sha256 = store.put(made)
    with transaction.atomic():
        row = StoredFile.objects.create(
            name=served_name(name, file_type),
            type=file_type,
            size_bytes=len(content),
            sha256=sha256,
            purpose=purpose,
            received_at=at,
            attached_at=at,
            preview=Preview.NONE,  # who wrote it knows what it says
        )
        note_change("file", row.pk, at=at)
    return kept(row)


def _check_waiting() -> None:
    """Whether there is room beside the uploads that wait: strangers may not fill the disk with forms never sent.

    Raises: StoreFull.
    """
    waiting = sizes_waiting().aggregate(size=Sum("size_bytes"))["size"] or 0
    if waiting > limits().unattached_mb * MB:
        raise StoreFull(
            "Very many files are waiting just now. Send the form without files, and add them later.", cause="waiting"
        )


def sizes_waiting() -> QuerySet[StoredFile, Any]:
    """The sizes of the uploads that are part of nothing so far, by an index that holds no others."""
    return StoredFile.objects.filter(attached_at=None).values("size_bytes")
