"""Declaring a draw void: by two people, for a public reason; only then may its occasion have another one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.pure.draw.announcing import KIND
from qingce.shared.changes.actions import note_change
from qingce.shared.draws.actions.saying import checked_reason
from qingce.shared.draws.enums import DrawState, DrawStep
from qingce.shared.draws.transitions import DRAW, hold_draw, step
from qingce.shared.ledger.actions import enter_act
from qingce.shared.ledger.enums import Signatory, SignatoryRole


def void_draw(pk: int, *, reason: str, by: Signatory, at: datetime) -> None:
    """Declares a draw void; all of it stays to be seen.

    Args: by: two people.
    Raises: DrawReasonMissing; DrawNotFound; StepNotOpen; StepOfAnother.
    """
    words = {"reason": checked_reason(reason)}
    with transaction.atomic():
        row = hold_draw(pk)
        taken = step(row, DrawStep.VOID, by)
        facts = {"state": str(DrawState(row.state))}
        row.void_entry = enter_act(taken.public_act, at=at, by=by, subject=(KIND, pk), facts=facts, words=words)
        row.state = taken.target
        row.save(update_fields=["state", "void_entry"])
        note_change(KIND, pk, at=at)


def check_voidable(state: DrawState) -> None:
    """Whether a draw in this state can be declared void.

    Raises: StepNotOpen.
    """
    DRAW.step(state, DrawStep.VOID, SignatoryRole.TWO_STAFF)
