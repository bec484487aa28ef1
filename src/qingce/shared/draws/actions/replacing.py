"""Replacing somebody who was drawn and declined: the next of the order, whoever that is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from qingce.pure.draw.drawing import drawn_by, replacement_says
from qingce.pure.draw.facts import replacement_facts
from qingce.pure.kernel.canonical import canonical_json
from qingce.shared.draws.actions.saying import checked_reason, content_of
from qingce.shared.draws.enums import DrawStep
from qingce.shared.draws.errors import NotDrawn
from qingce.shared.draws.models import Draw, DrawValue, Replacement
from qingce.shared.draws.reading import announced_of, standing, values_of
from qingce.shared.draws.transitions import DRAWS, hold_draw, take_step
from qingce.shared.ledger.actions import Taker, Writes, check_step


def replace_drawn(pk: int, declined: str, *, reason: str, by: Taker, at: datetime) -> str:
    """Puts the next of the order in the place of somebody.

    Args: declined: public number. reason: public.
    Returns: the public number of who is drawn instead.
    Raises: DrawReasonMissing; DrawNotFound; StepNotOpen; StepOfAnother; NotDrawn; NobodyLeft.
    """
    words = {"reason": checked_reason(reason)}
    with transaction.atomic():
        row = hold_draw(pk)
        check_step(DRAWS, row, DrawStep.REPLACE, party=by.party)
        value = DrawValue.objects.filter(draw=row).prefetch_related("replacements").latest("place")
        said = _next(row, value, declined)
        says = canonical_json(said).decode()
        facts = {"content": content_of(says), **replacement_facts(said)}
        entry = take_step(row, DrawStep.REPLACE, by=by, at=at, writes=Writes(facts=facts, words=words))
        Replacement.objects.create(
            value=value, place=said["place"], declined=declined, drawn=said["drawn"], says=says, at=at, entry=entry
        )
    return str(said["drawn"])


def _next(row: Draw, value: DrawValue, declined: str) -> dict[str, Any]:
    """What is said of the next of the order, who comes in the place of somebody."""
    if declined not in standing(value):
        raise NotDrawn(f"{declined[:20]} is not among those drawn, or was replaced already.", number=declined[:20])
    place = value.replacements.count() + 1
    drawn = drawn_by(announced_of(row), values_of(value), replacements=place)[-1].number
    return replacement_says(row.pk, value=value.place, place=place, declined=declined, drawn=drawn)
