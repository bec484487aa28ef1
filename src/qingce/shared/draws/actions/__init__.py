"""Writing draws."""

from __future__ import annotations

from qingce.shared.draws.actions.freezing import check_draw_text, freeze_draw
from qingce.shared.draws.actions.replacing import replace_drawn
from qingce.shared.draws.actions.settling import correct_value, settle_draw, value_after
from qingce.shared.draws.actions.voiding import check_voidable, void_draw
from qingce.shared.draws.transitions import hold_draw

__all__ = [
    "check_draw_text",
    "check_voidable",
    "correct_value",
    "freeze_draw",
    "hold_draw",
    "replace_drawn",
    "settle_draw",
    "value_after",
    "void_draw",
]
