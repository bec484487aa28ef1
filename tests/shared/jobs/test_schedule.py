"""Scheduled jobs: when they start, and that two sweeps start them once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sample_jobs
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from qingce.shared.jobs import actions, claims, keeping, registry
from qingce.shared.jobs.models import ScheduledRun
from qingce.shared.jobs.registry import Scheduled

AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hourly(monkeypatch: pytest.MonkeyPatch) -> Scheduled:
    monkeypatch.setattr(registry, "_scheduled", {})
    scheduled = Scheduled("note", HOUR, sample_jobs.note)
    registry.register_scheduled(scheduled)
    return scheduled


def finish(at: datetime) -> None:
    claimed = claims.claim_next("default", worker="w1", at=at)
    assert claimed is not None
    claims.settle_success(claimed, None, at=at)


def test_start_due_starts_a_job_at_first_and_when_its_time_has_passed() -> None:
    assert actions.start_due(at=AT) == 1
    finish(AT + timedelta(minutes=1))
    assert actions.start_due(at=AT + HOUR - timedelta(microseconds=1)) == 0
    assert actions.start_due(at=AT + HOUR) == 1
    run = ScheduledRun.objects.get(name="note")
    assert (run.last_started, run.last_finished) == (AT + HOUR, AT + timedelta(minutes=1))


def test_start_due_waits_for_the_last_run_to_end() -> None:
    actions.start_due(at=AT)
    assert actions.start_due(at=AT + 5 * HOUR) == 0
    finish(AT + 5 * HOUR)
    assert actions.start_due(at=AT + 5 * HOUR) == 1


def test_a_second_sweep_that_read_the_same_state_starts_nothing(hourly: Scheduled) -> None:
    ScheduledRun.objects.create(name="note")
    both_read = ScheduledRun.objects.get(name="note")
    assert keeping._start(hourly, both_read, at=AT) == 1
    assert keeping._start(hourly, both_read, at=AT) == 0
    assert DBTaskResult.objects.count() == 1


def test_start_due_costs_one_query_when_nothing_is_due(hourly: Scheduled) -> None:
    registry.register_scheduled(Scheduled("another", HOUR, sample_jobs.note))
    actions.start_due(at=AT)
    with CaptureQueriesContext(connection) as seen:
        assert actions.start_due(at=AT + timedelta(minutes=1)) == 0
    assert len(seen) == 1
