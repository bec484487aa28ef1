"""Taking files in, attaching them to something, and clearing away what nobody took up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from qingce.shared.changes.actions import note_change
from qingce.shared.files import store
from qingce.shared.files.areas import Area
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.limits import limits
from qingce.shared.files.models import PagePicture, Redaction, StoredFile
from qingce.shared.files.partial import (
    begin_upload,
    drop_coming,
    drop_upload,
    partial_upload,
    reading_upload,
    receive_piece,
    sweep_partial,
)
from qingce.shared.files.redacting import redact_file
from qingce.shared.files.taking import keep_made, keep_photo, keep_upload
from qingce.shared.files.verifying import is_named

__all__ = [
    "Area",
    "attach_files",
    "begin_upload",
    "cancel_upload",
    "discard_files",
    "drop_coming",
    "drop_orphan",
    "keep_made",
    "keep_photo",
    "keep_upload",
    "partial_upload",
    "reading_upload",
    "receive_piece",
    "redact_file",
    "sweep_files",
]


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


def cancel_upload(token: str, *, at: datetime) -> None:
    """Ends an upload that came piece by piece, whole or not, as long as it is part of nothing.

    Raises: FileNotFound; UploadBusy.
    """
    with transaction.atomic():
        file = drop_upload(token, at=at)
        if file is not None:
            discard_files([file], at=at)


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
    sweep_partial(before=before)
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
