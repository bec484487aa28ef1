"""Processes of our own: a migrated database that several processes share, and the means to start and kill them."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

from tests.forking import Forked
from tests.migrated import migrated_database, migrated_home

ROOT = Path(__file__).resolve().parents[1]
SEEDS = (3, 4, 5) if os.environ.get("QINGCE_DATABASE_URL") else (0, 1, 2)  # of when to kill: each database has its own


@dataclass
class Processes:
    """Python processes on one database; what still lives of them and their children is killed when the test ends."""

    environment: dict[str, str]
    started: list[Forked] = field(default_factory=list)

    def start(self, code: str, *arguments: str) -> Forked:
        """A process that runs the code after Django is set up."""
        process = Forked(code, arguments, self.environment)
        self.started.append(process)
        return process

    def run(self, code: str, *arguments: str) -> str:
        """What the code prints; it must end well."""
        return output_of(self.start(code, *arguments))

    def end(self) -> None:
        """Leave nothing running."""
        for process in self.started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # a child would keep the pipes open, and us waiting
            process.communicate(timeout=60)


def output_of(process: Forked) -> str:
    """What a process printed, once it has ended well."""
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    return out


def family(pid: int) -> dict[int, str]:
    """Every descendant of a process that is alive, with its command line."""
    parents: dict[int, int] = {}
    commands: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            parents[int(folder.name)], commands[int(folder.name)] = int(parent), command
    found, size = {pid}, 0
    while len(found) > size:
        size = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return {each: commands[each] for each in found - {pid}}


def _environment(home: Path, database_url: str) -> dict[str, str]:
    paths = [ROOT / "src", ROOT / "tests" / "shared" / "jobs"]
    return os.environ | {
        "QINGCE_HOME": str(home),
        "QINGCE_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "qingce.config.settings",
        "PYTHONPATH": os.pathsep.join(str(path) for path in paths),
    }


def _sql(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


@contextmanager
def _postgres(server: str) -> Iterator[Callable[[], str]]:
    """Makes copies of a migrated database on the server; drops them all at the end."""
    made: list[str] = []

    def url(name: str) -> str:
        return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))

    def copy() -> str:
        made.append(f"qingce_house_{uuid4().hex[:8]}")
        _sql(server, f"CREATE DATABASE {made[-1]} TEMPLATE {migrated_database(server)}")
        return url(made[-1])

    try:
        yield copy
    finally:
        for name in made:
            _sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def fresh_house() -> Iterator[Callable[[Path], dict[str, str]]]:
    """Gives the environment of processes on a new, migrated database; takes their home folder."""
    server = os.environ.get("QINGCE_DATABASE_URL", "")
    if server:
        with _postgres(server) as copy:
            yield lambda folder: _environment(folder, copy())
        return

    def copied(folder: Path) -> dict[str, str]:
        shutil.copytree(migrated_home(), folder, dirs_exist_ok=True)
        return _environment(folder, "")

    yield copied


@pytest.fixture
def processes(fresh_house: Callable[[Path], dict[str, str]], tmp_path: Path) -> Iterator[Processes]:
    """Python processes on a database of their own."""
    mine = Processes(fresh_house(tmp_path / "home"))
    yield mine
    mine.end()
