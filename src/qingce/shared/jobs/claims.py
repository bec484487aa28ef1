"""Who runs which task: claiming one, settling it, and taking back what dead workers left.

Every change of a claimed task names the claim by its start time: a worker that was thought dead and returns finds its
claim gone and cannot overwrite what the next one did.
"""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django_tasks import TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult, get_date_max

from qingce.pure.kernel.errors import QingceError
from qingce.shared.jobs.enums import LEASE, MOST_LOSSES
from qingce.shared.jobs.errors import WorkerLost
from qingce.shared.jobs.models import JobProgress, ScheduledRun, Worker
from qingce.shared.jobs.registry import retry_of

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any
from uuid import UUID

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """A task that a worker holds."""

    result: DBTaskResult[..., Any]
    started_at: datetime

    @property
    def task_id(self) -> UUID:
        """Id of the task."""
        return UUID(str(self.result.pk))

    def held(self) -> QuerySet[DBTaskResult[..., Any]]:
        """The task, as long as this claim stands."""
        return DBTaskResult.objects.filter(
            pk=self.result.pk, status=TaskResultStatus.RUNNING, started_at=self.started_at
        )


def claim_next(queue: str, *, worker: str, at: datetime) -> Claim | None:
    """Take the first task of a queue that is due; None when nothing is."""
    due = DBTaskResult.objects.filter(status=TaskResultStatus.READY, queue_name=queue).filter(
        Q(run_after=get_date_max()) | Q(run_after__lte=at)
    )
    if not due.exists():  # without a transaction, which on SQLite would take the one write lock at every poll
        return None
    with transaction.atomic():
        result = due.select_for_update(skip_locked=True).first()
        if result is None:
            return None
        result.status, result.started_at = TaskResultStatus.RUNNING, at
        result.worker_ids = [*result.worker_ids, worker]
        result.save(update_fields=["status", "started_at", "worker_ids"])
    return Claim(result, at)


def settle_success(claim: Claim, value: object, *, at: datetime) -> None:
    """Write down that the task is done."""
    _finish(claim, TaskResultStatus.SUCCESSFUL, at=at, return_value=normalize_json(value))


@transaction.atomic
def settle_failure(claim: Claim, error: BaseException, *, at: datetime) -> None:
    """Write down a failure: the task waits for its next attempt, or has failed if none is left."""
    progress, _ = JobProgress.objects.get_or_create(task_id=claim.task_id)
    failures = progress.failures + 1
    _note_failure(progress, error, failures=failures, at=at)
    retry = retry_of(claim.result.task_path)
    what = {"exception_class_path": _path(error), "traceback": _places(error)}
    if isinstance(error, QingceError) or failures >= retry.attempts:
        _finish(claim, TaskResultStatus.FAILED, at=at, **what)
    else:
        claim.held().update(status=TaskResultStatus.READY, run_after=at + retry.wait_after(failures), **what)


def give_back(worker: str) -> int:
    """Return what a worker that is leaving still runs, without counting it as a failure or a loss.

    Returns: how many tasks another worker can take now.
    """
    running = [each for each in _running() if each.worker_ids[-1:] == [worker]]
    return sum(_to_ready(Claim(each, each.started_at)) for each in running)


def reclaim_lost(*, at: datetime) -> int:
    """Return tasks left running by workers that were not seen for a lease.

    Returns: how many tasks were returned; one whose workers keep dying fails instead.
    """
    running = list(_running())
    if not running:
        return 0
    alive = set(Worker.objects.filter(seen_at__gt=at - LEASE).values_list("name", flat=True))
    lost = [each for each in running if not alive.intersection(each.worker_ids[-1:])]
    return sum(_return_lost(Claim(each, each.started_at), at=at) for each in lost)


@transaction.atomic
def _return_lost(claim: Claim, *, at: datetime) -> int:
    progress, _ = JobProgress.objects.select_for_update().get_or_create(task_id=claim.task_id)
    losses = progress.losses + 1
    if losses >= MOST_LOSSES:
        error = WorkerLost(losses)
        _note_failure(progress, error, failures=progress.failures, at=at)
        _finish(claim, TaskResultStatus.FAILED, at=at, exception_class_path=_path(error), traceback="")
        return 0
    returned = _to_ready(claim)
    if returned:
        JobProgress.objects.filter(task_id=claim.task_id).update(losses=F("losses") + 1)
        logger.warning("Job %s lost its worker and is started again.", claim.task_id)
    return returned


def _running() -> QuerySet[DBTaskResult[..., Any]]:
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).only(
        "id", "task_path", "worker_ids", "started_at"
    )


def _to_ready(claim: Claim) -> int:
    return claim.held().update(status=TaskResultStatus.READY)


def _finish(claim: Claim, status: TaskResultStatus, *, at: datetime, **values: object) -> None:
    fresh = {"exception_class_path": "", "traceback": "", "return_value": None, **values}
    with transaction.atomic():
        if claim.held().update(status=status, finished_at=at, **fresh):
            ScheduledRun.objects.filter(task_id=claim.task_id).update(last_finished=at)


def _note_failure(progress: JobProgress, error: BaseException, *, failures: int, at: datetime) -> None:
    """What the person who waits may be told: the cause they can act on, or that something broke."""
    cause = error if isinstance(error, QingceError) else None
    progress.message = cause.code if cause else "job-broke"
    progress.params = {name: str(value) for name, value in cause.params.items()} if cause else {}
    progress.failures, progress.updated_at = failures, at
    progress.save(update_fields=["message", "params", "failures", "updated_at"])


def _path(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _places(error: BaseException) -> str:
    """Where it happened, without the message, which could quote what a record says."""
    return "".join(traceback.format_tb(error.__traceback__))
