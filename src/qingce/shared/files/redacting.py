"""Redacting a kept file: a copy without what was marked, kept beside its source, with what, why and by whom."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.files import store
from qingce.shared.files.areas import Area, check_areas
from qingce.shared.files.checked import done_apart
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.errors import FileNotFound, RedactionWrong
from qingce.shared.files.looking import DRAWN
from qingce.shared.files.models import Redaction, StoredFile
from qingce.shared.files.queries import files_by_ids
from qingce.shared.files.tasks import look_into
from qingce.shared.ledger.actions import journal

REDACTED = "file-redacted"
LONGEST_REASON = 500


def redact_file(
    file_id: int,
    areas: Sequence[Area],
    *,
    reason: str,
    by: int | None,
    signature: str,
    at: datetime,
    seen: int | None = None,
    enter: Callable[[KeptFile], None] | None = None,
) -> KeptFile:
    """Makes a copy of a file without what lies under the areas; the file itself stays as it is.

    Whether somebody may do so is decided by the room that the file belongs to. The copy is made from what is served,
    never from the original, and belongs where the file belongs.

    Args: by: the person; None: a command. signature: what is kept of who did it. seen: the newest copy when the areas
        were marked, 0: none; None: not asked. enter: what the room that the file belongs to writes down of it, in the
        same transaction.
    Raises: FileNotFound; RedactionWrong: no reason, no area, no such page, a file without pages, or another copy was
        made meanwhile; UploadTooHeavy.
    """
    reason = clean(reason)
    if not reason or len(reason) > LONGEST_REASON:
        raise RedactionWrong(f"Say why, in at most {LONGEST_REASON} characters.", cause="reason", most=LONGEST_REASON)
    check_areas(areas)
    source = StoredFile.objects.filter(pk=file_id).first()
    if source is None:
        raise FileNotFound(f"There is no file number {file_id}.", cause="gone")
    if source.type not in DRAWN:
        raise RedactionWrong("Only PDF files and pictures can be redacted.", cause="type")
    said = [asdict(area) for area in areas]
    with store.working_folder() as folder:
        target = folder / "redacted"
        told = done_apart("redact", store.local(source.sha256, folder), target, source.type, json.dumps(said))
        size, sha256 = target.stat().st_size, store.put(target)
    with transaction.atomic():
        _check_newest(source, seen)
        copy = _row(source, sha256, size, at)
        Redaction.objects.create(
            result=copy, source=source, areas=said, turned=told["turned"], reason=reason, by=signature, at=at
        )
        note_change("file", copy.pk, at=at)
        journal(REDACTED, by=by, subject=("file", copy.pk), detail={"source": source.pk, "areas": len(said)}, at=at)
        look_into.enqueue(copy.pk)
        (found,) = files_by_ids([copy.pk])
        if enter:
            enter(found)
    return found


def _check_newest(source: StoredFile, seen: int | None) -> None:
    """Two people mark at once: what one took out must not come back with the copy of the other."""
    StoredFile.objects.select_for_update().get(pk=source.pk)
    newest = Redaction.objects.filter(source=source).order_by("-pk").values_list("result", flat=True).first() or 0
    if seen is not None and seen != newest:
        raise RedactionWrong(
            "Somebody took parts out of this file meanwhile. Open this page anew; it is filled in then.",
            cause="meanwhile",
        )


def _row(source: StoredFile, sha256: str, size: int, at: datetime) -> StoredFile:
    stem, _, extension = source.name.rpartition(".")
    return StoredFile.objects.create(
        name=f"{stem[:100]}-redacted.{extension}",
        type=source.type,
        size_bytes=size,
        sha256=sha256,
        purpose=source.purpose,
        received_at=at,
        attached_at=at,
        scan=source.scan,
    )
