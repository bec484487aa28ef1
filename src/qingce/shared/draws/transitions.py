"""The machine of a draw, and the one way to take a step of it.

A draw is never held anew: it stays as it was drawn, or two people declare it void with a public reason.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.pure.draw.announcing import KIND
from qingce.pure.workflow.machine import Machine, Transition
from qingce.shared.draws.acts import CORRECTED, REPLACED, SETTLED, VOIDED
from qingce.shared.draws.enums import DrawState, DrawStep
from qingce.shared.draws.errors import DrawNotFound
from qingce.shared.draws.models import Draw
from qingce.shared.draws.timing import check_due
from qingce.shared.ledger.actions import Taker, Writes, apply_transition, hold
from qingce.shared.ledger.enums import SignatoryRole
from qingce.shared.ledger.queries import newest_about
from qingce.shared.ledger.registry import Guard, Stateful

ONE, TWO = (SignatoryRole.STAFF,), (SignatoryRole.TWO_STAFF,)
DRAW = Machine(
    "draw",
    DrawState.FROZEN,
    (
        Transition(DrawState.FROZEN, DrawStep.SETTLE, DrawState.SETTLED, ONE, guard="value-due", public_act=SETTLED),
        Transition(DrawState.FROZEN, DrawStep.VOID, DrawState.VOIDED, TWO, public_act=VOIDED),
        Transition(DrawState.SETTLED, DrawStep.REPLACE, DrawState.SETTLED, ONE, public_act=REPLACED),
        Transition(DrawState.SETTLED, DrawStep.CORRECT, DrawState.SETTLED, TWO, public_act=CORRECTED),
        Transition(DrawState.SETTLED, DrawStep.VOID, DrawState.VOIDED, TWO, public_act=VOIDED),
    ),
    frozenset({DrawState.VOIDED}),
)


DRAWS = Stateful(
    machine=DRAW,
    model=Draw,
    kind=KIND,
    title=_("Draw"),
    states=dict(DrawState.choices),
    parties={SignatoryRole.STAFF: SignatoryRole.STAFF.label, SignatoryRole.TWO_STAFF: SignatoryRole.TWO_STAFF.label},
    acts={DrawStep.SETTLE: SETTLED, DrawStep.REPLACE: REPLACED, DrawStep.CORRECT: CORRECTED, DrawStep.VOID: VOIDED},
    labels=dict(DrawStep.choices),
    guards={
        "value-due": Guard(
            _("The sources have spoken, and a checkpoint from before they could covers the frozen draw"), check_due
        )
    },
)


def hold_draw(pk: int) -> Draw:
    """A draw, held as it is until the transaction ends.

    Raises: DrawNotFound.
    """
    try:
        return hold(DRAWS, pk)
    except Draw.DoesNotExist as error:
        raise DrawNotFound(f"There is no draw number {pk}.", number=pk) from error


def take_step(row: Draw, action: DrawStep, *, by: Taker, at: datetime, writes: Writes) -> str:
    """Takes a step of a draw.

    Args: row: held.
    Returns: the id of the entry in the ledger.
    Raises: StepNotOpen; StepOfAnother; what the step's guard raises.
    """
    apply_transition(DRAWS, row, action, by=by, at=at, writes=writes)
    return newest_about(DRAWS.acts[action], KIND, row.pk)
