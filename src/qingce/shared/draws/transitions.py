"""The machine of a draw, and the one way to take a step of it.

A draw is never held anew: it stays as it was drawn, or two people declare it void with a public reason.
"""

from __future__ import annotations

from qingce.pure.workflow.machine import Machine, Transition
from qingce.shared.draws.acts import CORRECTED, REPLACED, SETTLED, VOIDED
from qingce.shared.draws.enums import DrawState, DrawStep
from qingce.shared.draws.errors import DrawNotFound
from qingce.shared.draws.models import Draw
from qingce.shared.ledger.enums import Signatory, SignatoryRole

ONE, TWO = (SignatoryRole.STAFF,), (SignatoryRole.TWO_STAFF,)
DRAW = Machine(
    "draw",
    DrawState.FROZEN,
    (
        Transition(DrawState.FROZEN, DrawStep.SETTLE, DrawState.SETTLED, ONE, guard="value-due", public_act=SETTLED),
        Transition(DrawState.FROZEN, DrawStep.VOID, DrawState.VOIDED, TWO, public_act=VOIDED),
        Transition(DrawState.SETTLED, DrawStep.REPLACE, DrawState.SETTLED, ONE, guard="drawn", public_act=REPLACED),
        Transition(DrawState.SETTLED, DrawStep.CORRECT, DrawState.SETTLED, TWO, public_act=CORRECTED),
        Transition(DrawState.SETTLED, DrawStep.VOID, DrawState.VOIDED, TWO, public_act=VOIDED),
    ),
    frozenset({DrawState.VOIDED}),
)


def hold_draw(pk: int) -> Draw:
    """A draw, held as it is until the transaction ends.

    Raises: DrawNotFound.
    """
    found = Draw.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise DrawNotFound(f"There is no draw number {pk}.", number=pk)
    return found


def step(draw: Draw, action: DrawStep, by: Signatory) -> Transition:
    """The row of the machine by which somebody takes a step now.

    Raises: StepNotOpen; StepOfAnother.
    """
    return DRAW.step(DrawState(draw.state), action, by.role)
