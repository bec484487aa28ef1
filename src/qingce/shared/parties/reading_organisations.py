"""Organisations with their members and invitations, as their members and the staff see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.enums import (
    RANKS,
    Actor,
    InvitationState,
    MemberRole,
    OrganisationKind,
    OrganisationState,
)
from qingce.shared.parties.errors import InvitationNotFound, OrganisationNotFound
from qingce.shared.parties.models import Invitation, Membership, Organisation, OrganisationProof
from qingce.shared.parties.numbers import digest_of
from qingce.shared.parties.permissions import ADMITS, in_areas, visible_to


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in a list."""

    id: int
    number: str
    kind: OrganisationKind
    state: OrganisationState
    name: str
    name_en: str
    uscc: str
    area: str
    department: str
    registered_by: str
    registered_at: datetime


@dataclass(frozen=True)
class MemberRow:
    """A member now."""

    id: int
    person_id: int
    name: str
    email: str
    role: MemberRole
    since: datetime


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that is open, or was."""

    id: int
    email: str
    role: MemberRole
    state: InvitationState
    invited_at: datetime
    expires_at: datetime
    organisation: str = ""


@dataclass(frozen=True)
class AdminAddress:
    """Where an organisation gets mail, and in which language."""

    email: str
    language: str


@dataclass(frozen=True)
class OrganisationDetail:
    """An organisation with what its members, or the staff, may see of it.

    Args: proofs: for its admins and the staff; empty for other members. invitations: for its admins.
    """

    row: OrganisationRow
    statement: str
    decision: str
    decided_by: str
    decided_at: datetime | None
    members: tuple[MemberRow, ...]
    invitations: tuple[InvitationRow, ...]
    proofs: tuple[KeptFile, ...]


def organisations(
    actor: Actor,
    *,
    looked_for: str = "",
    kind: str = "",
    state: str = "",
    start: int = 0,
    count: int = 50,
) -> list[OrganisationRow]:
    """The organisations that the staff see in their areas, those that wait longest first; two queries.

    Args: looked_for: part of the name, the code or the public number. kind, state: only these.
    """
    rows = _wanted(actor, looked_for, kind, state).order_by("registered_at", "pk")
    # The numbers first: of those that are passed over, nothing else is read.
    numbers = list(rows.values_list("pk", flat=True)[start : start + count])
    return [_row(each) for each in Organisation.objects.filter(pk__in=numbers).order_by("registered_at", "pk")]


def count_organisations(actor: Actor, *, looked_for: str = "", kind: str = "", state: str = "") -> int:
    """How many `organisations` there are."""
    return _wanted(actor, looked_for, kind, state).count()


def waiting_organisations(actor: Actor) -> tuple[int, datetime | None]:
    """How many wait for the actor, and since when the oldest does; enterprises wait for their first claim instead."""
    waiting = Organisation.objects.filter(in_areas(actor.areas(*ADMITS), "area"), state=OrganisationState.WAITING)
    found = waiting.exclude(kind=OrganisationKind.ENTERPRISE).aggregate(count=Count("pk"), oldest=Min("registered_at"))
    return found["count"], found["oldest"]


def active_organisations(kind: OrganisationKind) -> list[OrganisationRow]:
    """The organisations of a kind that were let in and are open, by name; one query."""
    rows = Organisation.objects.filter(kind=kind, state=OrganisationState.ACTIVE)
    return [_row(each) for each in rows.order_by("name", "pk")]


def organisations_by_ids(ids: Collection[int]) -> dict[int, OrganisationRow]:
    """Organisations by number, for pages that know that they may name them; one query."""
    return {row.pk: _row(row) for row in Organisation.objects.filter(pk__in=ids)}


def admins_of(pk: int) -> list[AdminAddress]:
    """Whom a letter to an organisation goes to: its admins of today whose account is open; one query."""
    rows = Membership.objects.filter(
        organisation=pk, role=MemberRole.ADMIN, ended_at=None, person__is_active=True, person__erased_at=None
    )
    return [AdminAddress(*each) for each in rows.order_by("pk").values_list("person__email", "person__language")]


def members_of(pk: int, *, least: MemberRole = MemberRole.READER) -> list[AdminAddress]:
    """The addresses of the members of today with at least this role whose account is open; one query."""
    roles = [role for role, rank in RANKS.items() if rank >= RANKS[least]]
    rows = Membership.objects.filter(
        organisation=pk, role__in=roles, ended_at=None, person__is_active=True, person__erased_at=None
    )
    return [AdminAddress(*each) for each in rows.order_by("pk").values_list("person__email", "person__language")]


def get_organisation(pk: int, *, actor: Actor) -> OrganisationDetail:
    """One organisation as a member or the staff see it; five queries at most.

    Raises: OrganisationNotFound: also for whoever may not see it.
    """
    row = Organisation.objects.filter(visible_to(actor), pk=pk).first()
    if row is None:
        raise OrganisationNotFound(f"There is no organisation number {pk}.", number=pk)
    seat = actor.seat_in(pk)
    is_admin = seat is not None and seat.reaches(MemberRole.ADMIN)
    is_staff = actor.reaches(row.area, *ADMITS)
    proofs = OrganisationProof.objects.filter(organisation=pk).values_list("file", flat=True)
    return OrganisationDetail(
        row=_row(row),
        statement=row.statement,
        decision=row.decision,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        members=_members(pk),
        invitations=_invitations(pk) if is_admin else (),
        proofs=tuple(files_by_ids(list(proofs))) if is_admin or is_staff else (),
    )


def invitation_of(secret: str, *, at: datetime) -> InvitationRow:
    """What somebody with the link sees of an invitation.

    Raises: InvitationNotFound: it is over, or was never.
    """
    row = Invitation.objects.filter(secret_digest=digest_of(secret)).select_related("organisation").first()
    if row is None or row.state != InvitationState.OPEN or row.expires_at <= at:
        raise InvitationNotFound("This invitation is over: answered, withdrawn or too old. Ask for a new one.")
    return _invitation(row, organisation=row.organisation.name)


def _wanted(actor: Actor, looked_for: str, kind: str, state: str) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(in_areas(actor.areas(*ADMITS), "area"))
    if words := looked_for.strip()[:100]:
        rows = rows.filter(
            Q(name__icontains=words) | Q(name_en__icontains=words) | Q(uscc=words.upper()) | Q(number=words.upper())
        )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(state=state) if state else rows


def _row(row: Organisation) -> OrganisationRow:
    return OrganisationRow(
        id=row.pk,
        number=row.number,
        kind=OrganisationKind(row.kind),
        state=OrganisationState(row.state),
        name=row.name,
        name_en=row.name_en,
        uscc=row.uscc,
        area=row.area,
        department=row.department,
        registered_by=row.registered_by,
        registered_at=row.registered_at,
    )


def _members(pk: int) -> tuple[MemberRow, ...]:
    rows = Membership.objects.filter(organisation=pk, ended_at=None).select_related("person").order_by("since", "pk")
    return tuple(
        MemberRow(each.pk, each.person_id, each.person.name, each.person.email, MemberRole(each.role), each.since)
        for each in rows
    )


def _invitations(pk: int) -> tuple[InvitationRow, ...]:
    rows = Invitation.objects.filter(organisation=pk, state=InvitationState.OPEN).order_by("invited_at", "pk")
    return tuple(_invitation(each) for each in rows)


def _invitation(row: Invitation, *, organisation: str = "") -> InvitationRow:
    return InvitationRow(
        id=row.pk,
        email=row.email,
        role=MemberRole(row.role),
        state=InvitationState(row.state),
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        organisation=organisation,
    )
