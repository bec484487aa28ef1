"""Who acts: asked anew at each page."""

from __future__ import annotations

from dataclasses import dataclass

from qingce.pure.kernel.text import clean
from qingce.shared.parties.enums import (
    Actor,
    Grant,
    MemberRole,
    OrganisationKind,
    OrganisationState,
    Seat,
    StaffRole,
)
from qingce.shared.parties.models import Membership, Person, RoleGrant


@dataclass(frozen=True)
class Operator(Actor):
    """Who types commands on the server: signs with a name in words, may do what a command offers."""

    @property
    def signature(self) -> str:
        """The name itself."""
        return self.name


def operator(name: str) -> Operator:
    """Whoever types a command.

    Args: name: as given with the command.
    """
    grants = tuple(Grant(role) for role in StaffRole)
    return Operator(0, clean(name)[:100] or "command line", grants=grants)


SYSTEM = operator("Qingce")  # the platform's own work, such as what the worker goes on with


def actor_of(person_id: int, *, membership_id: int | None = None) -> Actor | None:
    """Who a person is when acting now; None: there is no such account, or it is closed. Three queries.

    Args: membership_id: the membership the person chose to act in; one that has ended is passed over.
    """
    person = Person.objects.filter(pk=person_id, is_active=True).values_list("name", "number").first()
    if person is None:
        return None
    grants = RoleGrant.objects.filter(person=person_id, ended_at=None).order_by("pk").values_list("role", "area")
    seats = _seats(person_id)
    chosen = next((seat for seat in seats if seat.membership_id == membership_id), seats[0] if seats else None)
    return Actor(
        person_id,
        person[0],
        number=person[1],
        grants=tuple(Grant(StaffRole(role), area) for role, area in grants),
        seats=seats,
        seat=chosen,
    )


def _seats(person_id: int) -> tuple[Seat, ...]:
    rows = (
        Membership.objects.filter(person=person_id, ended_at=None)
        .exclude(organisation__state=OrganisationState.CLOSED)
        .order_by("pk")
        .values_list(
            "pk", "organisation", "role", *(f"organisation__{name}" for name in ("name", "kind", "state", "area"))
        )
    )
    return tuple(
        Seat(
            membership_id=number,
            organisation_id=organisation,
            name=name,
            kind=OrganisationKind(kind),
            role=MemberRole(role),
            state=OrganisationState(state),
            area=area,
        )
        for number, organisation, role, name, kind, state, area in rows
    )
