"""A PostgreSQL server of the tests' own: in a temporary folder, on a free loopback port, gone afterwards."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.steps import Stop

UNPRIVILEGED = ("postgres", "nobody")
OPEN_FOLDER = "/tmp"  # noqa: S108 - root's own temporary folder may be closed to the server's user
# Speed over safety: what these tests write need not outlive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",  # it would count rows at a moment of its own, and a plan would rest on that moment
    "jit": "off",  # a plan that may not read tables whole looks dear, and would be compiled for a few rows
    "max_connections": "60",
}


@dataclass(frozen=True)
class Server:
    """A running server: programs, data folder, and the user it runs as (None: ourselves)."""

    programs: Path
    folder: Path
    user: str | None
    port: int
    password: str

    @property
    def url(self) -> str:
        """Address for QINGCE_DATABASE_URL."""
        return f"postgresql://qingce:{self.password}@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's programs as the server's user.

        Raises: Stop: it failed.
        """
        command = [str(self.programs / program), *words]
        if self.user:
            command = ["runuser", "-u", self.user, "--", *command]
        log = self.folder / "programs.log"
        with log.open("a") as out:
            done = subprocess.run(command, cwd=self.folder, stdout=out, stderr=out, check=False)
        if done.returncode:
            raise Stop(f"{program} failed: {_last_line(log)}")


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """Start a server and stop it at the end, whatever happens.

    Raises: Stop: it could not be started.
    """
    user = _server_user()
    folder = Path(tempfile.mkdtemp(prefix="qingce-pg-", dir=OPEN_FOLDER if user else None))
    try:
        if user:
            shutil.chown(folder, user=user)
        server = Server(programs, folder, user, _free_port(), secrets.token_hex(16))
        _start(server)
        try:
            yield server
        finally:
            # By the process number in its own folder: no other server can be meant.
            server.run("pg_ctl", "stop", "-D", str(folder / "data"), "-m", "immediate", "-w")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(server: Server) -> None:
    data, secret = server.folder / "data", server.folder / "secret"
    secret.write_text(server.password, "ascii")
    secret.chmod(0o600)
    if server.user:
        shutil.chown(secret, user=server.user)
    # C.UTF-8: pg_trgm finds Chinese only where the locale knows what a letter is.
    locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    server.run("initdb", "-D", str(data), "-U", "qingce", "-A", "scram-sha-256", f"--pwfile={secret}", *locale)
    options = {
        **FAST,
        "port": str(server.port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
    }
    words = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    server.run("pg_ctl", "start", "-D", str(data), "-w", "-l", str(server.folder / "server.log"), "-o", words)


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root; some other user that exists here."""
    if os.geteuid() != 0:
        return None
    if shutil.which("runuser") is None:
        raise Stop("PostgreSQL does not run as root, and runuser is missing")
    for user in UNPRIVILEGED:
        if _exists(["id", "-u", user]):
            return user
    raise Stop("PostgreSQL does not run as root, and there is no user postgres or nobody")


def _exists(command: Sequence[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
