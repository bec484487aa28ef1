"""Draws as members of the staff hold them: whether they may, and who signs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qingce.shared.draws import actions as draws
from qingce.shared.draws.enums import DrawText
from qingce.shared.parties.actions.proposals import propose
from qingce.shared.parties.drawing import CORRECT_VALUE, VOID_DRAW, area_of_draw, correction
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.permissions import check_duty
from qingce.shared.parties.signing import taker_of


def freeze_draw(actor: Actor, said: DrawText, *, at: datetime) -> int:
    """Freezes a draw.

    Returns: its number.
    Raises: DutyMissing; OutOfArea; those of `draws.actions.freeze_draw`.
    """
    check_duty(actor, Duty.DRAW, said.area)
    return draws.freeze_draw(said, by=taker_of(actor), at=at)


def settle_draw(actor: Actor, pk: int, values: Sequence[Sequence[str]], *, read: str, at: datetime) -> None:
    """Enters the random value of a draw.

    Raises: DrawNotFound; DutyMissing; OutOfArea; those of `draws.actions.settle_draw`.
    """
    check_duty(actor, Duty.DRAW, area_of_draw(pk))
    draws.settle_draw(pk, values, read=read, by=taker_of(actor), at=at)


def replace_drawn(actor: Actor, pk: int, declined: str, *, reason: str, at: datetime) -> str:
    """Puts the next of the order in the place of somebody who was drawn.

    Returns: the public number of who is drawn instead.
    Raises: DrawNotFound; DutyMissing; OutOfArea; those of `draws.actions.replace_drawn`.
    """
    check_duty(actor, Duty.DRAW, area_of_draw(pk))
    return draws.replace_drawn(pk, declined, reason=reason, by=taker_of(actor), at=at)


def propose_void_draw(actor: Actor, pk: int, *, reason: str, at: datetime) -> int:
    """Proposes to declare a draw void; another person decides.

    Returns: number of the proposal.
    Raises: DrawNotFound; DutyMissing; OutOfArea; as `propose`.
    """
    check_duty(actor, Duty.DRAW, area_of_draw(pk))
    return propose(actor, VOID_DRAW, pk, reason=reason, at=at)


def propose_value(
    actor: Actor, pk: int, values: Sequence[Sequence[str]], *, read: str, reason: str, at: datetime
) -> int:
    """Proposes another random value in the place of one that was entered by mistake; another person decides.

    Returns: number of the proposal.
    Raises: DrawNotFound; DutyMissing; OutOfArea; ValueUnfit; as `propose`.
    """
    check_duty(actor, Duty.DRAW, area_of_draw(pk))
    return propose(actor, CORRECT_VALUE, pk, reason=reason, payload=correction(values, read), at=at)
