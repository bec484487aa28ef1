"""The values that pass between `jobs` and the rooms whose work it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

HEARTBEAT = timedelta(seconds=5)
LEASE = timedelta(seconds=30)
"""A worker that has not been seen for this long is dead; six missed heartbeats, for a laptop that stalls."""

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)

MOST_LOSSES = 10
"""A job whose worker died this often is taken to be what kills it."""


@dataclass(frozen=True, slots=True)
class Retry:
    """How often a job is tried, and the waits between: doubled each time, up to the longest.

    Only what may pass by itself is tried again: a `QingceError` asks a person to act and ends the job at once.
    """

    attempts: int = 1
    first_wait: timedelta = FIRST_WAIT
    longest_wait: timedelta = LONGEST_WAIT

    def wait_after(self, failures: int) -> timedelta:
        """The wait before the next attempt, after `failures` >= 1 of them."""
        doubled: timedelta = self.first_wait * 2 ** min(failures - 1, 20)
        return min(doubled, self.longest_wait)


@dataclass(frozen=True, slots=True)
class JobState:
    """Where one job stands.

    `status` is READY, RUNNING, SUCCESSFUL or FAILED; `total` is None while the end is not known; `message` is a
    code that the edge puts into words with `params`; `error` names the class of the last failure, "" if none.
    """

    status: str
    done: int
    total: int | None
    unit: str
    message: str
    params: dict[str, object]
    attempts: int
    error: str
    enqueued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    return_value: object


@dataclass(frozen=True, slots=True)
class WorkerState:
    """A worker process and when it was last seen; `is_alive` by the lease."""

    name: str
    started_at: datetime
    seen_at: datetime
    is_alive: bool
