"""Personal entries, for the person and the staff; never public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingce.shared.parties.enums import EntryKind
from qingce.shared.parties.models import PersonalEntry


@dataclass(frozen=True)
class EntryRow:
    """What somebody tells of oneself."""

    kind: EntryKind
    title: str
    speciality: str
    employer: str
    qualification: str
    updated_at: datetime


def entries_of(person_id: int) -> list[EntryRow]:
    """A person's own entries; one query. For the person and for pages that show the person to the staff."""
    rows = PersonalEntry.objects.filter(person=person_id).order_by("kind")
    return [
        EntryRow(EntryKind(row.kind), row.title, row.speciality, row.employer, row.qualification, row.updated_at)
        for row in rows
    ]
