"""Taking files in, attaching them to something, and clearing away what nobody took up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Sum

from qingce.shared.changes.actions import note_change
from qingce.shared.files import store
from qingce.shared.files.areas import Area
from qingce.shared.files.checked import checked
from qingce.shared.files.enums import FileType, KeptFile, Preview
from qingce.shared.files.errors import FileNotFound, StoreFull
from qingce.shared.files.limits import MB, limits
from qingce.shared.files.models import PagePicture, Redaction, StoredFile
from qingce.shared.files.names import served_name
from qingce.shared.files.queries import kept
from qingce.shared.files.redacting import redact_file
from qingce.shared.files.scanning import scanned
from qingce.shared.files.tasks import look_into
from qingce.shared.files.verifying import is_named

__all__ = ["Area", "attach_files", "discard_files", "drop_orphan", "keep_upload", "redact_file", "sweep_files"]

KEEPS_ORIGINAL = frozenset({FileType.PDF})  # a picture's original would hold the place it was taken at


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
    _check_waiting()
    most = limits().file_mb if largest_mb is None else min(largest_mb, limits().file_mb)
    with store.working_folder() as folder:
        came, cleaned = folder / "came", folder / "cleaned"
        store.receive(chunks, came, largest_bytes=most * MB)
        scan = scanned(came)
        file_type = checked(came, cleaned, accepts=accepts)
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
    return kept(row)


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
    waiting = StoredFile.objects.filter(attached_at=None).aggregate(size=Sum("size_bytes"))["size"] or 0
    if waiting > limits().unattached_mb * MB:
        raise StoreFull(
            "Very many files are waiting just now. Send the form without files, and add them later.", cause="waiting"
        )


def attach_files(ids: Collection[int], *, purpose: str, at: datetime) -> None:
    """Makes uploads part of something, once; call it in the transaction of the act that they belong to.

    Raises: FileNotFound: one is gone, of another purpose, or part of something already.
    """
    with transaction.atomic():
        free = StoredFile.objects.select_for_update().filter(pk__in=ids, purpose=purpose, attached_at=None)
        if len(free) != len(set(ids)):
            raise FileNotFound("A file that was sent waited too long and is gone; send it again.", cause="gone")
        StoredFile.objects.filter(pk__in=ids).update(attached_at=at)
        for pk in sorted(set(ids)):
            note_change("file", pk, at=at)


def discard_files(ids: Collection[int], *, at: datetime) -> None:
    """Takes files out for good, with the copies made of them: their rows now, their bytes at the next sweep.

    Bytes that another file shares stay.
    """
    with transaction.atomic():
        copies = Redaction.objects.filter(source__in=ids).values_list("result", flat=True)
        gone = StoredFile.objects.filter(Q(pk__in=ids) | Q(pk__in=list(copies)))
        for pk in sorted(gone.values_list("pk", flat=True)):
            note_change("file", pk, at=at)
        gone.delete()


def sweep_files(*, before: datetime) -> int:
    """Drops uploads that came before a moment and were never attached, and older bytes that no row names.

    Returns: how many files left the store.
    """
    StoredFile.objects.filter(attached_at=None, received_at__lt=before).delete()
    named = StoredFile.objects.filter(sha256=OuterRef("of_sha256"))
    PagePicture.objects.filter(~Exists(named)).delete()
    for folder in list(store.abandoned(before=before)):
        store.drop_abandoned(folder)
    return sum(_drop(sha256, before) for sha256 in store.kept_digests(before=before))


def drop_orphan(sha256: str, *, at: datetime) -> bool:
    """Drops bytes from the store if no row names them and none can come.

    Returns: whether they were dropped.
    """
    return _drop(sha256, at - timedelta(hours=limits().unattached_hours))


def _drop(sha256: str, before: datetime) -> bool:
    """Asked one by one, right before: bytes that are kept again meanwhile are young, or have their row."""
    try:
        if store.kept_at(sha256) >= before or is_named(sha256):
            return False
    except FileNotFoundError:
        return False
    store.drop(sha256)
    return True
