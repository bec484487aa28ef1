"""Writing people and their roles."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from qingce.pure.kernel.text import clean
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.errors import BadEmail, NameMissing, NoSuchPerson, PersonKnown, WeakPassword
from qingce.shared.parties.models import Person, RoleGrant

LONGEST_NAME = 100


def add_staff(email: str, *, name: str, role: StaffRole, password: str, by: str, at: datetime) -> int:
    """Gives a person a role of the staff; somebody new gets an account, somebody known keeps the password.

    Args: password: of a new account. by: who gives the role.
    Returns: the number of the person.
    Raises: BadEmail; NameMissing; WeakPassword; PersonKnown: the person has the role already.
    """
    email = _email(email)
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(email=email).first() or _new(email, name, password, at=at)
        grants = RoleGrant.objects.filter(person=person, role=role, ended_at=None)
        if grants.exists():
            raise PersonKnown(f"{email} is {role.label} already; nothing was changed.", email=email)
        RoleGrant.objects.create(person=person, role=role, granted_by=clean(by)[:LONGEST_NAME], granted_at=at)
        Person.objects.filter(pk=person.pk).update(is_active=True)
    return person.pk


def end_staff(email: str, *, by: str, at: datetime) -> None:
    """Ends all roles of a person; open sessions end with the next page.

    Raises: BadEmail; NoSuchPerson.
    """
    with transaction.atomic():
        person = _person(_email(email))
        grants = RoleGrant.objects.filter(person=person, ended_at=None)
        grants.update(ended_at=at, ended_by=clean(by)[:LONGEST_NAME])


def set_password(email: str, password: str) -> None:
    """Gives an account a new password; sessions opened with the former one end.

    Raises: BadEmail; NoSuchPerson; WeakPassword.
    """
    with transaction.atomic():
        person = _person(_email(email))
        _set(person, password)
        person.save(update_fields=["password"])


def _new(email: str, name: str, password: str, *, at: datetime) -> Person:
    name = clean(name)
    if not name or len(name) > LONGEST_NAME:
        raise NameMissing(f"Give a name of 1 to {LONGEST_NAME} characters.", longest=LONGEST_NAME)
    person = Person(email=email, name=name, created_at=at)
    _set(person, password)
    person.save()
    return person


def _set(person: Person, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages), why=" ".join(error.messages)) from error
    person.set_password(password)


def _email(text: str) -> str:
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadEmail(f"{text!r} is no e-mail address; write it as name@example.org.", text=text[:100]) from error
    return email


def _person(email: str) -> Person:
    person = Person.objects.select_for_update().filter(email=email).first()
    if person is None:
        raise NoSuchPerson(f"Nobody has the e-mail address {email}; see `qingce staff list`.", email=email)
    return person
