"""Who belongs to an organisation: roles inside, leaving, handing over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.actions.organisations import locked_organisation
from qingce.shared.parties.actions.people import person_with, readable_email
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationState
from qingce.shared.parties.errors import LastAdmin, MembershipNotFound, StillLastAdmin
from qingce.shared.parties.models import Membership, Organisation
from qingce.shared.parties.open_work import hand_over_work
from qingce.shared.parties.permissions import ADMITS, check_reach, seat_for


def change_member_role(actor: Actor, membership_id: int, *, role: MemberRole, at: datetime) -> None:
    """Gives a member another role inside, by an admin.

    Raises: MembershipNotFound; OrganisationNotFound; RoleTooSmall; LastAdmin.
    """
    with transaction.atomic():
        member = _managed(actor, membership_id)
        if member.role == MemberRole.ADMIN and role != MemberRole.ADMIN:
            _keep_an_admin(member)
        member.role = role
        member.save(update_fields=["role"])
        _note(actor, member, "member-role-changed", at=at, role=role.value)


def end_membership(actor: Actor, membership_id: int, *, successor: int | None = None, at: datetime) -> None:
    """Ends a membership, by an admin; what the member has open goes to another member or stays with the organisation.

    Args: successor: the membership that takes the open work; None: nobody in particular.
    Raises: MembershipNotFound; OrganisationNotFound; RoleTooSmall; LastAdmin.
    """
    with transaction.atomic():
        member = _managed(actor, membership_id)
        _end(actor, member, "member-removed", successor=successor, at=at)


def leave_organisation(actor: Actor, organisation_id: int, *, successor: int | None = None, at: datetime) -> None:
    """Ends one's own membership; the last admin makes another one first, or closes the organisation.

    Args: successor: the membership that takes the open work; None: nobody in particular.
    Raises: OrganisationNotFound; MembershipNotFound; LastAdmin.
    """
    seat = seat_for(actor, organisation_id, MemberRole.READER)
    with transaction.atomic():
        locked_organisation(organisation_id)
        member = _locked(seat.membership_id)
        _end(actor, member, "member-left", successor=successor, at=at)


def end_own_memberships(actor: Actor, *, at: datetime) -> None:
    """Ends all of one's memberships, before the account is erased; open work goes to nobody in particular.

    Raises: StillLastAdmin: of organisations that are open.
    """
    own = Membership.objects.filter(person=actor.person_id, ended_at=None)
    # Held in the order of their numbers: nobody else stops being an admin meanwhile.
    organisations = Organisation.objects.select_for_update().filter(pk__in=own.values("organisation"))
    held = {row.pk: row for row in organisations.order_by("pk")}
    members = list(own.select_for_update().order_by("pk"))
    alone = [held[each.organisation_id].name for each in members if _is_last_admin(each)]
    if alone:
        names = "、".join(alone)
        raise StillLastAdmin(
            f"You are the last admin of {names}. Hand it over to another member or close it first.", names=names
        )
    for member in members:
        _end(actor, member, "member-left", successor=None, at=at)


def appoint_admin(actor: Actor, organisation_id: int, email: str, *, at: datetime) -> None:
    """Makes somebody an admin of an organisation that has none who answers, by staff whose role reaches its area.

    Raises: OrganisationNotFound; OutOfArea; BadEmail; NoSuchPerson.
    """
    with transaction.atomic():
        organisation = locked_organisation(organisation_id)
        check_reach(actor, organisation.area, *ADMITS)
        person = person_with(readable_email(email))
        member, _ = Membership.objects.update_or_create(
            organisation=organisation,
            person=person,
            ended_at=None,
            defaults={"role": MemberRole.ADMIN},
            create_defaults={"role": MemberRole.ADMIN, "since": at, "given_by": actor.signature},
        )
        _note(actor, member, "admin-appointed", at=at, role=MemberRole.ADMIN.value)


def join(organisation: Organisation, person_id: int, *, role: MemberRole, given_by: str, at: datetime) -> Membership:
    """Makes somebody a member; somebody who is one already keeps the larger role. For the rooms' own acts.

    Returns: the membership.
    """
    member = Membership.objects.filter(organisation=organisation, person_id=person_id, ended_at=None).first()
    if member is None:
        member = Membership(organisation=organisation, person_id=person_id, since=at, given_by=given_by)
    elif member.role == MemberRole.ADMIN:
        return member
    member.role = role
    member.save()
    note_change("organisation", organisation.pk, at=at)
    journal("member-joined", by=person_id, organisation=organisation.pk, detail={"role": role.value}, at=at)
    return member


def _managed(actor: Actor, membership_id: int) -> Membership:
    """A membership that the actor may manage, held with its organisation until the transaction ends."""
    found = Membership.objects.filter(pk=membership_id, ended_at=None).first()
    if found is None:
        raise MembershipNotFound(f"There is no member number {membership_id}.", number=membership_id)
    seat_for(actor, found.organisation_id, MemberRole.ADMIN)
    locked_organisation(found.organisation_id)
    return _locked(membership_id)


def _locked(membership_id: int) -> Membership:
    member = Membership.objects.select_for_update().filter(pk=membership_id, ended_at=None).first()
    if member is None:
        raise MembershipNotFound(f"There is no member number {membership_id} any more.", number=membership_id)
    return member


def _end(actor: Actor, member: Membership, act: str, *, successor: int | None, at: datetime) -> None:
    if member.role == MemberRole.ADMIN:
        _keep_an_admin(member)
    heir = None
    if successor is not None:
        others = Membership.objects.filter(organisation=member.organisation_id, ended_at=None).exclude(pk=member.pk)
        heir = others.filter(pk=successor).first()
        if heir is None:
            raise MembershipNotFound(f"There is no member number {successor} who could take over.", number=successor)
    hand_over_work(member.person_id, member.organisation_id, to=heir.person_id if heir else None, at=at)
    member.ended_at, member.ended_by = at, actor.signature
    member.save(update_fields=["ended_at", "ended_by"])
    _note(actor, member, act, at=at, role=member.role)


def _is_last_admin(member: Membership) -> bool:
    if member.role != MemberRole.ADMIN:
        return False
    others = Membership.objects.filter(organisation=member.organisation_id, role=MemberRole.ADMIN, ended_at=None)
    is_open = Organisation.objects.filter(pk=member.organisation_id).exclude(state=OrganisationState.CLOSED).exists()
    return is_open and not others.exclude(pk=member.pk).exists()


def _keep_an_admin(member: Membership) -> None:
    if _is_last_admin(member):
        raise LastAdmin("This is the last admin. Make another member an admin first, or close the organisation.")


def _note(actor: Actor, member: Membership, act: str, *, at: datetime, role: str) -> None:
    note_change("organisation", member.organisation_id, at=at)
    journal(
        act,
        by=actor.person_id or None,
        concerned=member.person_id,
        organisation=member.organisation_id,
        detail={"role": role},
        at=at,
    )
