"""Rows of doubt are held, unseen, until a person says whom they are about (REC-4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Count

from qingce.domain.enterprises.actions import Asked, ask_questions, description_key, note_rows
from qingce.domain.records.models import HeldRow
from qingce.domain.records.readings import Readings
from qingce.shared.bulk.actions import insert_rows

Cells = Callable[[Collection[int]], Mapping[int, Mapping[str, str]]]


def hold_rows(asked: Sequence[tuple[int, Asked]], cells: Cells, *, batch_id: int, sheet: str, at: datetime) -> None:
    """Asks about rows and keeps them until the answer; a row held before stays as it is.

    Args: asked: rows of the file by their numbers. cells: answers the canonical columns, as text, of rows of the file.
    Cost: three queries.
    """
    if not asked:
        return
    questions = ask_questions([each for _, each in asked], batch_id=batch_id, at=at)
    texts = cells({row for row, _ in asked})
    insert_rows(
        HeldRow,
        {
            "question_id": [questions[description_key(each.description)] for _, each in asked],
            "batch_id": [batch_id] * len(asked),
            "sheet": [sheet] * len(asked),
            "row": [row for row, _ in asked],
            "cells": [dict(texts[row]) for row, _ in asked],
            "released_at": [None] * len(asked),
        },
        skip_known=True,
    )


def count_held(batch_id: int) -> int:
    """How many rows of a batch wait; notes it at each of its questions.

    Called in the transaction that makes the batch visible.
    """
    waiting = HeldRow.objects.filter(batch_id=batch_id, released_at=None)
    note_rows(dict(waiting.values_list("question_id").annotate(rows=Count("pk")).order_by()))
    return waiting.count()


def without_held(readings: Readings, *, batch_id: int, sheet: str) -> Readings:
    """The rows that this batch does not hold already, from a run that was cut off; one query."""
    if not readings.row:
        return readings
    first, last = min(readings.row), max(readings.row)
    among = HeldRow.objects.filter(batch_id=batch_id, sheet=sheet, row__gte=first, row__lte=last)
    held = set(among.values_list("row", flat=True))
    return readings.take([place for place, row in enumerate(readings.row) if row not in held]) if held else readings
