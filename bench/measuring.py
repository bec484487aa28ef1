"""Runs in turn, medians and spreads, and what they were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile

from tools.steps import ROOT, Stop

PACKAGES = ("django", "polars", "tantivy")


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The run in the middle [s]."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The time that one run in twenty exceeds [s]; of few runs: the slowest."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(len(self.seconds) * 0.95))]

    @property
    def spread(self) -> str:
        """Fastest and slowest run [s]."""
        return f"{min(self.seconds):.2f}-{max(self.seconds):.2f}"


def seconds_of(act: Callable[[], object]) -> float:
    """How long it takes, once [s]."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


@dataclass(frozen=True)
class Spent:
    """What a command took: by the clock and of processors [s], and of its largest process [MB].

    A server that it talks to is not counted.
    """

    seconds: float
    processor_s: float
    peak_mb: float

    def __add__(self, other: Spent) -> Spent:
        """One after the other."""
        return Spent(
            self.seconds + other.seconds, self.processor_s + other.processor_s, max(self.peak_mb, other.peak_mb)
        )


def spent(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> Spent:
    """Run a command and say what it took.

    Raises: Stop: it failed.
    """
    began = time.perf_counter()
    words = [str(word) for word in command]
    with TemporaryFile() as said:
        process = subprocess.Popen(words, env={**os.environ, **(env or {})}, stdout=said, stderr=said, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise Stop(f"`{' '.join(words)}` failed: {said.read()[-1000:].decode(errors='replace')}")
    seconds = time.perf_counter() - began
    return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(acts: Sequence[Callable[[], object]], *, runs: int) -> list[Timing]:
    """Each act several times, one after the other and the next time the other way round, so that none has the luck."""
    seconds: list[list[float]] = [[] for _ in acts]
    for run in range(runs):
        order = range(len(acts)) if run % 2 == 0 else reversed(range(len(acts)))
        for place in order:
            seconds[place].append(seconds_of(acts[place]))
    return [Timing(tuple(each)) for each in seconds]


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown, as `docs/performance.md` keeps it."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """Day, processor, cores, memory and versions in one line."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    total = Path("/proc/meminfo").read_text("utf-8").split()[1]
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {names[0] if names else platform.machine()}, {len(names)} cores, "
        f"{int(total) / 2**20:.0f} GB, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}"
    )
