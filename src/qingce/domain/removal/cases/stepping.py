"""Taking a step of a case: state, timeline, journal, public act and letters, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.removal.cases.acts import PUBLIC_STEPS
from qingce.domain.removal.cases.counting import count_step, counted
from qingce.domain.removal.cases.enums import OPEN_CASES, STAFF_STATES, CaseAct, CaseParty, CaseState
from qingce.domain.removal.cases.errors import CaseChanged
from qingce.domain.removal.cases.telling import tell
from qingce.domain.removal.cases.transitions import CASES
from qingce.domain.removal.models import Case, CaseRecord, CaseStep
from qingce.shared.ledger.actions import THE_CLOCK, Taker, Writes, apply_transition
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import taker_of


@dataclass(frozen=True)
class Stepped:
    """What goes with a step. Args: columns: of the case. reason, clause: public. facts, words: of the public act."""

    columns: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    clause: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


def check_seen(case: Case, seen: int) -> None:
    """That nobody took a step since the page was opened.

    Raises: CaseChanged.
    """
    if case.version != seen:
        raise CaseChanged(f"Somebody took a step of case {case.pk} meanwhile; look at it again.", number=case.pk)


@transaction.atomic
def take_step(
    case: Case, act: CaseAct, party: CaseParty, *, actor: Actor | None, at: datetime, said: Stepped | None = None
) -> Case:
    """Takes a step of a case that is held, writes its place in the timeline, and tells the enterprise.

    Args: actor: None: the clock.
    Raises: CaseElsewhere; what the step's guard raises.
    """
    said = said or Stepped()
    source, since, due_on = CaseState(case.state), case.since, case.due_on
    by = _taker(actor, party)
    words = {"reason": said.reason} if said.reason and act in PUBLIC_STEPS else {}
    facts = {"enterprise": case.enterprise_id, **said.facts} if act in PUBLIC_STEPS else {}
    columns = {**said.columns, "version": case.version + 1, "since": at, "due_on": None}
    with counted(case):
        row = apply_transition(CASES, case, act, by=by, at=at, writes=Writes(columns=columns, facts=facts, words=words))
    _end(row, at=at)
    is_late = source in STAFF_STATES and due_on is not None and due_on < localdate(at)
    step = CaseStep.objects.create(
        case=row,
        act=act,
        source=source,
        target=row.state,
        party=party,
        at=at,
        days=max((localdate(at) - localdate(since)).days, 0),
        is_late=is_late,
        reason=said.reason,
        clause=said.clause,
        taken_by=actor.signature if actor else "",
    )
    count_step(step)
    tell(row, act, said.reason, at=at)
    return row


def _taker(actor: Actor | None, party: CaseParty) -> Taker:
    return THE_CLOCK if actor is None else taker_of(actor, party)


def _end(row: Case, *, at: datetime) -> None:
    """A case that is over holds its records no longer."""
    if row.state not in OPEN_CASES:
        CaseRecord.objects.filter(case=row, is_open=True).update(is_open=False)
        if row.ended_at is None:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
