"""Writing people: names, languages, passwords, and what happened to their log-ins."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.errors import BadEmail, NameMissing, NoSuchPerson, NoSuchPersonNumber, WeakPassword
from qingce.shared.parties.models import Person
from qingce.shared.parties.terms import parties_terms


def make_person(email: str, *, name: str, password: str, at: datetime, by: int | None = None) -> Person:
    """Makes an account whose e-mail address somebody vouches for; for the staff and for tests.

    Raises: BadEmail; NameMissing; WeakPassword.
    """
    with transaction.atomic():
        person = Person(email=readable_email(email), name=checked_name(name), created_at=at)
        put_password(person, password)
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        note_change("person", person.pk, at=at)
        journal("person-made", by=by, concerned=person.pk, at=at)
    return person


def change_profile(actor: Actor, *, name: str, language: str, at: datetime) -> None:
    """Changes one's own name and the language of mail.

    Args: language: zh or en; another one counts as zh.
    Raises: NameMissing; NoSuchPerson.
    """
    with transaction.atomic():
        person = locked_person(actor.person_id)
        person.name, person.language = checked_name(name), "en" if language == "en" else "zh"
        person.save(update_fields=["name", "language"])
        note_change("person", person.pk, at=at)
        journal("profile-changed", by=person.pk, at=at)


def set_password(email: str, password: str, *, at: datetime) -> None:
    """Gives an account a new password, by the operator; sessions opened with the former one end.

    Raises: BadEmail; NoSuchPerson; WeakPassword.
    """
    with transaction.atomic():
        person = person_with(readable_email(email))
        put_password(person, password)
        person.save(update_fields=["password"])
        note_change("person", person.pk, at=at)
        journal("password-set", concerned=person.pk, at=at)


def note_log_in_change(person_id: int, act: str, *, at: datetime) -> None:
    """Journals what the log-in did: logged in, password changed, a second factor added …

    Raises: UnknownAct.
    """
    with transaction.atomic():
        journal(act, by=person_id, at=at)


def checked_name(text: str) -> str:
    """A person's name as it is kept.

    Raises: NameMissing.
    """
    name, longest = clean(text), parties_terms().name_longest
    if not name or len(name) > longest:
        raise NameMissing(f"Give a name of 1 to {longest} characters.", longest=longest)
    return name


def put_password(person: Person, password: str) -> None:
    """Sets a password that is hard to guess; the caller saves.

    Raises: WeakPassword.
    """
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages), why=" ".join(error.messages)) from error
    person.set_password(password)


def readable_email(text: str) -> str:
    """An e-mail address as it is kept: in small letters.

    Raises: BadEmail.
    """
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadEmail(f"{text!r} is no e-mail address; write it as name@example.org.", text=text[:100]) from error
    return email


def person_with(email: str) -> Person:
    """The person with an e-mail address, held until the transaction ends.

    Raises: NoSuchPerson.
    """
    person = Person.objects.select_for_update().filter(email=email).first()
    if person is None:
        raise NoSuchPerson(
            f"Nobody has the e-mail address {email}; check it, or let the person sign up first.", email=email
        )
    return person


def locked_person(pk: int) -> Person:
    """A person who is not erased, held until the transaction ends.

    Raises: NoSuchPersonNumber.
    """
    person = Person.objects.select_for_update().filter(pk=pk, erased_at=None).first()
    if person is None:
        raise NoSuchPersonNumber(f"There is no person number {pk}, or none that you look after.", number=pk)
    return person
