"""Progress of jobs, what is due, and what is old."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from qingce.shared.jobs.models import JobProgress, ScheduledRun
from qingce.shared.jobs.registry import Scheduled, scheduled_jobs

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

Reporter = Callable[[int, int | None, str], None]
_reporter: ContextVar[Reporter | None] = ContextVar("reporter", default=None)


@contextmanager
def reporting_to(reporter: Reporter) -> Iterator[None]:
    """Send what `report_progress` is told inside this block to a function: a bar in a terminal, or a job's row.

    Args: reporter: called with done, total (None: not known) and the unit.
    """
    token = _reporter.set(reporter)
    try:
        yield
    finally:
        _reporter.reset(token)


def report_progress(done: int, *, total: int | None = None, unit: str = "") -> None:
    """Say how far the work is; heard by whoever runs it, and by nobody when nobody listens.

    Call it between transactions: inside one, others see it only after the commit.
    """
    reporter = _reporter.get()
    if reporter is not None:
        reporter(done, total, unit)


def record_progress(task_id: UUID, done: int, *, total: int | None, unit: str, at: datetime) -> None:
    """Write down how far a job is."""
    values = {"done": done, "total": total, "unit": unit, "updated_at": at}
    JobProgress.objects.update_or_create(task_id=task_id, defaults=values)


def start_due(*, at: datetime) -> int:
    """Enqueue every scheduled job whose time has come and whose last run is over; may run twice at once.

    Returns: how many were enqueued.
    """
    jobs = {each.name: each for each in scheduled_jobs()}
    runs = ScheduledRun.objects.in_bulk(list(jobs))
    missing = [ScheduledRun(name=name) for name in jobs if name not in runs]
    if missing:
        ScheduledRun.objects.bulk_create(missing, ignore_conflicts=True)
        runs = ScheduledRun.objects.in_bulk(list(jobs))
    due = [(each, runs[name]) for name, each in jobs.items() if _is_due(each, runs[name], at=at)]
    return sum(_start(each, run, at=at) for each, run in due)


def _is_due(scheduled: Scheduled, run: ScheduledRun, *, at: datetime) -> bool:
    if run.last_started is not None and at - run.last_started < scheduled.every:
        return False
    unfinished = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    return run.task_id is None or not DBTaskResult.objects.filter(pk=run.task_id, status__in=unfinished).exists()


@transaction.atomic
def _start(scheduled: Scheduled, run: ScheduledRun, *, at: datetime) -> int:
    mine = ScheduledRun.objects.filter(name=run.name, last_started=run.last_started).update(last_started=at)
    if mine:  # another sweep has it otherwise
        task_id = scheduled.task.enqueue().id
        ScheduledRun.objects.filter(name=run.name).update(task_id=task_id)
    return mine


@transaction.atomic
def prune_jobs(*, before: datetime) -> int:
    """Drop what is kept about jobs that finished before a moment.

    Returns: how many jobs were dropped.
    """
    over = [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]
    old = DBTaskResult.objects.filter(status__in=over, finished_at__lt=before)
    JobProgress.objects.filter(task_id__in=old.values("pk")).delete()
    dropped, _ = old.delete()
    return dropped
