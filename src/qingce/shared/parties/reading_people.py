"""People as the office lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from qingce.shared.parties.duties import roles_of
from qingce.shared.parties.enums import Actor, Duty, MemberRole, StaffRole
from qingce.shared.parties.errors import NoSuchPersonNumber
from qingce.shared.parties.models import Membership, Person, RoleGrant
from qingce.shared.parties.permissions import in_areas, people_visible_to


@dataclass(frozen=True)
class StaffRow:
    """A member of the staff: the roles held now; none: they ended."""

    email: str
    name: str
    roles: tuple[StaffRole, ...]
    since: datetime


@dataclass(frozen=True)
class PersonRow:
    """A person as the office lists them."""

    id: int
    number: str
    email: str
    name: str
    is_active: bool
    created_at: datetime
    last_login: datetime | None
    roles: tuple[StaffRole, ...]
    organisations: int
    language: str = "zh"


@dataclass(frozen=True)
class GrantRow:
    """A role that was given."""

    id: int
    role: StaffRole
    area: str
    granted_by: str
    granted_at: datetime
    ended_by: str
    ended_at: datetime | None


@dataclass(frozen=True)
class PersonDetail:
    """A person with all roles there ever were, and the organisations belonged to now."""

    row: PersonRow
    grants: tuple[GrantRow, ...]
    seats: tuple[tuple[int, str, MemberRole], ...]


def staff_with(duty: Duty, *, near: tuple[str, ...] = ("",)) -> list[PersonRow]:
    """The members of the staff who have a duty now, by name; four queries.

    Args: near: only those whose duty reaches into one of these areas, or reaches one as a whole.
    """
    above = {"", *near, *(f"{code[:digits]:0<6}" for code in near for digits in (2, 4) if code)}
    granted = RoleGrant.objects.filter(in_areas(near, "area") | Q(area__in=above), role__in=roles_of(duty))
    rows = Person.objects.filter(pk__in=granted.filter(ended_at=None).values("person"), is_active=True, erased_at=None)
    return _rows(rows.order_by("name", "pk"))


def staff() -> list[StaffRow]:
    """All who are or were members of the staff, by e-mail address; two queries."""
    roles: dict[int, list[StaffRole]] = {}
    since: dict[int, datetime] = {}
    for grant in RoleGrant.objects.order_by("granted_at"):
        since.setdefault(grant.person_id, grant.granted_at)
        held = roles.setdefault(grant.person_id, [])
        if grant.ended_at is None and grant.role not in held:
            held.append(StaffRole(grant.role))
    rows = Person.objects.filter(pk__in=list(roles)).order_by("email")
    return [StaffRow(each.email, each.name, tuple(roles[each.pk]), since[each.pk]) for each in rows]


def people(
    looked_for: str, *, actor: Actor, is_staff: bool = False, start: int = 0, count: int = 50
) -> list[PersonRow]:
    """The people an administrator looks after, by part of an e-mail address or name, or by number; three queries.

    Args: is_staff: only those who hold a role of the staff now.
    """
    return _rows(_found(looked_for, actor, is_staff=is_staff).order_by("email")[start : start + count])


def count_people(looked_for: str, *, actor: Actor, is_staff: bool = False) -> int:
    """How many `people` there are."""
    return _found(looked_for, actor, is_staff=is_staff).count()


def get_person(pk: int, *, actor: Actor) -> PersonDetail:
    """One person with roles and organisations; five queries at most.

    Raises: NoSuchPersonNumber: also for an actor who does not look after that person.
    """
    found = _rows(Person.objects.filter(people_visible_to(actor), pk=pk))
    if not found:
        raise NoSuchPersonNumber(f"There is no person number {pk}, or none that you look after.", number=pk)
    grants = RoleGrant.objects.filter(person=pk).order_by("-granted_at", "-pk")
    members = Membership.objects.filter(person=pk, ended_at=None).select_related("organisation").order_by("pk")
    return PersonDetail(
        row=found[0],
        grants=tuple(
            GrantRow(
                each.pk,
                StaffRole(each.role),
                each.area,
                each.granted_by,
                each.granted_at,
                each.ended_by,
                each.ended_at,
            )
            for each in grants
        ),
        seats=tuple((each.organisation_id, each.organisation.name, MemberRole(each.role)) for each in members),
    )


def _found(looked_for: str, actor: Actor, *, is_staff: bool) -> QuerySet[Person]:
    rows = Person.objects.filter(people_visible_to(actor), erased_at=None)
    if words := looked_for.strip()[:100]:
        rows = rows.filter(Q(email__icontains=words) | Q(name__icontains=words) | Q(number=words.upper()))
    if is_staff:
        rows = rows.filter(pk__in=RoleGrant.objects.filter(ended_at=None).values("person"))
    return rows


def _rows(found: QuerySet[Person]) -> list[PersonRow]:
    rows = list(found)
    ids = [each.pk for each in rows]
    roles: dict[int, list[StaffRole]] = {}
    for person_id, role in RoleGrant.objects.filter(person__in=ids, ended_at=None).values_list("person", "role"):
        roles.setdefault(person_id, []).append(StaffRole(role))
    seats: dict[int, int] = {}
    for person_id in Membership.objects.filter(person__in=ids, ended_at=None).values_list("person", flat=True):
        seats[person_id] = seats.get(person_id, 0) + 1
    return [
        PersonRow(
            id=each.pk,
            number=each.number,
            email=each.email,
            name=each.name,
            is_active=each.is_active,
            created_at=each.created_at,
            last_login=each.last_login,
            roles=tuple(dict.fromkeys(roles.get(each.pk, ()))),
            organisations=seats.get(each.pk, 0),
            language=each.language,
        )
        for each in rows
    ]
