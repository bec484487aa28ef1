"""Inviting people into an organisation."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import Taker, Writes, apply_transition, check_step, journal
from qingce.shared.parties.actions.membership import join
from qingce.shared.parties.actions.organisations import locked_organisation
from qingce.shared.parties.actions.people import readable_email
from qingce.shared.parties.enums import Actor, InvitationState, MemberRole, OrganisationState
from qingce.shared.parties.errors import (
    InvitationForAnother,
    InvitationNotFound,
    MemberKnown,
    TooManyInvitations,
)
from qingce.shared.parties.models import Invitation, Membership, Person
from qingce.shared.parties.numbers import digest_of
from qingce.shared.parties.permissions import seat_for
from qingce.shared.parties.signing import taker_of
from qingce.shared.parties.terms import parties_terms
from qingce.shared.parties.transitions import (
    ADMIN,
    INVITATIONS,
    INVITED,
    InvitationStep,
    check_in_time,
    wrong_state,
)


def invite(actor: Actor, organisation_id: int, email: str, *, role: MemberRole, at: datetime) -> str:
    """Invites somebody into an organisation, by an admin; an open invitation to the same address ends.

    Returns: the secret of the link, which is told to nobody but the invited person.
    Raises: OrganisationNotFound; RoleTooSmall; WrongOrganisationState; BadEmail; MemberKnown; TooManyInvitations.
    """
    seat_for(actor, organisation_id, MemberRole.ADMIN)
    email, terms = readable_email(email), parties_terms()
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        organisation = locked_organisation(organisation_id)
        if organisation.state == OrganisationState.CLOSED:
            raise wrong_state(organisation)
        if Membership.objects.filter(organisation=organisation, person__email=email, ended_at=None).exists():
            raise MemberKnown(f"{email} is a member already.", email=email)
        standing = Invitation.objects.filter(organisation=organisation, state=InvitationState.OPEN)
        standing.filter(email=email).update(state=InvitationState.WITHDRAWN, answered_at=at)
        if standing.filter(expires_at__gt=at).count() >= terms.invitations_open_most:
            raise TooManyInvitations(
                f"{terms.invitations_open_most} invitations are open; withdraw some first.",
                most=terms.invitations_open_most,
            )
        Invitation.objects.create(
            organisation=organisation,
            email=email,
            role=role,
            secret_digest=digest_of(secret),
            invited_by=actor.signature,
            invited_at=at,
            expires_at=at + timedelta(days=terms.invitation_days),
        )
        note_change("organisation", organisation.pk, at=at)
        journal("member-invited", by=actor.person_id, organisation=organisation.pk, detail={"role": role.value}, at=at)
    return secret


def withdraw_invitation(actor: Actor, pk: int, *, at: datetime) -> None:
    """Takes an open invitation back, by an admin.

    Raises: InvitationNotFound; OrganisationNotFound; RoleTooSmall.
    """
    with transaction.atomic():
        row = Invitation.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            raise InvitationNotFound(f"There is no invitation number {pk}.", number=pk)
        check_step(INVITATIONS, row, InvitationStep.WITHDRAW, party=ADMIN)
        seat_for(actor, row.organisation_id, MemberRole.ADMIN)
        _answer(row, InvitationStep.WITHDRAW, by=taker_of(actor, ADMIN), at=at)


def accept_invitation(actor: Actor, secret: str, *, at: datetime) -> int:
    """Joins the organisation, by whoever has the address that the invitation was sent to.

    Returns: the organisation.
    Raises: InvitationNotFound; InvitationForAnother; WrongOrganisationState.
    """
    with transaction.atomic():
        row = _for_actor(actor, secret, at)
        organisation = locked_organisation(row.organisation_id)
        if organisation.state == OrganisationState.CLOSED:
            raise wrong_state(organisation)
        join(organisation, actor.person_id, role=MemberRole(row.role), given_by=row.invited_by, at=at)
        _answer(row, InvitationStep.ACCEPT, by=taker_of(actor, INVITED), at=at)
    return row.organisation_id


def decline_invitation(actor: Actor, secret: str, *, at: datetime) -> None:
    """Says no to an invitation.

    Raises: InvitationNotFound; InvitationForAnother.
    """
    with transaction.atomic():
        _answer(_for_actor(actor, secret, at), InvitationStep.DECLINE, by=taker_of(actor, INVITED), at=at)


def decline_all(actor: Actor, emails: Iterable[str], *, at: datetime) -> None:
    """Says no to every open invitation to one's own addresses, before the account is erased.

    Args: emails: in small letters.
    """
    with transaction.atomic():
        rows = Invitation.objects.select_for_update().filter(email__in=list(emails), state=InvitationState.OPEN)
        for row in rows.order_by("pk"):
            _answer(row, InvitationStep.DECLINE, by=taker_of(actor, INVITED), at=at)


def _for_actor(actor: Actor, secret: str, at: datetime) -> Invitation:
    row = Invitation.objects.select_for_update().filter(secret_digest=digest_of(secret)).first()
    if row is None or row.state != InvitationState.OPEN:
        raise InvitationNotFound("This invitation is over: answered, withdrawn or too old. Ask for a new one.")
    check_in_time(row, at)
    if not Person.objects.filter(pk=actor.person_id, email=row.email).exists():
        raise InvitationForAnother(
            "This invitation was sent to another e-mail address. Log in with the account that has that address."
        )
    return row


def _answer(row: Invitation, step: InvitationStep, *, by: Taker, at: datetime) -> None:
    apply_transition(INVITATIONS, row, step, by=by, at=at, writes=Writes(columns={"answered_at": at}))
