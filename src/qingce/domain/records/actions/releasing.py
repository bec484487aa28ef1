"""Rows that waited become records when a person has said whom they are about (REC-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.enterprises.actions import answer_question as settle_question
from qingce.domain.enterprises.queries import Wanted, waiting_questions
from qingce.domain.records.actions.undoing import show_met
from qingce.domain.records.actions.writing import write_owned
from qingce.domain.records.entering import enter_published, read_showing
from qingce.domain.records.enums import FIELDS
from qingce.domain.records.models import HeldRow, Record
from qingce.domain.records.reading import read_columns
from qingce.domain.records.readings import Readings
from qingce.shared.changes.actions import note_changes
from qingce.shared.intake.actions import lock_batch, note_released
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.queries import ROW, check_columns, frame_of_texts, get_batch, said_columns
from qingce.shared.parties.enums import Actor

PIECE = 2_000  # rows a transaction
TAKEN_BACK = (BatchState.UNDOING, BatchState.UNDONE, BatchState.DISCARDED)


def answer_question(
    pk: int, *, same_as: int | None, actor: Actor, reason: str, at: datetime, again: bool = False
) -> int:
    """Answers a question; the rows that waited for it become records of their batch, or meet known ones.

    What does not fit into one transaction is written by the worker, and goes on after a kill.

    Args: same_as: the known enterprise; None: a new one. again: an answer given before is changed.
    Returns: the number of the enterprise that stands for what was described.
    Raises: what `enterprises.answer_question` raises.
    """
    from qingce.domain.records.tasks import release_held

    with transaction.atomic():
        answered = settle_question(pk, same_as=same_as, actor=actor, reason=reason, at=at, again=again)
        for question in answered.questions:
            if release_rows(question, owner=answered.enterprise_id, at=at):
                release_held.enqueue(question, answered.enterprise_id)
    return answered.enterprise_id


def release_rows(question_id: int, *, owner: int, at: datetime) -> bool:
    """Writes a piece of the rows that waited for a question; answers whether there are more.

    A row that cannot be read by today's rules stays held, and so does one whose batch was taken back meanwhile.
    """
    with transaction.atomic():
        waiting = HeldRow.objects.select_for_update().filter(question_id=question_id, released_at=None).order_by("pk")
        held = list(waiting[: PIECE + 1])
        piece = sorted(held[:PIECE], key=lambda row: (row.batch_id, row.sheet))
        released: list[int] = []
        for (batch_id, sheet), group in groupby(piece, key=lambda row: (row.batch_id, row.sheet)):
            released += _release(list(group), batch_id=batch_id, sheet=sheet, owner=owner, at=at)
        HeldRow.objects.filter(pk__in=released).update(released_at=at)
    return len(held) > PIECE and bool(released)


def _release(rows: Sequence[HeldRow], *, batch_id: int, sheet: str, owner: int, at: datetime) -> list[int]:
    state = lock_batch(batch_id)
    if state in TAKEN_BACK:  # else undoing would miss what is written behind its back
        return []
    by_row = {row.row: row.pk for row in rows}
    readings = readings_of(rows, at=at)
    written = write_owned(readings, [owner] * len(readings), batch_id=batch_id, sheet=sheet, at=at)
    if state == BatchState.DONE:  # else they are shown when the batch comes in
        enter_published(read_showing(Record.objects.filter(pk__in=written.new)), batch=get_batch(batch_id), at=at)
        show_met(batch_id, sheet=sheet, rows=list(by_row), at=at)
    note_changes("record", written.new, at=at)
    note_changes("enterprise", {owner}, at=at)
    new = len(written.new)
    note_released(batch_id, rows_new=new, rows_known=len(readings) - new)
    return [by_row[row] for row in readings.row]


def readings_of(rows: Sequence[HeldRow], *, at: datetime) -> Readings:
    """Held rows as they were read from their file; those that today's rules refuse are left out."""
    frame = frame_of_texts({row.row: row.cells for row in rows}, FIELDS)
    columns = said_columns(check_columns(frame, FIELDS, today=localdate(at)).frame)
    return read_columns(columns, rows=columns.pop(ROW)).readings


def accept_questions(wanted: Wanted, *, actor: Actor, reason: str) -> int:
    """Has questions answered by the worker, each with its likeliest enterprise.

    Args: wanted: which of those that the actor reviews; its least score says how likely. A tie, or a
        colleague's doubt, is left to people.
    Returns: how many there are now.
    """
    from qingce.domain.records.tasks import accept_likely

    numbers: list[int] = []
    while piece := waiting_questions(wanted, actor=actor, start=len(numbers), count=PIECE):
        numbers += (each.id for each in piece)
    for start in range(0, len(numbers), PIECE):
        accept_likely.enqueue(numbers[start : start + PIECE], actor.person_id, actor.name, reason)
    return len(numbers)
