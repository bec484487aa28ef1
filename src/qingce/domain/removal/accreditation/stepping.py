"""Taking a step of an accreditation: state, timeline, journal, public act, notice and letters in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from qingce.domain.removal.accreditation.acts import PUBLIC_STEPS, WITH_WORDS
from qingce.domain.removal.accreditation.enums import IN_FORCE, AccreditationAct, AccreditationParty, AccreditationState
from qingce.domain.removal.accreditation.losing import tell_lost, tell_regained
from qingce.domain.removal.accreditation.telling import announce, tell
from qingce.domain.removal.accreditation.transitions import ACCREDITATIONS, MACHINE
from qingce.domain.removal.models import Accreditation, AccreditationStep
from qingce.shared.ledger.actions import THE_CLOCK, THE_PLATFORM, Taker, Writes, apply_transition
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import taker_of


@dataclass(frozen=True)
class Stepped:
    """What goes with a step. Args: columns: of the row. reason: told to the agency. facts, words: of the public act."""

    columns: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    words: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def take_step(
    row: Accreditation,
    act: AccreditationAct,
    party: AccreditationParty,
    *,
    actor: Actor | None,
    at: datetime,
    said: Stepped | None = None,
) -> Accreditation:
    """Takes a step of an accreditation that is held.

    Args: actor: None: the clock, or the platform itself.
    Raises: AccreditationElsewhere; what the step's guard raises.
    """
    said = said or Stepped()
    is_public, before = act in PUBLIC_STEPS, row.state
    facts = {"agency": row.organisation.number, **said.facts} if is_public else {}
    words = dict(said.words) | ({"reason": said.reason} if said.reason and act in WITH_WORDS else {})
    columns = {**said.columns, "version": row.version + 1, "since": at, "due_on": None}
    writes = Writes(columns=columns, facts=facts, words=words)
    row = apply_transition(ACCREDITATIONS, row, act, by=_taker(actor, party), at=at, writes=writes)
    if row.state in MACHINE.ends:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
    AccreditationStep.objects.create(
        accreditation=row,
        act=act,
        target=row.state,
        party=party,
        at=at,
        reason=said.reason,
        taken_by=actor.signature if actor else "",
    )
    tell(row, act, said.reason, at=at)
    announce(row, act, at=at)
    _tell_others(row, act, before, said.reason, at)
    return row


def _tell_others(row: Accreditation, act: AccreditationAct, before: str, reason: str, at: datetime) -> None:
    if act == AccreditationAct.REPLACE:
        return
    could, can = before in IN_FORCE, row.state == AccreditationState.GRANTED
    if can:
        tell_regained(row.organisation_id, reason, at)
    elif could:
        tell_lost(row.organisation_id, reason, at)


def _taker(actor: Actor | None, party: AccreditationParty) -> Taker:
    if actor is not None:
        return taker_of(actor, party)
    return THE_CLOCK if party == AccreditationParty.CLOCK else THE_PLATFORM
