"""Looking into files after they were taken in: their pages are drawn and their signatures read, in the background."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from qingce.pure.kernel.errors import QingceError
from qingce.shared.changes.actions import note_change
from qingce.shared.files import store
from qingce.shared.files.checked import done_apart
from qingce.shared.files.enums import FileType, Preview, SignatureState
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.limits import limits
from qingce.shared.files.models import PagePicture, StoredFile

DRAWN = frozenset({FileType.PDF, FileType.JPEG, FileType.PNG})
_PAGE = re.compile(r"(\d{1,5})-(\d{1,5})x(\d{1,5})\.jpg")
_MARK = b"/ByteRange"  # stands unpacked in every PDF that is signed
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Drawn:
    preview: Preview
    count: int = 0
    pages: tuple[PagePicture, ...] = ()


def look_into_file(file_id: int, *, at: datetime) -> None:
    """Draws the pages of a file and reads its signatures, once; does nothing where that is done, or the file is gone.

    Cost: up to two processes of `limits.work_seconds`; for a page with text 15 ms of a processor.
    """
    row = StoredFile.objects.filter(pk=file_id, preview=Preview.WAITING).first()
    if row is None:
        return
    try:
        with store.working_folder() as folder:
            drawn = _drawn(row, folder)
            signatures = _signatures(row, folder)
    except FileNotFound:
        drawn, signatures = _Drawn(Preview.NONE), []
    with transaction.atomic():
        PagePicture.objects.bulk_create(drawn.pages, ignore_conflicts=True)
        StoredFile.objects.filter(pk=file_id).update(
            preview=drawn.preview, page_count=drawn.count, signatures=signatures
        )
        note_change("file", file_id, at=at)


def files_to_look_into(*, most: int) -> list[int]:
    """Numbers of files that nobody looked into yet, the oldest first."""
    return list(StoredFile.objects.filter(preview=Preview.WAITING).order_by("pk").values_list("pk", flat=True)[:most])


def _drawn(row: StoredFile, folder: Path) -> _Drawn:
    if row.type not in DRAWN:
        return _Drawn(Preview.NONE)
    twin = StoredFile.objects.filter(sha256=row.sha256).exclude(preview=Preview.WAITING).first()
    if twin:
        return _Drawn(Preview(twin.preview), twin.page_count)
    pages = folder / "pages"
    pages.mkdir()
    source = store.local(row.sha256, folder)
    with suppress(QingceError):  # what was drawn before a bound was reached is good
        done_apart("draw", source, pages, row.type)
    return _kept_pages(row.sha256, pages)


def _kept_pages(of_sha256: str, folder: Path) -> _Drawn:
    """Puts the drawn pages into the store; how many the file has is told by the process, whose word is bounded."""
    found = []
    for path in sorted(folder.iterdir()):
        if name := _PAGE.fullmatch(path.name):
            number, width, height = map(int, name.groups())
            size = path.stat().st_size
            found.append(
                PagePicture(
                    of_sha256=of_sha256,
                    number=number,
                    width=width,
                    height=height,
                    size_bytes=size,
                    sha256=store.put(path),
                )
            )
    if not found:
        return _Drawn(Preview.NONE)
    told = folder / "count"
    count = int(told.read_text()[:6]) if told.exists() else len(found)
    return _Drawn(Preview.READY, min(count, limits().pdf_pages), tuple(found))


def _signatures(row: StoredFile, folder: Path) -> list[dict[str, Any]]:
    if row.type != FileType.PDF:
        return []
    came = store.local(row.original_sha256 or row.sha256, folder)
    if not _is_marked(came):
        return []
    try:
        told = done_apart("signatures", came, settings.TRUSTED_ISSUERS, row.received_at.isoformat())
    except QingceError:
        return [{"state": SignatureState.UNREADABLE, "signer": "", "issuer": "", "signed_at": None}]
    found: list[dict[str, Any]] = json.loads(json.dumps(told["signatures"]))
    return found


def _is_marked(path: Path) -> bool:
    rest = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if _MARK in rest + piece:
                return True
            rest = piece[-len(_MARK) :]
    return False
