"""The two processes behind `qingce serve`: started, watched, and never left behind.

Each child leads a session of its own, so that Ctrl-C reaches only the supervisor, which stops them in order; its
group is killed at the end, in case a grandchild stayed. If the supervisor itself is killed, their input closes and
they stop by themselves.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess  # each call says what it starts  # nosec B404
import sys
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, sleep
from typing import TYPE_CHECKING

import click

from qingce.doors.cli.errors import ServerSilent, ServerStopped
from qingce.doors.cli.language import say

if TYPE_CHECKING:
    from types import FrameType

LOOK_S = 0.2
ANSWER_WITHIN_S = 60
GRACE_S = 10
LONGEST_REST_S = 30.0
STEADY_AFTER_S = 60


@dataclass(slots=True)
class Child:
    """One process that ends with its parent."""

    process: subprocess.Popen[bytes]
    started: float

    @classmethod
    def start(cls, *arguments: str) -> Child:
        """`qingce` with these arguments, in a session of its own."""
        command = [sys.executable, "-m", "qingce.doors.cli.main", *arguments, "--until-input-ends"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # our own command  # nosec B603
        return cls(process, monotonic())

    def stop(self, *, until: float) -> None:
        """Wait for its end, then end whatever is left of its group."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()


class Supervisor:
    """Starts the pages and the worker, says when the pages answer, starts a worker that died again."""

    def __init__(self, host: str, port: int, *, workers: int) -> None:
        self._host, self._port, self._workers = host, port, workers
        self._is_told_to_stop = False  # no Event: its lock could be held where the signal comes
        self._lives = 0
        self._rest_s = 1.0
        self._restart_at: float | None = None
        self._has_answered = False

    def run(self) -> None:
        """Serve until a signal comes.

        Raises: ServerStopped, ServerSilent: the pages ended by themselves, or never answered.
        """
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._on_signal)
        self._pages = Child.start(
            "serve", "--pages-only", "--host", self._host, "--port", str(self._port),
            "--workers", str(self._workers),
        )  # fmt: skip
        self._worker = self._start_worker()
        try:
            while not self._is_told_to_stop:
                self._look_at_pages()
                self._look_at_worker()
                sleep(LOOK_S)
        finally:
            self._stop_children()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_told_to_stop:  # asked twice: at once
            for child in (self._pages, self._worker):
                child.process.kill()
        self._is_told_to_stop = True

    def _start_worker(self) -> Child:
        name = f"{os.getpid()}-{os.urandom(3).hex()}"
        former = getattr(self, "_worker_name", "")
        self._worker_name = name
        replaces = ("--replaces", former) if former else ()
        return Child.start("work", "--name", name, "--grace", str(GRACE_S), *replaces)

    def _look_at_pages(self) -> None:
        status = self._pages.process.poll()
        if status is not None:
            raise ServerStopped(status)
        if self._has_answered:
            return
        if self._answers():
            self._has_answered = True
            click.echo(say(f"清册：{self._address}（Ctrl-C 停止）", f"Qingce: {self._address} (Ctrl-C stops it)"))
        elif monotonic() - self._pages.started > ANSWER_WITHIN_S:
            raise ServerSilent(ANSWER_WITHIN_S)

    def _look_at_worker(self) -> None:
        """Start it again if it died: after a second, then ever later if it keeps dying."""
        status = self._worker.process.poll()
        if status is None:
            return
        if self._restart_at is None:
            is_steady = monotonic() - self._worker.started > STEADY_AFTER_S
            self._rest_s = 1.0 if is_steady else min(self._rest_s * 2, LONGEST_REST_S)
            self._restart_at = monotonic() + self._rest_s
            click.echo(self._told_of_death(status), err=True)
        if monotonic() >= self._restart_at:
            self._restart_at = None
            self._worker.stop(until=0)
            self._worker = self._start_worker()

    def _told_of_death(self, status: int) -> str:
        return say(
            f"后台工作意外停止（退出码 {status}），{self._rest_s:.0f} 秒后重新启动。",
            f"The worker stopped by itself (status {status}); it is started again in {self._rest_s:.0f} s.",
        )

    @property
    def _address(self) -> str:
        host = f"[{self._reachable}]" if ":" in self._reachable else self._reachable
        return f"http://{host}:{self._port}"

    @property
    def _reachable(self) -> str:
        """An address to ask: one that means "all of them" is asked at home."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._host, self._host)  # noqa: S104  # asked, not bound  # nosec B104

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(self._reachable, self._port, timeout=5)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True

    def _stop_children(self) -> None:
        children = (self._pages, self._worker)
        for child in children:
            with suppress(ProcessLookupError):
                child.process.terminate()
        until = monotonic() + GRACE_S + 5
        for child in children:
            child.stop(until=until)
