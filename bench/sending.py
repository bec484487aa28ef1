"""The load generator, in a process of its own: requests at a steady rate, or as fast as they are answered.

At a steady rate nobody waits for an answer before the next request is due, and each latency counts from the moment
at which the request should have gone out: a server that stalls pays for everybody who came meanwhile.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile

from bench.asking import Connection
from bench.measuring import Timing
from tools.steps import ROOT, Stop

_OK = "200"
_PATIENCE_S = 10.0  # whoever was not let in by then has gone


@dataclass(frozen=True)
class Load:
    """What is sent.

    Args: rate: requests a second; 0: each connection sends as soon as it was answered. seconds: at most so long.
        process_id: stops when this process has ended; 0: none. connections: of a steady rate, the most that are open.
    """

    port: int
    seconds: float
    rate: float = 0.0
    connections: int = 4
    process_id: int = 0


@dataclass(frozen=True)
class Sent:
    """How it was answered: latencies of the good answers [s], everything else counted, and how long it took."""

    latencies: tuple[float, ...]
    failed: dict[str, int]
    seconds: float

    @property
    def per_second(self) -> float:
        """Good answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency that this share of the answers stayed under [ms]."""
        found = sorted(self.latencies)
        return found[min(len(found) - 1, int(len(found) * share))] * 1000 if found else float("nan")

    @property
    def timing(self) -> Timing:
        """The latencies as other measurements have them."""
        return Timing(self.latencies)


def send(load: Load, paths: Sequence[str]) -> Sent:
    """The load, sent by a process of its own; the paths come again from the first one."""
    with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"load": asdict(load), "paths": paths}, file)
        file.flush()
        words = [sys.executable, "-m", "bench.sending", file.name]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"The load generator failed: {done.stderr.strip()[-500:]}")
    said = json.loads(done.stdout)
    return Sent(tuple(said["latencies"]), said["failed"], said["seconds"])


class _Sender:
    """Connections that share one list of paths and one clock."""

    def __init__(self, load: Load, paths: Sequence[str]) -> None:
        self._load, self._paths = load, paths
        self._numbers = count()
        self._lock = threading.Lock()
        self.latencies: list[float] = []
        self.failed: Counter[str] = Counter()

    def run(self) -> Sent:
        self._began = time.monotonic()
        lines = [threading.Thread(target=self._line) for _ in range(self._load.connections)]
        for each in lines:
            each.start()
        for each in lines:
            each.join()
        return Sent(tuple(self.latencies), dict(self.failed), time.monotonic() - self._began)

    def _line(self) -> None:
        with Connection(self._load.port) as connection:
            while (number := self._next()) is not None:
                due = self._due(number)
                time.sleep(max(0.0, due - time.monotonic()))
                if time.monotonic() - due > _PATIENCE_S:
                    self.failed["gave up"] += 1
                else:
                    self._ask(connection, number, due)

    def _next(self) -> int | None:
        with self._lock:
            number = next(self._numbers)
        after = number / self._load.rate if self._load.rate else time.monotonic() - self._began
        is_over = after >= self._load.seconds
        return None if is_over or self._has_ended() else number

    def _due(self, number: int) -> float:
        return self._began + number / self._load.rate if self._load.rate else time.monotonic()

    def _has_ended(self) -> bool:
        """Whether the process that this goes beside has ended; a dead one that nobody fetched yet counts as ended."""
        if not self._load.process_id:
            return False
        with suppress(OSError):
            return Path(f"/proc/{self._load.process_id}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        return True

    def _ask(self, connection: Connection, number: int, due: float) -> None:
        try:
            status = str(connection.get(self._paths[number % len(self._paths)], visitor=number).status)
        except (OSError, ValueError) as error:
            connection.close()
            status = type(error).__name__
        if status == _OK:
            self.latencies.append(time.monotonic() - due)
        else:
            self.failed[status] += 1


def main(path: str) -> None:
    """Send what the file says; print how it was answered."""
    said = json.loads(Path(path).read_text("utf-8"))
    print(json.dumps(asdict(_Sender(Load(**said["load"]), said["paths"]).run())))


if __name__ == "__main__":
    main(sys.argv[1])
