"""Where jobs, workers and the schedule stand, for pages, commands and `qingce doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django_tasks_db.models import DBTaskResult

from qingce.shared.jobs.enums import LEASE, JobState, WorkerState
from qingce.shared.jobs.errors import UnknownJob
from qingce.shared.jobs.models import JobProgress, Worker

if TYPE_CHECKING:
    from datetime import datetime


def job_state(job_id: str) -> JobState:
    """Where one job stands.

    Args: job_id: the `id` that `enqueue` returned.
    Raises: UnknownJob: no such job, or it finished long ago.
    """
    result = DBTaskResult.objects.filter(pk=_uuid(job_id)).first()
    if result is None:
        raise UnknownJob(job_id)
    progress = JobProgress.objects.filter(pk=result.pk).first() or JobProgress(task_id=result.pk)
    return JobState(
        status=result.status,
        done=progress.done,
        total=progress.total,
        unit=progress.unit,
        message=progress.message,
        params=progress.params,
        attempts=len(result.worker_ids),
        error=result.exception_class_path,
        enqueued_at=result.enqueued_at,
        started_at=result.started_at,
        finished_at=result.finished_at,
        return_value=result.return_value,
    )


def workers(*, at: datetime) -> list[WorkerState]:
    """Worker processes that have not said goodbye, by name; those past their lease are dead."""
    return [
        WorkerState(each.name, each.started_at, each.seen_at, is_alive=each.seen_at > at - LEASE)
        for each in Worker.objects.order_by("name")
    ]


def _uuid(job_id: str) -> UUID:
    try:
        return UUID(job_id)
    except ValueError:
        raise UnknownJob(job_id) from None
