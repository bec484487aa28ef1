"""Claiming, settling, retrying, and what dead workers leave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sample_jobs
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from qingce.shared.jobs import actions, claims, queries, worker
from qingce.shared.jobs.enums import LEASE, MOST_LOSSES, JobState, Retry, WorkerState
from qingce.shared.jobs.errors import UnknownJob
from qingce.shared.jobs.models import JobProgress, Worker

AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def state(job_id: str) -> JobState:
    return queries.job_state(job_id)


def claim(at: datetime = AT, name: str = "w1", queue: str = "default") -> claims.Claim:
    claimed = claims.claim_next(queue, worker=name, at=at)
    assert claimed is not None
    return claimed


def alive(name: str, seen_at: datetime = AT) -> None:
    Worker.objects.update_or_create(name=name, defaults={"started_at": AT, "seen_at": seen_at})


def test_claim_next_takes_each_task_once_by_priority() -> None:
    first = sample_jobs.add.enqueue(1, 2)
    urgent = sample_jobs.add.using(priority=5).enqueue(3, 4)
    assert [str(claim().task_id), str(claim().task_id)] == [urgent.id, first.id]
    assert claims.claim_next("default", worker="w1", at=AT) is None


def test_claim_next_leaves_other_queues_and_later_tasks() -> None:
    sample_jobs.write_slowly.enqueue("", 1, 0)
    later = sample_jobs.add.using(run_after=AT + timedelta(minutes=1)).enqueue(1, 2)
    assert claims.claim_next("default", worker="w1", at=AT) is None
    assert str(claim(AT + timedelta(minutes=1)).task_id) == later.id


def test_a_job_that_ends_well_keeps_its_value_and_progress() -> None:
    job = sample_jobs.add.enqueue(1, 2)
    worker._run(claim())
    done = state(job.id)
    assert (done.status, done.return_value, done.attempts) == ("SUCCESSFUL", 3, 1)
    assert (done.done, done.total, done.unit, done.message, done.error) == (2, 2, "numbers", "", "")
    assert done.finished_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_failing_job_is_tried_again_later_up_to_its_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    job = sample_jobs.fail.enqueue("上海某某化工有限公司")
    at, waits = AT, []
    for _ in range(2):
        monkeypatch.setattr(timezone, "now", lambda: at)  # noqa: B023  # read only inside this round
        worker._run(claim(at))
        assert state(job.id).status == "READY"
        due = DBTaskResult.objects.get(pk=job.id).run_after
        assert claims.claim_next("default", worker="w1", at=due - timedelta(microseconds=1)) is None
        waits.append(due - at)
        at = due
    worker._run(claim(at))
    assert waits == [timedelta(seconds=10), timedelta(seconds=15)]
    failed = state(job.id)
    assert (failed.status, failed.attempts, failed.error) == ("FAILED", 3, "builtins.ConnectionError")
    assert failed.message == "job-broke"
    assert "化工" not in DBTaskResult.objects.get(pk=job.id).traceback


@pytest.mark.django_db(transaction=True)
def test_a_job_that_asks_a_person_to_act_is_not_tried_again() -> None:
    job = sample_jobs.refuse.enqueue("7")
    worker._run(claim())
    refused = state(job.id)
    assert (refused.status, refused.message, refused.params) == ("FAILED", "invalid-value", {"value": "7"})


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_code_is_gone_fails_and_the_queue_goes_on() -> None:
    job = sample_jobs.add.enqueue(1, 2)
    DBTaskResult.objects.update(task_path="sample_jobs.no_longer_there")
    worker._run(claim())
    assert (state(job.id).status, state(job.id).error) == ("FAILED", "builtins.ImportError")


@pytest.mark.parametrize(("failures", "seconds"), [(1, 10), (2, 20), (3, 40), (9, 2560), (10, 3600), (10_000, 3600)])
def test_retry_wait_doubles_up_to_the_longest(failures: int, seconds: int) -> None:
    assert Retry().wait_after(failures) == timedelta(seconds=seconds)


def test_reclaim_lost_returns_what_a_worker_past_its_lease_left() -> None:
    job = sample_jobs.add.enqueue(1, 2)
    alive("w1")
    claim()
    assert claims.reclaim_lost(at=AT + LEASE - timedelta(microseconds=1)) == 0
    assert claims.reclaim_lost(at=AT + LEASE) == 1
    assert claims.reclaim_lost(at=AT + LEASE) == 0
    assert state(job.id).status == "READY"


def test_a_worker_that_returns_cannot_settle_what_another_has_taken() -> None:
    job = sample_jobs.add.enqueue(1, 2)
    late = claim()
    claims.reclaim_lost(at=AT)
    alive("w2")
    second = claim(AT + timedelta(seconds=1), name="w2")
    claims.settle_success(late, "late", at=AT + timedelta(seconds=2))
    assert state(job.id).status == "RUNNING"
    claims.settle_success(second, "second", at=AT + timedelta(seconds=3))
    claims.settle_failure(late, ValueError(), at=AT + timedelta(seconds=4))
    assert (state(job.id).status, state(job.id).return_value) == ("SUCCESSFUL", "second")


def test_a_job_that_kills_its_workers_fails_in_the_end() -> None:
    job = sample_jobs.add.enqueue(1, 2)
    for number in range(MOST_LOSSES):
        claim(AT + timedelta(seconds=number))
        assert claims.reclaim_lost(at=AT + timedelta(seconds=number)) == (number < MOST_LOSSES - 1)
    lost = state(job.id)
    assert (lost.status, lost.attempts, lost.message) == ("FAILED", MOST_LOSSES, "worker-lost")
    assert lost.params == {"losses": str(MOST_LOSSES)}


def test_give_back_returns_only_what_the_leaving_worker_runs() -> None:
    first, second = sample_jobs.add.enqueue(1, 2), sample_jobs.add.enqueue(3, 4)
    claim(name="w1")
    claim(name="w2")
    assert claims.give_back("w1") == 1
    assert sorted(state(each.id).status for each in (first, second)) == ["READY", "RUNNING"]


def test_job_state_of_an_unknown_job_says_so() -> None:
    for job_id in ("7f0c3c1e-0000-4000-8000-000000000000", "no id", ""):
        with pytest.raises(UnknownJob):
            state(job_id)


def test_workers_tells_the_living_from_the_dead() -> None:
    alive("w1", AT)
    alive("w2", AT + timedelta(seconds=1))
    assert queries.workers(at=AT + LEASE) == [
        WorkerState("w1", AT, AT, is_alive=False),
        WorkerState("w2", AT, AT + timedelta(seconds=1), is_alive=True),
    ]


def test_report_progress_reaches_whoever_listens() -> None:
    heard: list[tuple[int, int | None, str]] = []
    actions.report_progress(1)
    with actions.reporting_to(lambda *told: heard.append(told)):
        actions.report_progress(1, total=3, unit="rows")
        actions.report_progress(2)
    actions.report_progress(3)
    assert heard == [(1, 3, "rows"), (2, None, "")]


def test_prune_jobs_drops_only_what_finished_before() -> None:
    jobs = [sample_jobs.add.enqueue(1, number) for number in range(3)]
    for day in range(2):
        claimed = claim()
        actions.record_progress(claimed.task_id, 1, total=None, unit="", at=AT)
        claims.settle_success(claimed, None, at=AT + timedelta(days=day))
    assert actions.prune_jobs(before=AT + timedelta(days=1)) == 1
    left = {str(key) for key in DBTaskResult.objects.values_list("pk", flat=True)}
    assert len(left & {job.id for job in jobs}) == 2
    assert JobProgress.objects.count() == 1
    assert isinstance(JobProgress.objects.get().task_id, UUID)
