"""Rows of doubt are held, unseen, until a person says whom they are about (REC-4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Count

from qingce.domain.enterprises.actions import Asked, ask_questions, description_key, note_rows
from qingce.domain.records.models import HeldRow
from qingce.domain.records.reading import Reading
from qingce.shared.bulk.actions import insert_rows

Cells = Callable[[Collection[int]], Mapping[int, Mapping[str, str]]]


def hold_rows(asked: Sequence[tuple[Reading, Asked]], cells: Cells, *, batch_id: int, sheet: str, at: datetime) -> None:
    """Asks about rows and keeps them until the answer; a row held before stays as it is.

    Args: cells: answers the canonical columns, as text, of rows of the file.
    Cost: three queries.
    """
    if not asked:
        return
    questions = ask_questions([each for _, each in asked], batch_id=batch_id, at=at)
    texts = cells({reading.row for reading, _ in asked})
    insert_rows(
        HeldRow,
        {
            "question_id": [questions[description_key(reading.enterprise)] for reading, _ in asked],
            "batch_id": [batch_id] * len(asked),
            "sheet": [sheet] * len(asked),
            "row": [reading.row for reading, _ in asked],
            "cells": [dict(texts[reading.row]) for reading, _ in asked],
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


def without_held(readings: Sequence[Reading], *, batch_id: int, sheet: str) -> Sequence[Reading]:
    """The rows that this batch does not hold already, from a run that was cut off; one query."""
    rows = [reading.row for reading in readings]
    if not rows:
        return readings
    among = HeldRow.objects.filter(batch_id=batch_id, sheet=sheet, row__gte=min(rows), row__lte=max(rows))
    held = set(among.values_list("row", flat=True))
    return [reading for reading in readings if reading.row not in held] if held else readings
