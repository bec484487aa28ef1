"""Giving and ending roles of the staff."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.pure.kernel.divisions import get_division
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.actions.people import make_person, person_with, readable_email
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.errors import LastAdministrator, NoSuchGrant, PersonKnown
from qingce.shared.parties.models import Person, RoleGrant
from qingce.shared.parties.permissions import check_reach, grants_visible_to

LONGEST_SIGNATURE = 100


def add_staff(email: str, *, name: str, role: StaffRole, password: str, by: str, at: datetime, area: str = "") -> int:
    """Gives a person a role of the staff, by the operator; somebody new gets an account, others keep their password.

    Args: password: of a new account. by: who gives the role. area: GB/T 2260; empty: the whole country.
    Returns: the number of the person.
    Raises: BadEmail; NameMissing; WeakPassword; PersonKnown: the person has the role already; UnknownDivision.
    """
    email = readable_email(email)
    with transaction.atomic():
        known = Person.objects.select_for_update().filter(email=email).first()
        person = known or make_person(email, name=name, password=password, at=at)
        _grant(person, role, area, signature=clean(by)[:LONGEST_SIGNATURE], by=None, at=at)
        Person.objects.filter(pk=person.pk).update(is_active=True)
    return person.pk


def grant_role(actor: Actor, email: str, *, role: StaffRole, area: str, at: datetime) -> None:
    """Gives somebody who has an account a role of the staff; only an administrator of that area may.

    Raises: BadEmail; NoSuchPerson; OutOfArea; PersonKnown; UnknownDivision.
    """
    check_reach(actor, area, StaffRole.ADMINISTRATOR)
    with transaction.atomic():
        person = person_with(readable_email(email))
        _grant(person, role, area, signature=actor.signature, by=actor.person_id, at=at)


def end_role(actor: Actor, grant_id: int, *, at: datetime) -> None:
    """Ends one role; what the person has open in the office ends with the next page.

    Raises: NoSuchGrant: also for a grant out of the administrator's area; LastAdministrator.
    """
    with transaction.atomic():
        found = RoleGrant.objects.select_for_update().filter(grants_visible_to(actor), pk=grant_id, ended_at=None)
        grant = found.first()
        if grant is None:
            raise NoSuchGrant(f"There is no role number {grant_id} that you could end.", number=grant_id)
        _keep_an_administrator(grant)
        _end([grant], signature=actor.signature, by=actor.person_id, at=at)


def end_own_roles(actor: Actor, *, at: datetime) -> None:
    """Ends all of one's roles, before the account is erased.

    Raises: LastAdministrator.
    """
    with transaction.atomic():
        # All of them are held, so that two who leave at once do not each count on the other.
        nationwide = RoleGrant.objects.select_for_update().filter(role=StaffRole.ADMINISTRATOR, area="", ended_at=None)
        for grant in nationwide.order_by("pk"):
            if grant.person_id == actor.person_id:
                _keep_an_administrator(grant)
        grants = list(RoleGrant.objects.filter(person=actor.person_id, ended_at=None).order_by("pk"))
        _end(grants, signature=actor.signature, by=actor.person_id, at=at)


def end_staff(email: str, *, by: str, at: datetime) -> None:
    """Ends all roles of a person, by the operator; what is open in the office ends with the next page.

    Raises: BadEmail; NoSuchPerson.
    """
    with transaction.atomic():
        person = person_with(readable_email(email))
        grants = list(RoleGrant.objects.filter(person=person, ended_at=None))
        _end(grants, signature=clean(by)[:LONGEST_SIGNATURE], by=None, at=at)


def _grant(person: Person, role: StaffRole, area: str, *, signature: str, by: int | None, at: datetime) -> None:
    if area:
        get_division(area)
    if RoleGrant.objects.filter(person=person, role=role, area=area, ended_at=None).exists():
        raise PersonKnown(f"{person.email} is {role.label} already; nothing was changed.", email=person.email)
    RoleGrant.objects.create(person=person, role=role, area=area, granted_by=signature, granted_at=at)
    note_change("person", person.pk, at=at)
    journal("role-given", by=by, concerned=person.pk, detail={"role": role.value, "area": area}, at=at)


def _end(grants: list[RoleGrant], *, signature: str, by: int | None, at: datetime) -> None:
    for grant in grants:
        grant.ended_at, grant.ended_by = at, signature
        grant.save(update_fields=["ended_at", "ended_by"])
        note_change("person", grant.person_id, at=at)
        journal("role-ended", by=by, concerned=grant.person_id, detail={"role": grant.role, "area": grant.area}, at=at)


def _keep_an_administrator(grant: RoleGrant) -> None:
    """Refuses to end the last administrator of the whole country; the operator's command can."""
    if grant.role != StaffRole.ADMINISTRATOR or grant.area:
        return
    others = RoleGrant.objects.filter(role=StaffRole.ADMINISTRATOR, area="", ended_at=None).exclude(pk=grant.pk)
    if not others.filter(person__is_active=True).exists():
        raise LastAdministrator("This is the last administrator of the whole country; give the role to another first.")
