"""Accepting and declining the commitments, and which of them holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from qingce.domain.disclosure.acts import ACCEPTED, DECLINED
from qingce.domain.disclosure.commitments import commitment_text
from qingce.domain.disclosure.enums import CommitmentKind
from qingce.domain.disclosure.errors import CommitmentChanged, CommitmentMissing
from qingce.domain.disclosure.models import Commitment
from qingce.domain.disclosure.permissions import speaker_for
from qingce.domain.disclosure.registry import Promise, tell_promise
from qingce.domain.enterprises.queries import family_of, get_enterprise
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, MemberRole


def answer_commitment(
    actor: Actor,
    enterprise_id: int,
    kind: CommitmentKind,
    *,
    version: str,
    language: str,
    is_accepted: bool,
    at: datetime,
) -> int:
    """Accepts or declines a commitment in the name of an enterprise, by an editor of its organisation.

    Args: version: of the text that was read. language: in which, zh or en.
    Returns: number of the answer.
    Raises: EnterpriseNotFound; EnterpriseNotSpokenFor; RoleTooSmall; CommitmentChanged: another text holds by now.
    """
    row = get_enterprise(enterprise_id, actor=actor).row
    root = row.canonical_id or row.id
    seat = speaker_for(actor, root, MemberRole.EDITOR)
    text = commitment_text(kind)
    if version != text.version:
        raise CommitmentChanged("The text of this commitment was changed meanwhile. Read the new one, then answer.")
    with transaction.atomic():
        answer = Commitment.objects.create(
            enterprise_id=root,
            organisation_id=seat.organisation_id,
            kind=kind,
            version=text.version,
            language=language,
            text_sha256=text.sha256(language),
            is_accepted=is_accepted,
            answered_by=actor.signature,
            answered_at=at,
        )
        note_change("commitment", answer.pk, at=at)
        journal(
            ACCEPTED if is_accepted else DECLINED,
            by=actor.person_id or None,
            organisation=seat.organisation_id,
            subject=("commitment", answer.pk),
            detail={"kind": str(kind.value), "version": text.version, "enterprise": root},
            at=at,
        )
        if kind == CommitmentKind.PROMISE:
            tell_promise(Promise(answer.pk, root, seat.organisation_id, is_accepted, at))
    return answer.pk


@dataclass(frozen=True)
class Answer:
    """An answer to a commitment. Args: answered_by: a signature. is_current: the text that was read still holds."""

    kind: CommitmentKind
    version: str
    is_accepted: bool
    is_current: bool
    answered_by: str
    answered_at: datetime


def commitments_of(enterprise_id: int, organisation_id: int) -> list[Answer]:
    """Every answer of an organisation for an enterprise, as merged now, the newest first; one query."""
    return [_answer(row) for row in _answers(enterprise_id).filter(organisation=organisation_id)]


def is_truthfulness_accepted(enterprise_id: int, organisation_id: int) -> bool:
    """Whether the text of the first commitment that holds now was accepted, and not declined since; one query."""
    return _truthfulness(enterprise_id, organisation_id) is not None


def holding_promise(enterprise_id: int) -> Answer | None:
    """The promise of an enterprise, as its newest answer has it; None: never given, or declined since. One query."""
    row = _answers(enterprise_id).filter(kind=CommitmentKind.PROMISE).first()
    return _answer(row) if row is not None and row.is_accepted else None


def check_truthfulness(enterprise_id: int, organisation_id: int) -> int:
    """The number of the answer by which the first commitment was accepted; one query.

    Raises: CommitmentMissing.
    """
    row = _truthfulness(enterprise_id, organisation_id)
    if row is None:
        raise CommitmentMissing("Read and accept the commitment first; nothing is explained without it.")
    return row.pk


def _truthfulness(enterprise_id: int, organisation_id: int) -> Commitment | None:
    rows = _answers(enterprise_id).filter(organisation=organisation_id, kind=CommitmentKind.TRUTHFULNESS)
    row = rows.first()
    return row if row is not None and row.is_accepted and _answer(row).is_current else None


def _answers(enterprise_id: int) -> QuerySet[Commitment]:
    family = family_of([enterprise_id]).values("pk")
    return Commitment.objects.filter(enterprise__in=family).order_by("-answered_at", "-pk")


def _answer(row: Commitment) -> Answer:
    kind = CommitmentKind(row.kind)
    is_current = row.version == commitment_text(kind).version
    return Answer(kind, row.version, row.is_accepted, is_current, row.answered_by, row.answered_at)
