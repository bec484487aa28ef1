"""Everything held about a person, given to the person; and forgotten."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.actions.invitations import decline_all
from qingce.shared.parties.actions.membership import end_own_memberships
from qingce.shared.parties.actions.people import locked_person
from qingce.shared.parties.actions.staff import end_own_roles
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.errors import EmailDiffers
from qingce.shared.parties.models import Person
from qingce.shared.parties.personal_data import DataSubject, personal_parts


def export_person(actor: Actor, *, at: datetime) -> dict[str, object]:
    """Everything held about whoever asks; that it was asked for is journaled.

    Returns: what a file of JSON can hold, once its dates are texts; no secret, nobody else's data.
    Raises: NoSuchPerson.
    """
    with transaction.atomic():
        subject = _subject(locked_person(actor.person_id))
        journal("data-exported", by=actor.person_id, at=at)
        held = {part.name: part.export(subject) for part in personal_parts()}
    return {"person": subject.number, "made_at": at, "held": held}


def erase_person(actor: Actor, *, email: str, at: datetime) -> None:
    """Erases one's own account for good: public acts stay under the number, what leads from it to the person goes.

    Memberships and roles end, open work goes to nobody in particular, invitations are declined.

    Args: email: typed, so that it is meant.
    Raises: NoSuchPerson; EmailDiffers; StillLastAdmin: of an organisation that is open; LastAdministrator.
    """
    if not Person.objects.filter(pk=actor.person_id, email=email.strip().lower()).exists():
        raise EmailDiffers("This is not the e-mail address of your account; type it as it stands on this page.")
    with transaction.atomic():
        end_own_memberships(actor, at=at)
        end_own_roles(actor, at=at)
        person = locked_person(actor.person_id)
        subject = _subject(person)
        decline_all(actor, subject.emails, at=at)
        for part in reversed(personal_parts()):
            if part.erase:
                part.erase(subject, at)
        note_change("person", person.pk, at=at)
        journal("person-erased", by=person.pk, at=at)


def _subject(person: Person) -> DataSubject:
    shown = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    emails = sorted({each.lower() for each in shown} or {person.email})
    return DataSubject(person.pk, person.number, tuple(emails), f"#{person.number}")
