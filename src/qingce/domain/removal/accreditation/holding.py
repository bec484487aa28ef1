"""What each act does with an accreditation first: holds its row, and sees whether whoever acts may."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from qingce.domain.removal.accreditation.enums import AccreditationState
from qingce.domain.removal.accreditation.errors import (
    AccreditationChanged,
    AccreditationNotFound,
    AccreditationTextWrong,
    NoAuditAgency,
    NotYourAccreditation,
)
from qingce.domain.removal.accreditation.permissions import own_accreditations, staff_accreditations
from qingce.domain.removal.accreditation.terms import accreditation_terms
from qingce.domain.removal.accreditation.transitions import elsewhere
from qingce.domain.removal.models import Accreditation
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind, OrganisationState, Seat
from qingce.shared.parties.queries import seat_for


def not_found(pk: int) -> AccreditationNotFound:
    """The error for a number that none has, or none that may be seen."""
    return AccreditationNotFound(f"There is no accreditation number {pk}.", number=pk)


def agency_seat(actor: Actor, organisation: int) -> Seat:
    """The membership by which somebody writes for an agency that was let in.

    Raises: OrganisationNotFound; RoleTooSmall; NoAuditAgency.
    """
    seat = seat_for(actor, organisation, MemberRole.EDITOR)
    if seat.kind != OrganisationKind.AGENCY or seat.state != OrganisationState.ACTIVE:
        raise NoAuditAgency(
            "Only an organisation of the kind agency that the staff have let in can apply.", cause="kind"
        )
    return seat


def own_accreditation(actor: Actor, pk: int, *states: AccreditationState) -> Accreditation:
    """One of an agency whose editor somebody is, held.

    Raises: AccreditationNotFound; RoleTooSmall; NoAuditAgency; AccreditationElsewhere.
    """
    row = _held(pk, own_accreditations(actor))
    agency_seat(actor, row.organisation_id)
    return _in_state(row, states)


def staff_accreditation(actor: Actor, pk: int, *states: AccreditationState) -> Accreditation:
    """One that somebody of the staff works on, held.

    Raises: AccreditationNotFound; NotYourAccreditation: it is one's own organisation's; AccreditationElsewhere.
    """
    row = _held(pk, staff_accreditations(actor))
    if actor.seat_in(row.organisation_id) is not None:
        raise NotYourAccreditation("You belong to this agency; a colleague has to decide.", cause="own")
    return _in_state(row, states)


def check_seen(row: Accreditation, seen: int) -> None:
    """That nobody took a step since the page was opened.

    Raises: AccreditationChanged.
    """
    if row.version != seen:
        raise AccreditationChanged("Somebody took a step of this accreditation meanwhile; look at it again.")


def said(text: str, missing: str = "") -> str:
    """A text as it is kept.

    Args: missing: what to say where it may not be empty; empty: it may.
    Raises: AccreditationTextWrong.
    """
    found, longest = clean(text), accreditation_terms().text_longest
    if missing and not found:
        raise AccreditationTextWrong(missing, cause="missing")
    if len(found) > longest:
        raise AccreditationTextWrong(f"This takes at most {longest} characters.", cause="long", longest=longest)
    return found


def note_act(organisation: int, pk: int, actor: Actor, act: str, *, at: datetime, **detail: str | int) -> None:
    """Notes an act that is no step, in the caller's transaction. Args: detail: for the journal."""
    note_change("accreditation", pk, at=at)
    journal(
        act,
        by=actor.person_id or None,
        organisation=organisation,
        subject=("accreditation", pk),
        detail=detail,
        at=at,
    )


def _held(pk: int, seen: Q) -> Accreditation:
    row = Accreditation.objects.select_for_update(of=("self",)).filter(seen, pk=pk).first()
    if row is None:
        raise not_found(pk)
    return row


def _in_state(row: Accreditation, states: tuple[AccreditationState, ...]) -> Accreditation:
    if states and row.state not in states:
        raise elsewhere(row)
    return row
