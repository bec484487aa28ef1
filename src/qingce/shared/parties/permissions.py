"""Who may see and do what with people, organisations and invitations."""

from __future__ import annotations

from django.db.models import Q

from qingce.pure.kernel.divisions import codes_of_area
from qingce.shared.parties.duties import roles_of
from qingce.shared.parties.enums import Actor, Duty, MemberRole, Pair, Seat, StaffRole
from qingce.shared.parties.errors import (
    DutyMissing,
    OrganisationNotFound,
    OutOfArea,
    RoleTooSmall,
    SecondPersonNeeded,
)
from qingce.shared.parties.models import RoleGrant

# Not an empty Q: `own | Q()` would be `own`.
EVERYTHING = ~Q(pk__in=())
DIGITS = 6  # of a GB/T 2260 code
ADMITS = (StaffRole.REVIEWER, StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR)


def in_areas(areas: tuple[str, ...], field: str) -> Q:
    """The rows whose place lies in one of these areas of today; none given: none.

    Args: field: of a GB/T 2260 code of any time; empty codes lie in the whole country only.
    """
    found = Q(pk__in=())
    for area in areas:
        codes = codes_of_area(area)
        if not codes.prefix:
            return EVERYTHING
        # Not "begins with": an index of codes answers only which ones lie between two.
        inside = Q(**{f"{field}__range": (codes.prefix.ljust(DIGITS, "0"), codes.prefix.ljust(DIGITS, "9"))})
        if codes.without:
            inside &= ~Q(**{f"{field}__in": codes.without})
        found |= inside | Q(**{f"{field}__in": codes.beside}) if codes.beside else inside
    return found


def within_duty(actor: Actor, duty: Duty, field: str) -> Q:
    """The rows whose place lies where somebody has a duty of the staff; without that duty: none.

    Args: field: as for `in_areas`.
    """
    return in_areas(actor.areas(*roles_of(duty)), field)


def check_duty(actor: Actor, duty: Duty, *places: str) -> None:
    """Whether somebody has a duty of the staff, and has it at each of these places.

    Args: places: GB/T 2260 codes of any time; empty: not known, where only the whole country reaches.
    Raises: DutyMissing; OutOfArea.
    """
    roles = roles_of(duty)
    if not actor.roles.intersection(roles):
        raise DutyMissing("Your account has no role, or no longer has the role, that this needs.")
    for place in places:
        check_reach(actor, place, *roles)


def visible_to(actor: Actor) -> Q:
    """The organisations of which somebody sees more than the public: one's own, and for staff those of their areas."""
    own = Q(pk__in=[seat.organisation_id for seat in actor.seats])
    return own | in_areas(actor.areas(*ADMITS), "area") if actor.is_staff else own


def proposals_visible_to(actor: Actor) -> Q:
    """What waits, or waited, for a second person: own proposals, and for staff those of their areas."""
    return Q(proposed_by=actor.person_id) | in_areas(actor.areas(*ADMITS), "area")


def check_two_people(actor: Actor) -> None:
    """Whether two people decide; an operator's command asks for both names itself.

    Raises: SecondPersonNeeded.
    """
    if actor.person_id and (not isinstance(actor, Pair) or actor.first == f"#{actor.number}"):
        raise SecondPersonNeeded("This hides or restores something public: propose it, and another person confirms it.")


def grants_visible_to(actor: Actor) -> Q:
    """The staff roles that somebody manages: those of the areas where one is administrator."""
    return in_areas(actor.areas(StaffRole.ADMINISTRATOR), "area")


def people_visible_to(actor: Actor) -> Q:
    """The people whose account somebody looks after: oneself, and for administrators those with a role in their areas.

    An administrator of the whole country looks after everybody.
    """
    areas = actor.areas(StaffRole.ADMINISTRATOR)
    if "" in areas:
        return Q()
    here = RoleGrant.objects.filter(in_areas(areas, "area")).values("person") if areas else ()
    return Q(pk=actor.person_id) | Q(pk__in=here)


def seat_for(actor: Actor, organisation_id: int, needed: MemberRole) -> Seat:
    """The membership by which somebody may do something in an organisation.

    Raises: OrganisationNotFound: no member, who is not told whether it exists. RoleTooSmall.
    """
    seat = actor.seat_in(organisation_id)
    if seat is None:
        raise OrganisationNotFound(f"There is no organisation number {organisation_id}.", number=organisation_id)
    if not seat.reaches(needed):
        raise RoleTooSmall(
            f"This needs the role {needed.label} in {seat.name}; ask one of its admins.",
            role=str(needed.label),
            organisation=seat.name,
        )
    return seat


def check_reach(actor: Actor, area: str, *roles: StaffRole) -> None:
    """Whether one of the actor's staff roles reaches an area.

    Raises: OutOfArea.
    """
    if not actor.reaches(area, *roles):
        raise OutOfArea("Your role does not reach this area; a colleague whose role does has to decide.")
