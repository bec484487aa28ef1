"""How rooms hand their work over, without being imported: jobs, loops and scheduled jobs.

    @job(attempts=5, queue="ingest")
    def publish_batch(batch_id: int) -> None: ...

    publish_batch.enqueue(batch_id)  # inside the act's transaction: starts only if it commits

A job is run again after a kill, a failure or a doubtful lease, so it must be idempotent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django_tasks import task

from qingce.shared.jobs.enums import FIRST_WAIT, LONGEST_WAIT, Retry

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loop:
    """Small work that the worker repeats all the time in a thread of its own.

    `step` gets the present moment and returns how much it did; 0 lets the loop rest until the next poll.
    """

    name: str
    step: Callable[[datetime], int]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A job without arguments that starts when `every` has passed since it last started."""

    name: str
    every: timedelta
    task: Task[[], Any]


_loops: dict[str, Loop] = {}
_scheduled: dict[str, Scheduled] = {}
_retries: dict[str, Retry] = {}


def job(
    *,
    attempts: int = 1,
    first_wait: timedelta = FIRST_WAIT,
    longest_wait: timedelta = LONGEST_WAIT,
    queue: str = "default",
    priority: int = 0,
) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Declare a module-level function to be background work, with how often it is tried.

    Args:
        attempts: >= 1, the first included; kills do not count.
        first_wait: before the second attempt; doubled each time up to `longest_wait`.
        queue: one of the queues in settings; each has a thread of its own.
        priority: -100 to 100; higher goes first in its queue.
    """

    def declare(function: Callable[P, T]) -> Task[P, T]:
        declared: Task[P, T] = task(queue_name=queue, priority=priority)(function)
        _retries[declared.module_path] = Retry(attempts, first_wait, longest_wait)
        return declared

    return declare


def retry_of(task_path: str) -> Retry:
    """How often the job at this import path is tried; once, when nothing was declared."""
    return _retries.get(task_path, Retry())


def register_loop(name: str, step: Callable[[datetime], int]) -> None:
    """Have the worker repeat `step`; a second one of the same name takes its place."""
    _loops[name] = Loop(name, step)


def loops() -> list[Loop]:
    """Every loop, in the order of registration."""
    return list(_loops.values())


def register_scheduled(scheduled: Scheduled) -> None:
    """Have the worker start a job again and again; a second one of the same name takes its place."""
    _scheduled[scheduled.name] = scheduled


def scheduled_jobs() -> list[Scheduled]:
    """Every scheduled job, in the order of registration."""
    return list(_scheduled.values())
