"""Adding evidence, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.shared.checklists.acts import EVIDENCE, WITHDRAWN
from qingce.shared.checklists.enums import EvidenceText, Place, Upload
from qingce.shared.checklists.errors import ChecklistEditReused, ChecklistEvidenceWrong, ChecklistFull
from qingce.shared.checklists.finding import subject_of, writable
from qingce.shared.checklists.models import Evidence, Sheet
from qingce.shared.checklists.noting import clock_ahead, note_act, said
from qingce.shared.checklists.registry import checklist_kind
from qingce.shared.checklists.terms import checklist_terms
from qingce.shared.files.actions import attach_files, keep_photo
from qingce.shared.files.enums import FileType, KeptFile, Taken
from qingce.shared.parties.enums import Actor

PURPOSE = "checklist-evidence"
TAKEN = (FileType.JPEG, FileType.PNG, FileType.PDF)
_NOTHING = Taken()


def add_evidence(actor: Actor, place: Place, text: EvidenceText, upload: Upload | None, *, at: datetime) -> int:
    """Adds a piece of evidence to an item; sending the same again adds nothing.

    What a camera wrote into a photo is read before it is taken out, and only compared with the form's days and place.

    Returns: its number.
    Raises: ChecklistNotFound; ChecklistItemUnknown; ChecklistEditReused; why this person may not fill the form in;
        ChecklistEvidenceWrong; ChecklistFull; the errors of hostile files, of which nothing is kept.
    """
    subject = writable(actor, place, held=False)
    if known := _known(actor, place, text):
        return known
    if subject.filling is not None:
        raise subject.filling
    kind = checklist_kind(place.kind).evidence.get(text.kind)
    if kind is None:
        raise ChecklistEvidenceWrong("Choose one of the kinds of evidence of this form.", cause="kind")
    longest = checklist_terms().note_longest
    note, where = said(text.note, longest), said(text.where, longest)
    if upload is None and (kind.needs_file or not note):
        raise ChecklistEvidenceWrong("Add a file, or for an interview or a sample a note.", cause="empty")
    file, taken = _kept(upload, at=at) if upload else (None, _NOTHING)
    return _added(actor, place, text, (note, where), (file, taken), at=at)


@transaction.atomic
def withdraw_evidence(actor: Actor, kind: str, pk: int, evidence: int, *, reason: str, at: datetime) -> None:
    """Takes a piece of evidence back; it stays to be seen, with the reason. Doing it twice does nothing more.

    Raises: ChecklistNotFound; why this person may not fill the form in; ChecklistEvidenceWrong: no reason, or no such.
    """
    subject = subject_of(actor, kind, pk, held=True)
    if subject.filling is not None:
        raise subject.filling
    why = said(reason, checklist_terms().note_longest)
    row = Evidence.objects.select_related("sheet").filter(sheet__kind=kind, sheet__subject=pk, pk=evidence).first()
    if row is None:
        raise ChecklistEvidenceWrong("There is no such piece of evidence in this form.", cause="gone")
    if not why:
        raise ChecklistEvidenceWrong("Say why it is taken back.", cause="reason")
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = at, actor.signature, why
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
        note_act(row.sheet, subject, actor, WITHDRAWN, at=at, item=row.item, evidence=row.pk)


def _kept(upload: Upload, *, at: datetime) -> tuple[KeptFile, Taken]:
    return keep_photo(
        upload.chunks,
        name=upload.name,
        accepts=TAKEN,
        purpose=PURPOSE,
        at=at,
        largest_mb=checklist_terms().file_mb,
    )


@transaction.atomic
def _added(
    actor: Actor,
    place: Place,
    text: EvidenceText,
    words: tuple[str, str],
    kept: tuple[KeptFile | None, Taken],
    *,
    at: datetime,
) -> int:
    """The row, once the file is there; the form is held and looked at again, as taking a file in lasts."""
    subject = writable(actor, place)
    if known := _known(actor, place, text):
        return known  # the file that came a second time is swept
    if subject.filling is not None:
        raise subject.filling
    sheet, _ = Sheet.objects.get_or_create(kind=place.kind, subject=place.subject, defaults={"begun_at": at})
    most = checklist_terms().evidence_most
    if sheet.evidence.filter(item=place.item).count() >= most:
        raise ChecklistFull(f"An item takes at most {most} pieces of evidence.", most=most)
    file, taken = kept
    if file:
        attach_files([file.id], purpose=PURPOSE, at=at)
    row = Evidence.objects.create(
        sheet=sheet,
        item=place.item,
        edit=text.edit,
        kind=text.kind,
        file_id=file.id if file else None,
        note=words[0],
        where=words[1],
        taken_at=text.taken_at,
        made_at=text.device.made_at,
        clock_s=clock_ahead(text.device.now, at),
        photo_at=taken.at,
        photo_latitude=taken.latitude,
        photo_longitude=taken.longitude,
        received_at=at,
        by=actor.signature,
    )
    note_act(sheet, subject, actor, EVIDENCE, at=at, item=place.item, evidence=row.pk)
    return row.pk


def _known(actor: Actor, place: Place, text: EvidenceText) -> int | None:
    """The number of what was sent before under this identifier."""
    row = Evidence.objects.select_related("sheet").filter(edit=text.edit).first()
    if row is None:
        return None
    is_there = (row.sheet.kind, row.sheet.subject, row.item) == (place.kind, place.subject, place.item)
    if not is_there or row.by != actor.signature or row.kind != text.kind:
        raise ChecklistEditReused("The identifier of this edit stands for another one. Write it once more.")
    return row.pk
