"""What people tell of themselves as practitioners or experts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.actions.people import locked_person
from qingce.shared.parties.enums import Actor, EntryKind
from qingce.shared.parties.errors import EntryNotFound, SpecialityMissing, TextTooLong
from qingce.shared.parties.models import PersonalEntry
from qingce.shared.parties.terms import entry_limits


@dataclass(frozen=True)
class EntryText:
    """What somebody tells of oneself, as typed."""

    speciality: str
    title: str = ""
    employer: str = ""
    qualification: str = ""


def save_entry(actor: Actor, kind: EntryKind, said: EntryText, *, at: datetime) -> None:
    """Keeps one's own entry of a kind; a former one is replaced.

    Raises: SpecialityMissing; TextTooLong; NoSuchPerson.
    """
    values = _checked(said)
    with transaction.atomic():
        person = locked_person(actor.person_id)
        PersonalEntry.objects.update_or_create(person=person, kind=kind, defaults={**values, "updated_at": at})
        note_change("person", person.pk, at=at)
        journal("entry-saved", by=person.pk, detail={"kind": kind.value}, at=at)


def drop_entry(actor: Actor, kind: EntryKind, *, at: datetime) -> None:
    """Drops one's own entry of a kind.

    Raises: EntryNotFound; NoSuchPerson.
    """
    with transaction.atomic():
        person = locked_person(actor.person_id)
        dropped, _ = PersonalEntry.objects.filter(person=person, kind=kind).delete()
        if not dropped:
            raise EntryNotFound("You have no such entry any more.")
        note_change("person", person.pk, at=at)
        journal("entry-dropped", by=person.pk, detail={"kind": kind.value}, at=at)


def _checked(said: EntryText) -> dict[str, str]:
    values = {name: clean(getattr(said, name)) for name in entry_limits()}
    for name, longest in entry_limits().items():
        if len(values[name]) > longest:
            raise TextTooLong(f"{name} takes at most {longest} characters.", field=name, longest=longest)
    if not values["speciality"]:
        raise SpecialityMissing("Say what you are a specialist in.")
    return values
