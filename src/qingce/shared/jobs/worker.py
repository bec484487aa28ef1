"""The worker process: loops, queues and the keeper, each in a thread of its own, so that none waits for another.

This is an edge: the present moment is read here and handed on.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread
from time import monotonic, sleep
from uuid import uuid4

from django.db import connections
from django.utils import timezone
from django_tasks import task_backends

from qingce.shared.jobs import claims
from qingce.shared.jobs.enums import HEARTBEAT
from qingce.shared.jobs.keeping import record_progress, reporting_to, start_due
from qingce.shared.jobs.models import Worker
from qingce.shared.jobs.registry import loops

Step = Callable[[datetime], int]

LONGEST_REST_S = 30.0
PROGRESS_EVERY_S = 0.5
LOOK_S = 0.2

logger = logging.getLogger(__name__)


def run_worker(
    *,
    stop: Event,
    poll_seconds: float = 0.3,
    name: str | None = None,
    replaces: str | None = None,
    grace_seconds: float = 20,
) -> bool:
    """Do background work until `stop` is set, then finish the steps under way.

    Args:
        stop: set by a signal or a test.
        poll_seconds: how long an idle thread rests.
        name: unique among workers; made up when None.
        replaces: a worker known to have died: its tasks are taken over at once, not after its lease.
        grace_seconds: how long a running task may go on after `stop`; then it is given back to be run again.

    Returns: whether every thread ended; if not, end the process without waiting for them.
    """
    name = name or f"worker-{uuid4().hex[:12]}"
    _sign_on(name, replaces=replaces)
    threads = [
        Thread(target=_repeat, args=(label, step, stop, poll_seconds), name=label, daemon=True)
        for label, step in _steps(name).items()
    ]
    for thread in threads:
        thread.start()
    # Not stop.wait(): a signal that reaches another thread does not wake this one, which alone handles it; and one that
    # came while this thread held the event's lock would wait for itself.
    while not stop.is_set():
        sleep(LOOK_S)
    has_ended = _join(threads, grace_seconds)
    _sign_off(name)
    return has_ended


def _steps(name: str) -> dict[str, Step]:
    keeper = _Keeper(name)
    steps: dict[str, Step] = {"keeper": keeper.step}
    steps |= {f"loop {each.name}": each.step for each in loops()}
    queues = sorted(task_backends["default"].queues)
    return steps | {f"queue {queue}": _queue_step(queue, worker=name) for queue in queues}


def _repeat(label: str, step: Step, stop: Event, poll_seconds: float) -> None:
    """Repeat a step: at once while it finds work, else at each poll; after an error ever more seldom."""
    rest = poll_seconds
    while not stop.is_set():
        try:
            has_worked = step(timezone.now()) > 0
            rest = poll_seconds
        except Exception as error:  # noqa: BLE001  # a thread that ended would leave its work undone, unseen
            _log_error(label, error)
            connections.close_all()
            has_worked, rest = False, min(rest * 2, LONGEST_REST_S)
        if not has_worked:
            _lend_connections()
            stop.wait(rest)
    connections.close_all()


def _lend_connections() -> None:
    """Let other threads have this one's place in the pool; SQLite has no pool, and opening a file again costs."""
    for each in connections.all(initialized_only=True):
        if each.vendor != "sqlite":
            each.close()


def _log_error(label: str, error: Exception) -> None:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    logger.error("%s: %s at %s:%s", label, type(error).__qualname__, frame.filename, frame.lineno)


class _Keeper:
    """Says that the worker lives, takes back what dead ones left, starts what is due: once in a heartbeat."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._kept_at: datetime | None = None

    def step(self, at: datetime) -> int:
        """One round, or nothing when the last one was a moment ago."""
        # A clock that was put back must not stop the heart until it has caught up.
        if self._kept_at is not None and self._kept_at <= at < self._kept_at + HEARTBEAT:
            return 0
        # update_or_create: whoever thought this worker dead may have removed its row
        Worker.objects.update_or_create(
            name=self._name, defaults={"seen_at": at}, create_defaults={"seen_at": at, "started_at": at}
        )
        claims.reclaim_lost(at=at)
        start_due(at=at)
        self._kept_at = at
        return 0


def _queue_step(queue: str, *, worker: str) -> Step:
    def step(at: datetime) -> int:
        claim = claims.claim_next(queue, worker=worker, at=at)
        if claim is None:
            return 0
        _run(claim)
        return 1

    return step


def _run(claim: claims.Claim) -> None:
    path = claim.result.task_path
    logger.info("Job %s started: %s", claim.task_id, path)
    try:
        with reporting_to(_progress_of(claim)):
            task = claim.result.task
            arguments = claim.result.args_kwargs
            value = task.call(*arguments["args"], **arguments["kwargs"])
        claims.settle_success(claim, value, at=timezone.now())
    except Exception as error:  # noqa: BLE001  # whatever a job raises is its result
        _log_error(f"Job {claim.task_id} ({path})", error)
        connections.close_all()  # the job may have left its connection in any state
        claims.settle_failure(claim, error, at=timezone.now())
    else:
        logger.info("Job %s finished", claim.task_id)


def _progress_of(claim: claims.Claim) -> Callable[[int, int | None, str], None]:
    """Writes progress down, at most twice a second and always at the end."""
    written_at = -PROGRESS_EVERY_S

    def report(done: int, total: int | None, unit: str) -> None:
        nonlocal written_at
        if done != total and monotonic() - written_at < PROGRESS_EVERY_S:
            return
        written_at = monotonic()
        record_progress(claim.task_id, done, total=total, unit=unit, at=timezone.now())

    return report


def _sign_on(name: str, *, replaces: str | None) -> None:
    at = timezone.now()
    if replaces:
        Worker.objects.filter(name=replaces).delete()
    Worker.objects.update_or_create(name=name, defaults={"started_at": at, "seen_at": at})
    _lend_connections()
    logger.info("%s works", name)


def _join(threads: list[threading.Thread], grace_seconds: float) -> bool:
    until = monotonic() + grace_seconds
    for thread in threads:
        thread.join(max(0, until - monotonic()))
    return not any(thread.is_alive() for thread in threads)


def _sign_off(name: str) -> None:
    claims.give_back(name)
    Worker.objects.filter(name=name).delete()
    connections.close_all()
    logger.info("%s has stopped", name)
