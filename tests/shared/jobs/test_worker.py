"""The worker as a process: killed, stopped, busy."""

from __future__ import annotations

import json
import random
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.shared.jobs import worker
from qingce.shared.jobs.models import Worker

if TYPE_CHECKING:
    from tests.shared.conftest import Processes

WORK = """
import signal, sys
from threading import Event
from qingce.shared.jobs.worker import run_worker
stop = Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
name, replaces = sys.argv[1:3]
print(run_worker(stop=stop, poll_seconds=0.05, name=name, replaces=replaces, grace_seconds=float(sys.argv[3])))
"""

ENQUEUE = """
import sys
import sample_jobs
folder, files, seconds = sys.argv[1:]
print(sample_jobs.write_slowly.enqueue(folder, int(files), float(seconds)).id)
"""

STATE = """
import dataclasses, json, sys
from qingce.shared.jobs.models import JobProgress, Worker
from qingce.shared.jobs.queries import job_state
state = dataclasses.asdict(job_state(sys.argv[1]))
# of this job alone: what is scheduled starts by itself, and may be lost in the same moment
state["losses"] = sum(JobProgress.objects.filter(task_id=sys.argv[1]).values_list("losses", flat=True))
state["workers"] = list(Worker.objects.values_list("name", flat=True))
print(json.dumps(state, default=str))
"""

QUICK_JOB_AND_CHANGE = """
import time
from django.db import transaction
from django.utils import timezone
import sample_jobs
from qingce.shared.changes.actions import note_change
from qingce.shared.changes.queries import last_number
from qingce.shared.jobs.queries import job_state
with transaction.atomic():
    note_change("record", 1, at=timezone.now())
    job = sample_jobs.add.enqueue(1, 2).id
until = time.monotonic() + 30
while time.monotonic() < until and not (last_number() and job_state(job).status == "SUCCESSFUL"):
    time.sleep(0.02)
print(last_number(), job_state(job).return_value)
"""


def test_a_step_that_fails_is_logged_without_its_message_and_repeated(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop, moments = Event(), []

    def step(at: datetime) -> int:
        moments.append(at)
        if len(moments) == 3:
            stop.set()
            return 0
        raise ValueError("上海某某化工有限公司")

    worker._repeat("loop feed", step, stop, 0.001)
    assert len(moments) == 3
    assert [record.message.partition(" at ")[0] for record in caplog.records] == ["loop feed: ValueError"] * 2


@pytest.mark.django_db
def test_keeper_asks_the_database_at_its_first_round_and_then_once_in_a_heartbeat() -> None:
    at = datetime(2026, 5, 1, 8, tzinfo=UTC)
    keeper = worker._Keeper("w1")

    def queries_at(moment: datetime) -> int:
        with CaptureQueriesContext(connection) as seen:
            keeper.step(moment)
        return len(seen)

    rounds = [queries_at(at + timedelta(seconds=0.3 * number)) for number in range(40)]
    assert [number for number, queries in enumerate(rounds) if queries] == [0, 17, 34]
    assert Worker.objects.get(name="w1").seen_at == at + timedelta(seconds=0.3 * 34)
    assert queries_at(at - timedelta(hours=1)) > 0  # the clock was put back


@pytest.mark.django_db
def test_keeper_whose_round_failed_does_not_wait_for_the_next_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    at, swept = datetime(2026, 5, 1, 8, tzinfo=UTC), []

    def sweep(*, at: datetime) -> int:
        swept.append(at)
        if len(swept) == 1:
            raise ConnectionError
        return 0

    monkeypatch.setattr(worker, "start_due", sweep)
    keeper = worker._Keeper("w1")
    with pytest.raises(ConnectionError):
        keeper.step(at)
    for _ in range(3):
        keeper.step(at)
    assert swept == [at, at]


def wait_for(path: Path) -> None:
    until = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < until, f"{path.name} was not written"
        time.sleep(0.005)


def state_of(processes: Processes, job: str) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(processes.run(STATE, job))
    return state


@pytest.mark.slow
def test_a_job_whose_worker_is_killed_five_times_runs_to_its_end(processes: Processes, tmp_path: Path) -> None:
    files = 30
    job = processes.run(ENQUEUE, str(tmp_path), str(files), "0.02").strip()
    for kill in range(5):
        for written in tmp_path.glob("*.txt"):
            written.unlink()
        working = processes.start(WORK, f"w{kill}", f"w{kill - 1}", "5")
        wait_for(tmp_path / f"{random.Random(kill).randrange(files - 5)}.txt")  # noqa: S311
        working.send_signal(signal.SIGKILL)
        working.wait(timeout=30)
    last = processes.start(WORK, "w5", "w4", "5")
    wait_for(tmp_path / f"{files - 1}.txt")
    time.sleep(0.3)
    last.send_signal(signal.SIGTERM)
    assert last.communicate(timeout=30)[0] == "True\n"
    state = state_of(processes, job)
    assert (state["status"], state["return_value"], state["attempts"]) == ("SUCCESSFUL", files, 6)
    assert (state["losses"], state["workers"]) == (5, [])
    assert sorted(int(each.stem) for each in tmp_path.glob("*.txt")) == list(range(files))


@pytest.mark.slow
def test_a_long_job_holds_up_neither_the_feed_nor_other_queues(processes: Processes, tmp_path: Path) -> None:
    job = processes.run(ENQUEUE, str(tmp_path), "600", "0.1").strip()
    working = processes.start(WORK, "w1", "", "0.2")
    wait_for(tmp_path / "1.txt")
    assert processes.run(QUICK_JOB_AND_CHANGE) == "1 3\n"
    working.send_signal(signal.SIGTERM)
    assert working.communicate(timeout=90)[0] == "False\n"  # longer than a writer waits for another on SQLite
    state = state_of(processes, job)
    assert (state["status"], state["losses"], state["workers"]) == ("READY", 0, [])
    assert (state["total"], state["unit"]) == (600, "files")
    assert state["done"] > 0
