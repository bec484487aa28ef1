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

# In one process: starting three would take longer than what they do.
PREPARE = """
import sys
import django
from django.core.management import call_command
from qingce.doors.cli.main import main
django.setup()
call_command("collectstatic", interactive=False, verbosity=0)
for words in (["ingest", sys.argv[1]], ["reindex"]):
    code = main(words, standalone_mode=False)
    if code:
        sys.exit(code)
"""


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
    subprocess.run([sys.executable, "-c", PREPARE, str(file)], env=environment, check=True, capture_output=True)
    words = ["-m", "qingce.doors.cli.main", "serve", "--port", str(port), "--workers", str(workers)]
    command = [sys.executable, *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert address in process.stdout.readline()
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        process.stdout.close()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
