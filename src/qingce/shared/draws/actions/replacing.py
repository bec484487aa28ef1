"""Replacing somebody who was drawn and declined: the next of the order, whoever that is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.pure.draw.announcing import KIND
from qingce.pure.draw.drawing import drawn_by, replacement_says
from qingce.pure.kernel.canonical import canonical_json
from qingce.shared.changes.actions import note_change
from qingce.shared.draws.actions.saying import checked_reason, content_of
from qingce.shared.draws.enums import DrawStep
from qingce.shared.draws.errors import NotDrawn
from qingce.shared.draws.models import DrawValue, Replacement
from qingce.shared.draws.reading import announced_of, standing, values_of
from qingce.shared.draws.transitions import hold_draw, step
from qingce.shared.ledger.actions import enter_act
from qingce.shared.ledger.enums import Signatory


def replace_drawn(pk: int, declined: str, *, reason: str, by: Signatory, at: datetime) -> str:
    """Puts the next of the order in the place of somebody.

    Args: declined: public number. reason: public.
    Returns: the public number of who is drawn instead.
    Raises: DrawReasonMissing; DrawNotFound; StepNotOpen; StepOfAnother; NotDrawn; NobodyLeft.
    """
    words = {"reason": checked_reason(reason)}
    with transaction.atomic():
        row = hold_draw(pk)
        taken = step(row, DrawStep.REPLACE, by)
        value = DrawValue.objects.filter(draw=row).prefetch_related("replacements").latest("place")
        if declined not in standing(value):
            raise NotDrawn(f"{declined[:20]} is not among those drawn, or was replaced already.", number=declined[:20])
        place = value.replacements.count() + 1
        drawn = drawn_by(announced_of(row), values_of(value), replacements=place)[-1].number
        said = replacement_says(pk, value=value.place, place=place, declined=declined, drawn=drawn)
        says = canonical_json(said).decode()
        facts = {
            "content": content_of(says),
            "value": value.place,
            "place": place,
            "declined": declined,
            "drawn": drawn,
        }
        entry = enter_act(taken.public_act, at=at, by=by, subject=(KIND, pk), facts=facts, words=words)
        Replacement.objects.create(
            value=value, place=place, declined=declined, drawn=drawn, says=says, at=at, entry=entry
        )
        note_change(KIND, pk, at=at)
    return drawn
