"""Reading people and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.models import Person, RoleGrant


@dataclass(frozen=True)
class StaffRow:
    """A member of the staff: the roles held now; none: they ended."""

    email: str
    name: str
    roles: tuple[StaffRole, ...]
    since: datetime


def actor_of(person_id: int) -> Actor | None:
    """Who a person is when acting now; None: there is no such account, or it is closed. Two queries."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    roles = RoleGrant.objects.filter(person=person, ended_at=None).values_list("role", flat=True)
    return Actor(person.pk, person.name, frozenset(StaffRole(role) for role in roles))


def staff() -> list[StaffRow]:
    """All who are or were members of the staff, by e-mail address; two queries."""
    roles: dict[int, list[StaffRole]] = {}
    since: dict[int, datetime] = {}
    for grant in RoleGrant.objects.order_by("granted_at"):
        since.setdefault(grant.person_id, grant.granted_at)
        held = roles.setdefault(grant.person_id, [])
        if grant.ended_at is None:
            held.append(StaffRole(grant.role))
    people = Person.objects.filter(pk__in=list(roles)).order_by("email")
    return [StaffRow(each.email, each.name, tuple(roles[each.pk]), since[each.pk]) for each in people]
