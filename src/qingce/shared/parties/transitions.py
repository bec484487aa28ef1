"""The machines of organisations, invitations and acts that two people decide."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from qingce.pure.workflow.errors import StepOfAnother
from qingce.pure.workflow.machine import Machine, Transition
from qingce.shared.ledger.registry import Guard, Stateful, Touched
from qingce.shared.parties.enums import InvitationState, OrganisationKind, OrganisationState, ProposalState
from qingce.shared.parties.errors import (
    InvitationNotFound,
    NotYourProposal,
    OrganisationKnown,
    ProposalDecided,
    SamePerson,
    WrongOrganisationState,
)
from qingce.shared.parties.models import Invitation, Organisation, Proposal


class OrganisationStep(StrEnum):
    """What the platform does with an organisation; the value is the act's name in the journal."""

    LET_IN = "organisation-active"
    REFUSE = "organisation-refused"
    CLOSE = "organisation-closed"


class InvitationStep(StrEnum):
    """What becomes of an invitation; the value is the act's name in the journal."""

    ACCEPT = "invitation-accepted"
    DECLINE = "invitation-declined"
    WITHDRAW = "invitation-withdrawn"


class ProposalStep(StrEnum):
    """How a proposal ends; the value is the act's name in the journal."""

    CONFIRM = "proposal-confirmed"
    REFUSE = "proposal-refused"
    TAKE_BACK = "proposal-taken-back"


STAFF, ADMIN, INVITED, PROPOSER, SECOND = "staff", "admin", "invited", "proposer", "second"


def check_code_free(kind: OrganisationKind, uscc: str) -> None:
    """Whether no open organisation of the kind has the code.

    Raises: OrganisationKnown.
    """
    known = Organisation.objects.filter(kind=kind, uscc=uscc, state=OrganisationState.ACTIVE)
    if uscc and known.exists():
        raise OrganisationKnown(
            "An organisation with this code is here already; ask one of its admins to invite you, or write to us.",
            uscc=uscc,
        )


def wrong_state(row: Organisation) -> WrongOrganisationState:
    """The error that names the state it is in."""
    state = OrganisationState(row.state)
    return WrongOrganisationState(f"{row.name} is “{state.label}” by now; look at it again.", state=str(state.label))


ORGANISATIONS = Stateful(
    machine=Machine(
        "organisation",
        OrganisationState.WAITING,
        (
            Transition(
                OrganisationState.WAITING,
                OrganisationStep.LET_IN,
                OrganisationState.ACTIVE,
                (STAFF,),
                guard="code-free",
            ),
            Transition(OrganisationState.WAITING, OrganisationStep.REFUSE, OrganisationState.REFUSED, (STAFF,)),
            Transition(OrganisationState.WAITING, OrganisationStep.CLOSE, OrganisationState.CLOSED, (ADMIN, STAFF)),
            Transition(
                OrganisationState.REFUSED,
                OrganisationStep.LET_IN,
                OrganisationState.ACTIVE,
                (STAFF,),
                guard="code-free",
            ),
            Transition(OrganisationState.REFUSED, OrganisationStep.REFUSE, OrganisationState.REFUSED, (STAFF,)),
            Transition(OrganisationState.REFUSED, OrganisationStep.CLOSE, OrganisationState.CLOSED, (ADMIN, STAFF)),
            Transition(OrganisationState.ACTIVE, OrganisationStep.CLOSE, OrganisationState.CLOSED, (ADMIN, STAFF)),
        ),
        frozenset({OrganisationState.CLOSED}),
    ),
    model=Organisation,
    kind="organisation",
    title=_("Organisation"),
    states=dict(OrganisationState.choices),
    parties={STAFF: _("Staff"), ADMIN: _("An admin of the organisation")},
    guards={
        "code-free": Guard(
            _("No other open organisation of the kind has its code"),
            lambda row, _at: check_code_free(OrganisationKind(row.kind), row.uscc),
        )
    },
    touches=lambda row: Touched(organisation=row.pk),
    not_open=wrong_state,
)


def check_in_time(row: Invitation, at: datetime) -> None:
    """Whether an invitation may still be taken up.

    Raises: InvitationNotFound.
    """
    if row.expires_at <= at:
        raise InvitationNotFound("This invitation is over: answered, withdrawn or too old. Ask for a new one.")


INVITATIONS = Stateful(
    machine=Machine(
        "invitation",
        InvitationState.OPEN,
        (
            Transition(
                InvitationState.OPEN, InvitationStep.ACCEPT, InvitationState.ACCEPTED, (INVITED,), guard="in-time"
            ),
            Transition(InvitationState.OPEN, InvitationStep.DECLINE, InvitationState.DECLINED, (INVITED,)),
            Transition(InvitationState.OPEN, InvitationStep.WITHDRAW, InvitationState.WITHDRAWN, (ADMIN,)),
        ),
        frozenset({InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.WITHDRAWN}),
    ),
    model=Invitation,
    kind="invitation",
    title=_("Invitation into an organisation"),
    states=dict(InvitationState.choices),
    parties={INVITED: _("Whoever was invited"), ADMIN: _("An admin of the organisation")},
    guards={"in-time": Guard(_("The invitation has not run out"), check_in_time)},
    touches=lambda row: Touched((("organisation", row.organisation_id),), organisation=row.organisation_id),
    not_open=lambda row: InvitationNotFound("This invitation is answered or withdrawn by now.", number=row.pk),
)


def _decided(row: Proposal) -> ProposalDecided:
    state = ProposalState(row.state).label
    return ProposalDecided(f"This proposal is “{state}” by now; nothing was changed.", state=str(state))


def _not_yours(_row: Proposal, action: str) -> StepOfAnother:
    if action == ProposalStep.TAKE_BACK:
        return NotYourProposal("Only whoever proposed this can take it back; you can refuse it.")
    return SamePerson("You proposed this yourself; another person has to decide.")


PROPOSALS = Stateful(
    machine=Machine(
        "proposal",
        ProposalState.OPEN,
        (
            Transition(ProposalState.OPEN, ProposalStep.CONFIRM, ProposalState.CONFIRMED, (SECOND,)),
            Transition(ProposalState.OPEN, ProposalStep.REFUSE, ProposalState.REFUSED, (SECOND,)),
            Transition(ProposalState.OPEN, ProposalStep.TAKE_BACK, ProposalState.TAKEN_BACK, (PROPOSER,)),
        ),
        frozenset({ProposalState.CONFIRMED, ProposalState.REFUSED, ProposalState.TAKEN_BACK}),
    ),
    model=Proposal,
    kind="proposal",
    title=_("Act that two people decide"),
    states=dict(ProposalState.choices),
    parties={PROPOSER: _("Whoever proposed it"), SECOND: _("A second person")},
    touches=lambda row: Touched(concerned=row.proposed_by_id),
    not_open=_decided,
    of_another=_not_yours,
)
MACHINES = (ORGANISATIONS, INVITATIONS, PROPOSALS)
