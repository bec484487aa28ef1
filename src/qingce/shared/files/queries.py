"""Reading files of the store; who may read one is decided by the room that asked for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO

from qingce.shared.files import store
from qingce.shared.files.enums import FileType, KeptFile, Scan
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.models import StoredFile
from qingce.shared.files.verifying import check_store

__all__ = ["check_store", "files_by_ids", "kept", "open_file", "waiting_files"]


def kept(row: StoredFile) -> KeptFile:
    """A row as other rooms see it."""
    return KeptFile(
        id=row.pk,
        name=row.name,
        type=FileType(row.type),
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        original_sha256=row.original_sha256,
        purpose=row.purpose,
        received_at=row.received_at,
        scan=Scan(row.scan),
    )


def files_by_ids(ids: Collection[int]) -> list[KeptFile]:
    """The files with these numbers that are there, in the order of their numbers; one query."""
    return [kept(row) for row in StoredFile.objects.filter(pk__in=ids).order_by("pk")]


def waiting_files(ids: Collection[int], *, purpose: str) -> list[KeptFile]:
    """Of these uploads those that still wait to be attached; one query."""
    rows = StoredFile.objects.filter(pk__in=ids, purpose=purpose, attached_at=None).order_by("pk")
    return [kept(row) for row in rows]


def open_file(file: KeptFile) -> BinaryIO:
    """The bytes that are served, for reading piece by piece.

    Raises: FileNotFound: the store has lost them.
    """
    try:
        return store.opened(file.sha256)
    except FileNotFoundError:
        raise FileNotFound(f"The bytes of file {file.id} are not in the store; restore it.", cause="lost") from None
