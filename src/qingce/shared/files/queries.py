"""Reading files of the store; who may read one is decided by the room that asked for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO

from qingce.shared.files import store
from qingce.shared.files.archiving import archive_pieces
from qingce.shared.files.areas import Area
from qingce.shared.files.coming import uploads_coming
from qingce.shared.files.enums import FileType, KeptFile, PageSeen, Preview, Redacted, Scan, Signature, SignatureState
from qingce.shared.files.limits import MB, limits
from qingce.shared.files.models import PagePicture, Redaction, StoredFile
from qingce.shared.files.page_reads import FileRead, PageRead, read_pages
from qingce.shared.files.verifying import check_store
from qingce.shared.files.words import first_words

__all__ = [
    "FileRead",
    "PageRead",
    "archive_of",
    "check_store",
    "files_by_ids",
    "first_words",
    "kept",
    "open_bytes",
    "open_file",
    "piece_bytes",
    "read_pages",
    "size_of_original",
    "uploads_coming",
    "waiting_files",
]


def kept(row: StoredFile, pages: Sequence[PagePicture] = ()) -> KeptFile:
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
        preview=Preview(row.preview),
        page_count=row.page_count,
        pages=tuple(PageSeen(each.number, each.width, each.height, each.sha256, each.size_bytes) for each in pages),
        signatures=tuple(map(_signature, row.signatures)),
    )


def _signature(told: dict[str, Any]) -> Signature:
    said_at = told["signed_at"]
    return Signature(
        SignatureState(told["state"]),
        told["signer"],
        told["issuer"],
        datetime.fromisoformat(said_at) if said_at else None,
    )


def files_by_ids(ids: Collection[int]) -> list[KeptFile]:
    """The files with these numbers that are there, in the order of their numbers, with their pages; four queries."""
    return _with_pages(StoredFile.objects.filter(pk__in=ids).order_by("pk"))


def waiting_files(ids: Collection[int], *, purpose: str) -> list[KeptFile]:
    """Of these uploads those that still wait to be attached; four queries."""
    return _with_pages(StoredFile.objects.filter(pk__in=ids, purpose=purpose, attached_at=None).order_by("pk"))


def _with_pages(rows: Iterable[StoredFile]) -> list[KeptFile]:
    """The files, with pages and redacted copies, which stand by their sources."""
    rows = list(rows)
    made = list(Redaction.objects.filter(source__in=[row.pk for row in rows]).select_related("result").order_by("pk"))
    own = {each.result_id: each for each in Redaction.objects.filter(result__in=[row.pk for row in rows])}
    pages = _pages([*rows, *(each.result for each in made)])
    copies: dict[int, list[KeptFile]] = {}
    for each in made:
        copy = replace(kept(each.result, pages.get(each.result.sha256, ())), redacted=_redacted(each))
        copies.setdefault(each.source_id, []).append(copy)
    return [
        replace(
            kept(row, pages.get(row.sha256, ())),
            copies=tuple(copies.get(row.pk, ())),
            redacted=_redacted(own[row.pk]) if row.pk in own else None,
        )
        for row in rows
    ]


def _pages(rows: Iterable[StoredFile]) -> dict[str, list[PagePicture]]:
    found: dict[str, list[PagePicture]] = {}
    ready = {row.sha256 for row in rows if row.preview == Preview.READY}
    for page in PagePicture.objects.filter(of_sha256__in=ready).order_by("of_sha256", "number") if ready else ():
        found.setdefault(page.of_sha256, []).append(page)
    return found


def _redacted(row: Redaction) -> Redacted:
    return Redacted(
        row.source_id, tuple(Area(**each) for each in row.areas), tuple(row.turned), row.reason, row.by, row.at
    )


def open_file(file: KeptFile) -> BinaryIO:
    """The bytes that are served, for reading piece by piece.

    Raises: FileNotFound: the store has lost them.
    """
    return open_bytes(file.sha256)


def open_bytes(sha256: str) -> BinaryIO:
    """Bytes that a file names: a page of it, or its original.

    Raises: FileNotFound: the store has lost them.
    """
    try:
        return store.opened(sha256)
    except FileNotFoundError:
        raise store.lost() from None


def piece_bytes() -> int:
    """How large a piece of an upload may be that comes piece by piece."""
    return limits().piece_mb * MB


def size_of_original(file: KeptFile) -> int:
    """How many bytes came; 0: the original is not kept apart.

    Raises: FileNotFound: the store has lost them.
    """
    try:
        return store.size_of(file.original_sha256) if file.original_sha256 else 0
    except FileNotFoundError:
        raise store.lost() from None


def archive_of(files: Sequence[KeptFile]) -> Iterator[bytes]:
    """The files as one ZIP, piece by piece while it is written; the same files make the same bytes.

    Raises: FileNotFound: the store has lost one of them; told before the first piece.
    """
    for file in files:
        open_file(file).close()
    return archive_pieces(files, open_file)
