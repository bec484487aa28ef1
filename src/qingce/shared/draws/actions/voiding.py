"""Declaring a draw void: by two people, for a public reason; only then may its occasion have another one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.shared.draws.actions.saying import checked_reason
from qingce.shared.draws.enums import DrawState, DrawStep
from qingce.shared.draws.reading import found_draw
from qingce.shared.draws.transitions import DRAWS, hold_draw, take_step
from qingce.shared.ledger.actions import Taker, Writes, check_step
from qingce.shared.ledger.enums import SignatoryRole


def void_draw(pk: int, *, reason: str, by: Taker, at: datetime) -> None:
    """Declares a draw void; all of it stays to be seen.

    Args: by: two people.
    Raises: DrawReasonMissing; DrawNotFound; StepNotOpen; StepOfAnother.
    """
    words = {"reason": checked_reason(reason)}
    with transaction.atomic():
        row = hold_draw(pk)
        facts = {"state": str(DrawState(row.state))}
        row.void_entry = take_step(row, DrawStep.VOID, by=by, at=at, writes=Writes(facts=facts, words=words))
        row.save(update_fields=["void_entry"])


def check_voidable(pk: int) -> None:
    """Whether a draw can be declared void as it stands now.

    Raises: DrawNotFound; StepNotOpen.
    """
    check_step(DRAWS, found_draw(pk), DrawStep.VOID, party=SignatoryRole.TWO_STAFF)
