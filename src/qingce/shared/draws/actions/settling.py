"""Entering the random value, and correcting it where it was read wrongly."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from qingce.pure.draw.announcing import Announced, check_text
from qingce.pure.draw.drawing import value_says
from qingce.pure.draw.facts import value_facts
from qingce.pure.kernel.canonical import canonical_json
from qingce.shared.draws.actions.saying import checked_reason, content_of
from qingce.shared.draws.enums import DrawStep
from qingce.shared.draws.models import DrawValue
from qingce.shared.draws.reading import announced_of, found_draw
from qingce.shared.draws.transitions import DRAWS, hold_draw, take_step
from qingce.shared.ledger.actions import Taker, Writes, check_step
from qingce.shared.ledger.enums import SignatoryRole

Numbers = Sequence[Sequence[str]]


def settle_draw(pk: int, values: Numbers, *, read: str, by: Taker, at: datetime) -> None:
    """Enters the random value, which settles who is drawn.

    Args: values: the numbers of each announced source, as they were read. read: where.
    Raises: DrawNotFound; StepNotOpen; StepOfAnother; ValueTooEarly; NotFrozenInTime; ValueUnfit; DrawTextWrong.
    """
    _enter(pk, DrawStep.SETTLE, values, read, by=by, at=at)


def correct_value(pk: int, values: Numbers, *, read: str, reason: str, by: Taker, at: datetime) -> None:
    """Corrects a value that was entered by mistake; the former one stays beside it, with all that was drawn by it.

    Args: reason: public. by: two people.
    Raises: as `settle_draw`; DrawReasonMissing.
    """
    _enter(pk, DrawStep.CORRECT, values, read, by=by, at=at, words={"reason": checked_reason(reason)})


def value_after(pk: int, values: Numbers, *, read: str) -> list[str]:
    """Who would be drawn if the value were corrected to this one; writes nothing.

    Raises: DrawNotFound; StepNotOpen; ValueUnfit; DrawTextWrong.
    """
    row = found_draw(pk)
    check_step(DRAWS, row, DrawStep.CORRECT, party=SignatoryRole.TWO_STAFF)
    says, _ = _said(announced_of(row), values, read, 0)
    return list(json.loads(says)["result"])


def _enter(
    pk: int,
    action: DrawStep,
    values: Numbers,
    read: str,
    *,
    by: Taker,
    at: datetime,
    words: Mapping[str, str] | None = None,
) -> None:
    with transaction.atomic():
        row = hold_draw(pk)
        check_step(DRAWS, row, action, party=by.party)
        place = row.draw_values.count() + 1
        says, facts = _said(announced_of(row), values, read, place)
        entry = take_step(row, action, by=by, at=at, writes=Writes(facts=facts, words=words or {}))
        DrawValue.objects.create(draw=row, place=place, says=says, entered_at=at, entry=entry)


def _said(announced: Announced, values: Numbers, read: str, place: int) -> tuple[str, dict[str, Any]]:
    check_text("where", read)
    value = value_says(announced, values, read=read.strip())
    says = canonical_json(value).decode()
    return says, {"content": content_of(says), **value_facts(value, place)}
