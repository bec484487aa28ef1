"""A saved copy of what was published, brought after it was noted: rows of a file come without one (CPA-2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from qingce.domain.cleaner_production.acts import COPY_KEPT
from qingce.domain.cleaner_production.enums import COPY_MB, COPY_TYPES, PUBLICATION, PUBLICATION_COPY
from qingce.domain.cleaner_production.errors import PublicationNotFound, PublicationTakenBack, PublicationWrong
from qingce.domain.cleaner_production.models import Publication
from qingce.domain.cleaner_production.roster_reading import audit_line
from qingce.shared.changes.actions import note_change
from qingce.shared.files.actions import attach_files, discard_files, keep_upload
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty


def add_publication_copy(actor: Actor, pk: int, copy: tuple[str, Iterable[bytes]], *, at: datetime) -> None:
    """Keeps a saved copy with a publication that lacks one; by the staff of its area. It is public.

    Args: copy: name and content, PDF or picture.
    Raises: PublicationNotFound; RecordNotFound; DutyMissing; OutOfArea; PublicationTakenBack; PublicationWrong: it has
        a copy; the errors of files. Nothing is kept then.
    """
    _free(actor, Publication.objects.filter(pk=pk).first(), pk)
    name, chunks = copy
    file = keep_upload(chunks, name=name, accepts=COPY_TYPES, purpose=PUBLICATION_COPY, at=at, largest_mb=COPY_MB)
    try:
        with transaction.atomic():
            row = _free(actor, Publication.objects.select_for_update().filter(pk=pk).first(), pk)
            row.copy_id = file.id
            row.save(update_fields=["copy"])
            attach_files([file.id], purpose=PUBLICATION_COPY, at=at)
            note_change(PUBLICATION, pk, at=at)
            detail = {"record": row.record_id, "file": file.id}
            journal(COPY_KEPT, by=actor.person_id or None, subject=(PUBLICATION, pk), detail=detail, at=at)
    except Exception:
        discard_files([file.id], at=at)
        raise


def _free(actor: Actor, row: Publication | None, pk: int) -> Publication:
    if row is None:
        raise PublicationNotFound(f"There is no publication number {pk}.", number=pk)
    check_duty(actor, Duty.CLEANER_PRODUCTION, audit_line(row.record_id).row.division)
    if row.withdrawn_at is not None:
        raise PublicationTakenBack("This was withdrawn before.", number=pk)
    if row.copy_id is not None:
        raise PublicationWrong("A saved copy is kept with this already.", field="files", cause="copy")
    return row
