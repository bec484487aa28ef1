"""A file on its way in through the office: each step is one write, and hands its work to the worker."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from qingce.domain.enterprises.actions import void_questions
from qingce.domain.records.actions.changing import ReasonMissing
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
from qingce.shared.intake.queries import check_batch, parse_mapping
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, check_two_people


def receive_file(path: Path, *, file_name: str, actor: Actor, language: str, at: datetime, area: str = "") -> int:
    """Keeps a file that somebody brings and has it looked into; returns the number of its batch.

    Args: path: may be removed afterwards. language: zh or en, of what will be said about its rows. area: GB/T 2260:
        rows from elsewhere will be refused; empty: the whole country.
    Raises: DutyMissing; OutOfArea; DiskFull.
    """
    from qingce.domain.records.tasks import inspect_file

    check_duty(actor, Duty.IMPORT, area)
    with transaction.atomic():
        batch_id = receive_batch(
            path, file_name=file_name, by=actor.signature, language=language, at=at, area=area
        )  # fmt: skip
        inspect_file.enqueue(batch_id)
        _note("file-received", actor, batch_id, at)
    return batch_id


def choose_mapping(batch_id: int, text: str, *, name: str, actor: Actor, at: datetime) -> str:
    """Gives a batch its columns and has it tried; may be done again until it is queued.

    Args: text: the mapping as TOML; empty: the file's own columns are canonical. name: what people call it.
    Returns: the digest of the mapping.
    Raises: BadMapping; BatchNotFound: also for one that the actor does not see, as below; BatchElsewhere.
    """
    from qingce.domain.records.tasks import try_file

    mapping = parse_mapping(text, name=name, fields=FIELDS)
    check_batch(batch_id, actor)
    with transaction.atomic():
        give_mapping(batch_id, mapping, text=text)
        try_file.enqueue(batch_id, mapping.sha256)
        _note("file-mapped", actor, batch_id, at)
    return mapping.sha256


def queue_import(batch_id: int, *, expected_mapping: str, actor: Actor, at: datetime) -> None:
    """Has a batch written that was tried, or goes on with one that stopped; several wait for each other.

    Args: expected_mapping: digest of the mapping whose dry run the person saw.
    Raises: MappingChanged; FileIsIn: another batch brought the same; BatchNotFound; BatchElsewhere.
    """
    from qingce.domain.records.tasks import run_file

    check_batch(batch_id, actor)
    with transaction.atomic():
        queue_batch(batch_id, expected_mapping=expected_mapping, at=at)
        run_file.enqueue(batch_id)
        _note("import-queued", actor, batch_id, at)


def stop_import(batch_id: int, *, actor: Actor, at: datetime) -> None:
    """Stops a batch that is queued or running; it can go on, or be discarded.

    Raises: BatchNotFound; BatchElsewhere.
    """
    check_batch(batch_id, actor)
    by = actor.signature
    with transaction.atomic():
        stop_batch(batch_id, StoppedByPerson(f"Stopped by {by}; nothing is lost, it can go on.", by=by))
        _note("import-stopped", actor, batch_id, at)


def discard_import(batch_id: int, *, actor: Actor, at: datetime) -> None:
    """Takes a batch that never came in off the list; nothing of it was ever seen.

    Raises: BatchNotFound; BatchElsewhere: it is running, or in.
    """
    check_batch(batch_id, actor)
    with transaction.atomic():
        void_questions(batch_id)  # questions before their batch, as an answer locks them
        discard_batch(batch_id)
        _note("import-discarded", actor, batch_id, at)


def queue_undo(batch_id: int, *, actor: Actor, reason: str, at: datetime) -> None:
    """Has a batch undone by the worker (`undo_batch`); who and why is noted at once.

    Raises: SecondPersonNeeded: one acts alone, who is no operator; DutyMissing; BatchNotFound; BatchNotDone;
        ReasonMissing.
    """
    from qingce.domain.records.tasks import undo_file

    check_two_people(actor)
    check_duty(actor, Duty.UNDO_IMPORTS, check_batch(batch_id, actor).area)
    if not clean(reason):
        raise ReasonMissing("Say why: the reason is shown on the record's page.")
    with transaction.atomic():
        begin_undoing(batch_id, by=actor.signature, reason=clean(reason), at=at)
        undo_file.enqueue(batch_id)
        _note("import-undone", actor, batch_id, at)


def queue_restore(batch_id: int, *, actor: Actor, reason: str, at: datetime) -> None:
    """Has the worker publish again what a batch brought after it had been undone (`restore_import`).

    Raises: SecondPersonNeeded: one acts alone, who is no operator; DutyMissing; BatchNotFound; ReasonMissing.
    """
    from qingce.domain.records.tasks import restore_file

    check_two_people(actor)
    check_duty(actor, Duty.UNDO_IMPORTS, check_batch(batch_id, actor).area)
    if not clean(reason):
        raise ReasonMissing("Say why: the reason is shown on the record's page.")
    with transaction.atomic():
        restore_file.enqueue(batch_id, actor.signature, clean(reason))
        _note("import-restored", actor, batch_id, at)


def _note(act: str, actor: Actor, batch_id: int, at: datetime) -> None:
    journal(act, by=actor.person_id or None, subject=("import", batch_id), at=at)
