"""What an enterprise has written about automated monitoring data, and what of it is sent and public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingce.domain.disclosure.enums import OPEN_DISCLOSURES
from qingce.domain.disclosure.models import MonitoringLine, MonitoringNote
from qingce.domain.disclosure.monitoring import MonitoringText, note_not_found, notes_of, text_of
from qingce.domain.disclosure.monitoring_sending import public_revisions
from qingce.domain.disclosure.permissions import own_disclosures, speaker_for
from qingce.shared.parties.enums import Actor, MemberRole


@dataclass(frozen=True)
class NoteRow:
    """An explanation of monitoring data in a list.

    Args: is_public: what is written now is public. disclosure: in which it waits for seal or check; None: it does not.
        was_sent: it was sent once, so it cannot be dropped. saved_by: a signature.
    """

    id: int
    said: MonitoringText
    revision: int
    saved_by: str
    saved_at: datetime
    is_public: bool
    disclosure: int | None
    was_sent: bool


@dataclass(frozen=True)
class NotePage:
    """An explanation of monitoring data on its own page."""

    row: NoteRow
    enterprise_id: int
    may_write: bool


def monitoring_notes(enterprise_id: int, organisation_id: int) -> list[NoteRow]:
    """What an organisation has written for an enterprise about monitoring data, the first first; three queries."""
    rows = list(notes_of(enterprise_id, organisation_id))
    numbers = [row.pk for row in rows]
    public = public_revisions(numbers)
    lines = list(MonitoringLine.objects.filter(note__in=numbers).values_list("note", "disclosure", "disclosure__state"))
    waiting = {note: disclosure for note, disclosure, state in lines if state in OPEN_DISCLOSURES}
    sent = {note for note, _disclosure, _state in lines}
    return [
        NoteRow(
            id=row.pk,
            said=text_of(row),
            revision=row.revision,
            saved_by=row.saved_by,
            saved_at=row.saved_at,
            is_public=public.get(row.pk) == row.revision,
            disclosure=waiting.get(row.pk),
            was_sent=row.pk in sent,
        )
        for row in rows
    ]


def monitoring_note(pk: int, *, actor: Actor) -> NotePage:
    """An explanation of monitoring data for the organisation that writes it; a fixed number of queries.

    Raises: MonitoringNoteNotFound: also for everybody else; EnterpriseNotSpokenFor.
    """
    row = MonitoringNote.objects.filter(own_disclosures(actor), pk=pk).select_related("enterprise").first()
    if row is None:
        raise note_not_found(pk)
    root = row.enterprise.canonical_id or row.enterprise_id
    seat = speaker_for(actor, root)
    found = next((each for each in monitoring_notes(root, seat.organisation_id) if each.id == pk), None)
    if found is None:
        raise note_not_found(pk)
    return NotePage(found, root, seat.reaches(MemberRole.EDITOR))
