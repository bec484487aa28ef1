"""Entering the random value, and correcting it where it was read wrongly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from qingce.pure.draw.announcing import KIND, Announced, check_text, moment_text
from qingce.pure.draw.drawing import value_says
from qingce.pure.draw.selecting import seed_key
from qingce.pure.kernel.canonical import canonical_json, sha256_hex
from qingce.shared.changes.actions import note_change
from qingce.shared.draws.actions.saying import checked_reason, content_of
from qingce.shared.draws.enums import DrawStep
from qingce.shared.draws.errors import NotFrozenInTime, ValueTooEarly
from qingce.shared.draws.models import Draw, DrawValue
from qingce.shared.draws.reading import announced_of, found_draw
from qingce.shared.draws.transitions import hold_draw, step
from qingce.shared.ledger.actions import enter_act
from qingce.shared.ledger.enums import Signatory, SignatoryRole
from qingce.shared.ledger.queries import covered_place

Numbers = Sequence[Sequence[str]]


def settle_draw(pk: int, values: Numbers, *, read: str, by: Signatory, at: datetime) -> None:
    """Enters the random value, which settles who is drawn.

    Args: values: the numbers of each announced source, as they were read. read: where.
    Raises: DrawNotFound; StepNotOpen; StepOfAnother; ValueTooEarly; NotFrozenInTime; ValueUnfit; DrawTextWrong.
    """
    with transaction.atomic():
        row = hold_draw(pk)
        taken = step(row, DrawStep.SETTLE, by)
        check_due(row, at=at)
        _enter(row, values, read, act=taken.public_act, by=by, at=at, words={})
        row.state = taken.target
        row.save(update_fields=["state"])
        note_change(KIND, pk, at=at)


def correct_value(pk: int, values: Numbers, *, read: str, reason: str, by: Signatory, at: datetime) -> None:
    """Corrects a value that was entered by mistake; the former one stays beside it, with all that was drawn by it.

    Args: reason: public. by: two people.
    Raises: as `settle_draw`; DrawReasonMissing.
    """
    words = {"reason": checked_reason(reason)}
    with transaction.atomic():
        row = hold_draw(pk)
        taken = step(row, DrawStep.CORRECT, by)
        _enter(row, values, read, act=taken.public_act, by=by, at=at, words=words)
        note_change(KIND, pk, at=at)


def value_after(pk: int, values: Numbers, *, read: str) -> list[str]:
    """Who would be drawn if the value were corrected to this one; writes nothing.

    Raises: DrawNotFound; StepNotOpen; ValueUnfit; DrawTextWrong.
    """
    row = found_draw(pk)
    step(row, DrawStep.CORRECT, Signatory(SignatoryRole.TWO_STAFF))
    says, _ = _said(announced_of(row), values, read, 0)
    return list(json.loads(says)["result"])


def check_due(row: Draw, *, at: datetime) -> None:
    """Whether a value may be entered now: it could not be known when the draw was frozen, and can be known by now.

    Raises: ValueTooEarly; NotFrozenInTime.
    """
    if at < row.due_at:
        raise ValueTooEarly(
            f"The last source speaks at {moment_text(row.due_at)}; the value can be entered from then on.",
            due=moment_text(row.due_at),
        )
    covered_at = covered_place(row.entry).covered_at
    if covered_at is None:
        raise NotFrozenInTime(
            "No signed checkpoint covers the frozen draw, so nothing shows that it was frozen before the value was "
            "known. See that the worker runs; if it did not then, declare the draw void and announce another one.",
            cause="never",
        )
    if covered_at >= row.first_due_at:
        raise NotFrozenInTime(
            f"The first signed checkpoint over the frozen draw is of {moment_text(covered_at)}, when the value could "
            "be known. Declare the draw void, with this reason, and announce another one.",
            cause="late", covered=moment_text(covered_at),
        )  # fmt: skip


def _enter(
    row: Draw, values: Numbers, read: str, *, act: str, by: Signatory, at: datetime, words: dict[str, Any]
) -> None:
    announced = announced_of(row)
    place = row.draw_values.count() + 1
    says, facts = _said(announced, values, read, place)
    entry = enter_act(act, at=at, by=by, subject=(KIND, row.pk), facts=facts, words=words)
    DrawValue.objects.create(draw=row, place=place, says=says, entered_at=at, entry=entry)


def _said(announced: Announced, values: Numbers, read: str, place: int) -> tuple[str, dict[str, Any]]:
    check_text("where", read)
    value = value_says(announced, values, read=read.strip())
    says = canonical_json(value).decode()
    return says, {
        "content": content_of(says),
        "value": place,
        "values": [" ".join(numbers) for numbers in values],
        "key": [seed_key([numbers]) for numbers in values],
        "read": read.strip(),
        "count": len(value["result"]),
        "result": sha256_hex(canonical_json(value["result"])),
    }
