"""A database that is migrated once for all processes of all runs: each of them, and each house, begins with a copy.

Migrating takes as long as hundreds of tests. That the migrations make what the models say is found by `make check`;
that they run on an empty database is shown each time one of them changes, for then the copy is made anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "var" / "tests"
_PREFIX = "qingce_migrated_"


def begin_from_copies() -> None:
    """Lets pytest-django copy what is migrated already, instead of migrating."""
    connection = connections["default"]
    connection.settings_dict["TEST"]["MIGRATE"] = False
    creation: Any = connection.creation
    make = creation._create_test_db  # where Django makes the empty database that is to be filled

    def made(*args: Any, **kwargs: Any) -> str:  # handed on as they came
        if connection.vendor != "sqlite":
            server = os.environ["QINGCE_DATABASE_URL"]
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database(server)
            return str(make(*args, **kwargs))
        name = str(make(*args, **kwargs))
        kept = sqlite3.connect(name, uri=True, check_same_thread=False)
        with closing(sqlite3.connect(migrated_home() / "qingce.sqlite3")) as filled:
            filled.backup(kept)
        _KEPT.append(kept)  # a database in memory is there as long as somebody is connected
        return name

    creation._create_test_db = made


_KEPT: list[sqlite3.Connection] = []


def migrated_home() -> Path:
    """A home folder with a migrated SQLite database, to be copied, never written to."""
    home = PLACE / f"home-{_digest()}"
    with _alone("sqlite"):
        if not home.is_dir():
            begun = PLACE / "begun"
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            _migrate(begun, "")
            for former in PLACE.glob("home-*"):
                shutil.rmtree(former)
            begun.rename(home)
    return home


def migrated_database(server: str) -> str:
    """The name of a migrated database on a server of PostgreSQL, to be copied by CREATE DATABASE … TEMPLATE."""
    name = _PREFIX + _digest()
    with _alone("postgresql"), psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{_PREFIX}%"])
        there = {str(row[0]) for row in found.fetchall()}
        if name not in there:
            for former in there:
                connection.execute(f"DROP DATABASE {former} WITH (FORCE)".encode())
            begun = f"{_PREFIX}begun"
            connection.execute(f"CREATE DATABASE {begun}".encode())
            _migrate(PLACE, urlunsplit(urlsplit(server)._replace(path=f"/{begun}")))
            connection.execute(f"ALTER DATABASE {begun} RENAME TO {name}".encode())
    return name


def _migrate(home: Path, database_url: str) -> None:
    environment = os.environ | {
        "QINGCE_HOME": str(home),
        "QINGCE_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "qingce.config.settings",
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=environment, check=True)


@contextmanager
def _alone(kind: str) -> Iterator[None]:
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / f"lock-{kind}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def _digest() -> str:
    """Of all that says what a migrated database holds."""
    digest = hashlib.sha256(sys.version.encode())
    sources = (ROOT / "src").rglob("*.py")
    kept = [path for path in sources if {"migrations", "models", "models.py", "settings.py"} & set(path.parts)]
    for path in sorted([*kept, *(ROOT / "requirements").glob("*.txt")]):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":  # beside the run on SQLite: the one on PostgreSQL finds its database there
    os.environ.setdefault("QINGCE_SECRET_KEY", secrets.token_hex(32))
    migrated_database(os.environ["QINGCE_DATABASE_URL"])
