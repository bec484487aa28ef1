"""`qingce serve` as a process: it answers, mends its worker, and leaves nothing behind."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import family

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def workers(pid: int) -> list[int]:
    return [child for child, command in family(pid).items() if "cli.main work" in command]


def serve(environment: dict[str, str], port: int, log: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "qingce.doors.cli.main", "serve", "--port", str(port), "--workers", "1"]
    with log.open("w") as errors:
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def served(environment: dict[str, str], port: int, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = serve(environment, port, tmp_path / "log")
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == f"Qingce: http://127.0.0.1:{port} (Ctrl-C stops it)\n"
        yield process
    finally:
        for child in family(process.pid):
            os.kill(child, signal.SIGKILL)
        process.kill()
        process.wait()
        process.stdout.close()


def test_serve_answers_mends_its_worker_and_leaves_no_process(served: subprocess.Popen[str], port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/no-such-page")
    assert connection.getresponse().status in {404, 500}
    connection.close()

    (former,) = workers(served.pid)
    os.kill(former, signal.SIGKILL)
    until(lambda: [each for each in workers(served.pid) if each != former])

    children = family(served.pid)
    assert len(children) >= 3
    served.send_signal(signal.SIGTERM)
    assert served.wait(timeout=60) == 0
    assert [pid for pid in children if is_alive(pid)] == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_serve_that_is_killed_takes_its_children_along(served: subprocess.Popen[str]) -> None:
    children = family(served.pid)
    served.kill()
    served.wait(timeout=30)
    until(lambda: not [pid for pid in children if is_alive(pid)])
    assert [pid for pid in children if is_alive(pid)] == []


def test_serve_whose_pages_are_killed_says_so_and_leaves_no_process(
    served: subprocess.Popen[str], tmp_path: Path
) -> None:
    children = family(served.pid)
    pages = next(pid for pid, command in children.items() if "--pages-only" in command and os.getpgid(pid) == pid)
    os.kill(pages, signal.SIGKILL)
    assert served.wait(timeout=60) == 2
    assert [pid for pid in children if is_alive(pid)] == []
    told = "The server stopped by itself (status -9); see the log above."
    assert (tmp_path / "log").read_text().splitlines()[-1] == told


def test_serve_on_a_taken_port_says_what_to_do(environment: dict[str, str], port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        command = [sys.executable, "-m", "qingce.doors.cli.main", "serve", "--port", str(port)]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (f"Port {port} is taken; stop the program that uses it, or choose another with --port.\n")


@pytest.mark.requirement("LED-1")
@pytest.mark.parametrize("command", ["serve", "work"])
def test_nothing_starts_without_a_key_of_the_ledger(environment: dict[str, str], command: str) -> None:
    """What could not be proved to anybody is not begun; the message says how to make a key."""
    made = _qingce(environment, "ledger", "key", "qingce.test/ledger")
    assert made.returncode == 0
    assert made.stdout.startswith("QINGCE_LEDGER_KEY=PRIVATE+KEY+qingce.test/ledger+")

    refused = _qingce(environment | {"QINGCE_LEDGER_KEY": ""}, command)
    assert refused.returncode == 2
    assert "qingce ledger key" in refused.stderr


def test_serve_on_an_address_of_another_machine_says_so(environment: dict[str, str], port: int) -> None:
    command = [sys.executable, "-m", "qingce.doors.cli.main", "--lang", "zh", "serve", "--host", "192.0.2.1"]
    run = subprocess.run(
        [*command, "--port", str(port)], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (run.returncode, run.stderr) == (
        2,
        "本机没有地址 192.0.2.1；请用 --host 指定本机的地址，例如 127.0.0.1。\n",
    )


def _qingce(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qingce.doors.cli.main", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
