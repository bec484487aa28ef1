"""`qingce work` as a process: works, stops, and ends with its parent."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import IO

import pytest

WORK = [sys.executable, "-m", "qingce.doors.cli.main", "work", "--poll", "0.05"]


def start(environment: dict[str, str], *options: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [*WORK, *options], env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    read_until(process.stderr, " works")
    return process


def read_until(stream: IO[str] | None, words: str) -> None:
    assert stream is not None
    seen = []
    for line in stream:
        seen.append(line)
        if words in line:
            return
    pytest.fail("".join(seen))


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_work_ends_well_on_a_signal(environment: dict[str, str], sent: signal.Signals) -> None:
    process = start(environment, "--name", "w1")
    process.send_signal(sent)
    _, log = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "w1 has stopped" in log


@pytest.mark.slow
def test_work_ends_when_its_parent_is_gone(environment: dict[str, str]) -> None:
    process = start(environment, "--until-input-ends")
    assert process.communicate(timeout=60)[1].endswith("has stopped\n")  # it closes the input first
    assert process.returncode == 0


@pytest.mark.slow
def test_work_without_a_set_up_database_says_so_in_one_line(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = environment | {"QINGCE_HOME": str(tmp_path_factory.mktemp("empty"))}
    run = subprocess.run(WORK, env=empty, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 2
    assert run.stderr.startswith("The database is not ready: ")
    assert run.stderr.count("\n") == 1
