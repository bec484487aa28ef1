"""What the worker does with files on their way in: look into them, try them, write them, take them back.

This is an edge: the present moment is read here and handed on. Each job can be run again after a kill.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic

from django.utils import timezone

from qingce.domain.enterprises.enums import QuestionState
from qingce.domain.enterprises.queries import QuestionNotFound, question_detail
from qingce.domain.records.actions.releasing import answer_question, release_rows
from qingce.domain.records.actions.running import NotWanted, inspect_batch, run_batch, try_batch
from qingce.domain.records.actions.undoing import restore_import, undo_batch
from qingce.pure.kernel.errors import InvalidValue, QingceError
from qingce.shared.intake.actions import beat, fail_trial, refuse_batch, stop_batch
from qingce.shared.intake.errors import BatchElsewhere, RunFailed
from qingce.shared.intake.queries import get_batch
from qingce.shared.jobs.registry import job
from qingce.shared.parties.queries import SYSTEM, actor_of, operator

BEAT_EVERY_S = 0.5

logger = logging.getLogger(__name__)


@job(queue="inspect")
def inspect_file(batch_id: int) -> None:
    """Looks into a file that came in."""
    with _told(batch_id, lambda error: refuse_batch(batch_id, error)):
        inspect_batch(batch_id)


@job(attempts=3, queue="inspect")
def try_file(batch_id: int, mapping_sha256: str) -> None:
    """Tries a file with its mapping; a mapping changed since has a job of its own."""
    with _told(batch_id, lambda error: fail_trial(batch_id, error, mapping_sha256=mapping_sha256)):
        try_batch(batch_id, mapping_sha256=mapping_sha256, at=timezone.now(), progress=_beating(batch_id))


@job(attempts=3, queue="ingest")
def run_file(batch_id: int) -> None:
    """Writes a file's rows and shows them."""
    with _told(batch_id, lambda error: stop_batch(batch_id, error)):
        run_batch(batch_id, at=timezone.now(), progress=_beating(batch_id))


@job(attempts=3, queue="ingest")
def undo_file(batch_id: int) -> None:
    """Takes back what a file brought; who and why was noted when it was asked for."""
    batch = get_batch(batch_id)
    progress = _beating(batch_id)
    undo_batch(batch_id, actor=SYSTEM, reason=batch.undo_reason, at=timezone.now(), progress=progress)


@job(attempts=3, queue="ingest")
def restore_file(batch_id: int, signature: str, reason: str) -> None:
    """Publishes again what a file brought after it had been undone; two people decided it when it was asked for."""
    restore_import(batch_id, actor=operator(signature), reason=reason, at=timezone.now())


@job(attempts=3, queue="ingest")
def release_held(question_id: int, owner: int) -> None:
    """Writes the rows that waited for an answer, piece by piece."""
    while release_rows(question_id, owner=owner, at=timezone.now()):
        pass


@job(attempts=3, queue="ingest")
def accept_likely(questions: list[int], person_id: int, name: str, reason: str) -> None:
    """Answers questions with their likeliest enterprise; one that somebody answers meanwhile keeps that answer.

    Args: person_id: whose roles are asked anew; 0: who typed a command, with this name.
    """
    actor = actor_of(person_id) if person_id else operator(name)
    if actor is None:
        return
    for number in questions:
        try:
            detail = question_detail(number, actor=actor)
        except QuestionNotFound:  # the role ended, or its area changed
            continue
        if detail.row.state == QuestionState.OPEN and detail.choices:
            likeliest = detail.choices[0].enterprise.id
            with suppress(InvalidValue):
                answer_question(number, same_as=likeliest, actor=actor, reason=reason, at=timezone.now())


@contextmanager
def _told(batch_id: int, tell: Callable[[QingceError], None]) -> Iterator[None]:
    """What ends the work early is told where the batch is shown; a fault of ours goes to the log and is tried again."""
    try:
        yield
    except (NotWanted, BatchElsewhere):
        logger.info("Batch %s is not wanted any more.", batch_id)
    except QingceError as error:
        tell(error)
    except Exception as error:
        kind, row = type(error).__name__, get_batch(batch_id).rows_done
        tell(RunFailed(f"A fault of the system ({kind}) near row {row}; go on, or ask.", kind=kind, row=row))
        raise


def _beating(batch_id: int) -> Callable[[int, int], None]:
    """Says how far a batch is, at most twice a second and at the end; NotWanted: somebody stopped or changed it."""
    told_at = -BEAT_EVERY_S

    def progress(done: int, total: int) -> None:
        nonlocal told_at
        if done != total and monotonic() - told_at < BEAT_EVERY_S:
            return
        told_at = monotonic()
        if not beat(batch_id, done=done, total=total, at=timezone.now()):
            raise NotWanted

    return progress
