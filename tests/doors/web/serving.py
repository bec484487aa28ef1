"""`qingce serve` itself, with a small register of its own: what visitors of an installation meet."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(environment: dict[str, str], rows: Sequence[dict[str, str]], *, workers: int) -> Iterator[str]:
    """The address of a server with these records.

    Args: environment: of processes on a migrated database. rows: of a file of JSON Lines.
    """
    home = Path(environment["QINGCE_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    file = home / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = environment | {"QINGCE_BASE_URL": address, "LC_ALL": "C.UTF-8"}
    _run(environment, "django", "collectstatic", "--no-input", "--verbosity", "0")
    _run(environment, "qingce.doors.cli.main", "ingest", str(file))
    _run(environment, "qingce.doors.cli.main", "reindex")
    command = _command("qingce.doors.cli.main", "serve", "--port", str(port), "--workers", str(workers))
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert address in process.stdout.readline()
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        process.stdout.close()


def _run(environment: dict[str, str], *words: str) -> None:
    subprocess.run(_command(*words), env=environment, check=True, capture_output=True, timeout=300)


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", *words]


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
