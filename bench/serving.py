"""Servers that are measured: what `make run` starts, and Datasette; both stopped at the end, whatever happens."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.asking import HOST, Connection
from bench.house import House
from tools.steps import BIN, Stop, run

_READY_S, _STOP_S = 120, 60
_SMALLEST_MB = 20  # below it a helper of the server, which makes no pages


@dataclass(frozen=True)
class Server:
    """A running server: its port, and the process that leads it."""

    port: int
    process_id: int

    def memory_mb(self) -> list[tuple[float, float]]:
        """Of each process that makes pages: resident memory, and what of it is its own [MB]."""
        return [_memory(pid) for pid in self._makers()]

    def processor_s(self) -> float:
        """Processor time that the processes that make pages took so far [s]."""
        return sum(_processor_s(pid) for pid in self._makers())

    def _makers(self) -> list[int]:
        leaders = [pid for pid in _below(self.process_id) if "--pages-only" in _command(pid)]
        return [pid for leader in leaders for pid in _children(leader) if _memory(pid)[0] > _SMALLEST_MB]


@contextmanager
def pages(house: House) -> Iterator[Server]:
    """What `make run` starts on this house: two processes that make pages, and the worker."""
    env = {**house.environment, "QINGCE_PROXIES": "1"}
    run([BIN / "python", "-m", "django", "collectstatic", "--no-input", "--verbosity=0"], env=env)
    port = free_port()
    env["QINGCE_BASE_URL"] = f"http://{HOST}:{port}"
    with started([BIN / "qingce", "serve", "--port", str(port)], port, env) as server:
        yield server


@contextmanager
def started(command: list[str | Path], port: int, env: Mapping[str, str]) -> Iterator[Server]:
    """A server that answers on its port.

    Raises: Stop: it ended or never answered.
    """
    words = [str(word) for word in command]
    process = subprocess.Popen(
        words, env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(port, process)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_S)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _READY_S
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), Connection(port) as connection:
            connection.get("/robots.txt")
            return
        time.sleep(0.2)
    raise Stop("A server to be measured did not start.")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        port: int = trial.getsockname()[1]
        return port


def _below(process_id: int) -> list[int]:
    found = [process_id]
    for each in found:
        found += _children(each)
    return found


def _children(process_id: int) -> list[int]:
    with suppress(OSError):
        return [int(each) for each in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()]
    return []


def _command(process_id: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process_id}/cmdline").read_text().replace("\0", " ")
    return ""


def _processor_s(process_id: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # user and system
    return 0.0


def _memory(process_id: int) -> tuple[float, float]:
    """Resident memory, and the part that is neither a file nor shared [MB]."""
    with suppress(OSError):
        lines = Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()[1:]
        sizes = {line.partition(":")[0]: int(line.split()[1]) / 1024 for line in lines}
        return sizes["Rss"], sizes["Private_Clean"] + sizes["Private_Dirty"]
    return (0.0, 0.0)
