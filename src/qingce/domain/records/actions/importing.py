"""A file on its way in through the office: each step is one write, and hands its work to the worker."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from qingce.domain.enterprises.actions import void_questions
from qingce.domain.records.actions.changing import ReasonMissing, signed
from qingce.domain.records.enums import FIELDS
from qingce.pure.kernel.text import clean
from qingce.shared.intake.actions import (
    begin_undoing,
    discard_batch,
    give_mapping,
    queue_batch,
    receive_batch,
    stop_batch,
)
from qingce.shared.intake.errors import StoppedByPerson
from qingce.shared.intake.queries import parse_mapping


def receive_file(path: Path, *, file_name: str, by: str, language: str, at: datetime) -> int:
    """Keeps a file that somebody brings and has it looked into; returns the number of its batch.

    Args: path: may be removed afterwards. language: zh or en, of what will be said about its rows.
    Raises: NobodyDecided; DiskFull.
    """
    from qingce.domain.records.tasks import inspect_file

    by, _ = signed(by)
    with transaction.atomic():
        batch_id = receive_batch(path, file_name=file_name, by=by, language=language, at=at)
        inspect_file.enqueue(batch_id)
    return batch_id


def choose_mapping(batch_id: int, text: str, *, name: str) -> str:
    """Gives a batch its columns and has it tried; may be done again until it is queued.

    Args: text: the mapping as TOML; empty: the file's own columns are canonical. name: what people call it.
    Returns: the digest of the mapping.
    Raises: BadMapping; BatchNotFound; BatchElsewhere.
    """
    from qingce.domain.records.tasks import try_file

    mapping = parse_mapping(text, name=name, fields=FIELDS)
    with transaction.atomic():
        give_mapping(batch_id, mapping, text=text)
        try_file.enqueue(batch_id, mapping.sha256)
    return mapping.sha256


def queue_import(batch_id: int, *, expected_mapping: str, at: datetime) -> None:
    """Has a batch written that was tried, or goes on with one that stopped; several wait for each other.

    Args: expected_mapping: digest of the mapping whose dry run the person saw.
    Raises: MappingChanged; FileIsIn: another batch brought the same; BatchNotFound; BatchElsewhere.
    """
    from qingce.domain.records.tasks import run_file

    with transaction.atomic():
        queue_batch(batch_id, expected_mapping=expected_mapping, at=at)
        run_file.enqueue(batch_id)


def stop_import(batch_id: int, *, by: str) -> None:
    """Stops a batch that is queued or running; it can go on, or be discarded.

    Raises: NobodyDecided; BatchNotFound; BatchElsewhere.
    """
    by, _ = signed(by)
    stop_batch(batch_id, StoppedByPerson(f"Stopped by {by}; nothing is lost, it can go on.", by=by))


def discard_import(batch_id: int) -> None:
    """Takes a batch that never came in off the list; nothing of it was ever seen.

    Raises: BatchNotFound; BatchElsewhere: it is running, or in.
    """
    with transaction.atomic():
        void_questions(batch_id)  # questions before their batch, as an answer locks them
        discard_batch(batch_id)


def queue_undo(batch_id: int, *, by: str, reason: str, at: datetime) -> None:
    """Has a batch undone by the worker (`undo_batch`); who and why is noted at once.

    Raises: BatchNotFound; BatchNotDone; ReasonMissing; NobodyDecided; TooLongForField.
    """
    from qingce.domain.records.tasks import undo_file

    by, _ = signed(by)
    if not clean(reason):
        raise ReasonMissing("Say why: the reason is shown on the record's page.")
    with transaction.atomic():
        begin_undoing(batch_id, by=by, reason=clean(reason), at=at)
        undo_file.enqueue(batch_id)
