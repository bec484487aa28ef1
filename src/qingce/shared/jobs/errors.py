"""What can go wrong with background work."""

from __future__ import annotations

from qingce.pure.kernel.errors import NotFound, QingceError


class UnknownJob(NotFound):
    """No job has this id."""

    code = "unknown-job"

    def __init__(self, job_id: str) -> None:
        super().__init__(f"No job has the id {job_id}; finished jobs are kept for 30 days.", job=job_id)


class WorkerLost(QingceError):
    """The worker died again and again while it ran this job."""

    code = "worker-lost"

    def __init__(self, losses: int) -> None:
        super().__init__(
            f"The worker died {losses} times while running this job, so it is not started again; "
            "look for what ends the process (memory?) and start the job anew.",
            losses=losses,
        )
