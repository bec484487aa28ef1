"""Jobs for the tests; importable by worker processes."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from qingce.pure.kernel.errors import InvalidValue
from qingce.shared.jobs.actions import report_progress
from qingce.shared.jobs.registry import job


@job(attempts=3, first_wait=timedelta(seconds=10), longest_wait=timedelta(seconds=15))
def fail(message: str) -> None:
    """Fails as something that may pass."""
    raise ConnectionError(message)


@job(attempts=3)
def refuse(value: str) -> None:
    """Fails as something that a person must put right."""
    raise InvalidValue(f"{value} is no value.", value=value)


@job()
def add(one: int, other: int) -> int:
    """Succeeds."""
    report_progress(2, total=2, unit="numbers")
    return one + other


@job(queue="ingest")
def write_slowly(folder: str, files: int, seconds: float) -> int:
    """Writes files one after another; idempotent, and its progress is in the folder for all to see."""
    for number in range(files):
        report_progress(number, total=files, unit="files")
        (Path(folder) / f"{number}.txt").write_text(str(number))
        time.sleep(seconds)
    return files


@job()
def note() -> None:
    """Does nothing."""
