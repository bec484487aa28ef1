"""The two-person rule: proposing, confirming, refusing and taking back what hides or restores something public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import Writes, apply_transition, check_step, journal
from qingce.shared.parties.acting import actor_of
from qingce.shared.parties.actions.organisations import checked_reason
from qingce.shared.parties.enums import Actor, ProposalState, paired
from qingce.shared.parties.errors import (
    AlreadyProposed,
    ProposalNotFound,
    ProposalOutdated,
    ProposedSubjectNotFound,
    ProposerGone,
)
from qingce.shared.parties.models import Proposal
from qingce.shared.parties.permissions import check_reach, proposals_visible_to
from qingce.shared.parties.signing import taker_of
from qingce.shared.parties.transitions import PROPOSALS, PROPOSER, SECOND, ProposalStep
from qingce.shared.parties.two_person import Effect, ProposedSubject, TwoPersonAct, two_person_act


def propose(
    actor: Actor,
    act: str,
    subject_id: int,
    *,
    reason: str,
    at: datetime,
    payload: Mapping[str, str] | None = None,
    seen: str | None = None,
) -> int:
    """Proposes an act; nothing changes until another person confirms it.

    Args: payload: what the act needs besides. seen: version of what the proposer was shown; None: as it is now.
    Returns: number of the proposal.
    Raises: PartyReasonMissing; TextTooLong; ProposedSubjectNotFound; OutOfArea; AlreadyProposed; ProposalOutdated;
        what the act raises if it cannot be done.
    """
    kind, text, needed = two_person_act(act), checked_reason(reason), dict(payload or {})
    with transaction.atomic():
        subject = _held(kind, subject_id)
        check_reach(actor, subject.area, *kind.proposes)
        if Proposal.objects.filter(act=act, subject_id=subject_id, state=ProposalState.OPEN).exists():
            raise AlreadyProposed("Somebody has proposed this already; it waits for a second person.")
        effect = kind.effect(subject_id, needed)
        if seen is not None and seen != effect.version:
            raise _outdated()
        row = Proposal.objects.create(
            act=act,
            subject_id=subject_id,
            area=subject.area,
            payload=needed,
            seen=effect.version,
            reason=text,
            proposed_by_id=actor.person_id,
            proposed_at=at,
        )
        note_change("proposal", row.pk, at=at)
        journal("proposal-made", by=actor.person_id, subject=("proposal", row.pk), detail=_detail(row), at=at)
    return row.pk


def confirm_proposal(actor: Actor, pk: int, *, at: datetime) -> None:
    """Does what another person proposed, signed by both; or nothing of it, if anything changed meanwhile.

    Raises: ProposalNotFound; ProposalDecided; SamePerson; OutOfArea; ProposerGone; ProposedSubjectNotFound;
        ProposalOutdated; what the act raises.
    """
    with transaction.atomic():
        row, kind = _decided_by(actor, pk, ProposalStep.CONFIRM)
        subject = _held(kind, row.subject_id)
        check_reach(actor, subject.area, *kind.confirms)
        first = actor_of(row.proposed_by_id)
        if first is None or not first.reaches(subject.area, *kind.proposes):
            raise ProposerGone("Whoever proposed this no longer has the role that it needs; propose it anew.")
        if _effect_now(kind, row).version != row.seen:
            raise _outdated()
        kind.do(row.subject_id, row.payload, paired(first, actor), row.reason, at)
        _settle(row, ProposalStep.CONFIRM, actor, at=at)


def refuse_proposal(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Says no to what another person proposed.

    Raises: PartyReasonMissing; TextTooLong; ProposalNotFound; ProposalDecided; SamePerson; OutOfArea.
    """
    text = checked_reason(reason)
    with transaction.atomic():
        row, _ = _decided_by(actor, pk, ProposalStep.REFUSE)
        _settle(row, ProposalStep.REFUSE, actor, answer=text, at=at)


def take_back(actor: Actor, pk: int, *, at: datetime) -> None:
    """Takes one's own proposal back.

    Raises: ProposalNotFound; ProposalDecided; NotYourProposal.
    """
    with transaction.atomic():
        _settle(_open(actor, pk, ProposalStep.TAKE_BACK), ProposalStep.TAKE_BACK, actor, at=at)


def _open(actor: Actor, pk: int, step: ProposalStep) -> Proposal:
    """A proposal, held, with which the actor may take a step now."""
    found = Proposal.objects.select_for_update().filter(proposals_visible_to(actor), pk=pk).first()
    if found is None:
        raise ProposalNotFound(f"There is no proposal number {pk}.", number=pk)
    check_step(PROPOSALS, found, step, party=_party(found, actor))
    return found


def _party(row: Proposal, actor: Actor) -> str:
    return PROPOSER if row.proposed_by_id == actor.person_id else SECOND


def _decided_by(actor: Actor, pk: int, step: ProposalStep) -> tuple[Proposal, TwoPersonAct]:
    """An open proposal, held, that the actor may decide on: another person's, within reach."""
    row = _open(actor, pk, step)
    kind = two_person_act(row.act)
    check_reach(actor, row.area, *kind.confirms)
    return row, kind


def _held(kind: TwoPersonAct, subject_id: int) -> ProposedSubject:
    kind.hold(subject_id)
    subject = kind.subjects([subject_id]).get(subject_id)
    if subject is None:
        raise ProposedSubjectNotFound(f"There is nothing under the number {subject_id}.", number=subject_id)
    return subject


def _effect_now(kind: TwoPersonAct, row: Proposal) -> Effect:
    return kind.effect(row.subject_id, row.payload)


def _outdated() -> ProposalOutdated:
    return ProposalOutdated("What this is about has changed since it was looked at; look again and propose it anew.")


def _settle(row: Proposal, step: ProposalStep, actor: Actor, *, answer: str = "", at: datetime) -> None:
    said = {"decided_by_id": actor.person_id, "decided_at": at, "answer": answer}
    by = taker_of(actor, _party(row, actor))
    apply_transition(PROPOSALS, row, step, by=by, at=at, writes=Writes(columns=said, detail=_detail(row)))


def _detail(row: Proposal) -> dict[str, str | int]:
    return {"act": row.act, "subject": row.subject_id}
