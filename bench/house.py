"""Qingce itself in a home of its own, driven by its own command as anybody would."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.measuring import Spent, spent
from tools.steps import BIN, run

ROWS_PER_ENTERPRISE = 5


@cache
def ledger_key() -> str:
    """A key of this run."""
    from qingce.pure.merkle.notes import new_signer

    return new_signer("qingce.bench/ledger").written


@dataclass(frozen=True)
class House:
    """An installation in a folder of its own, on SQLite or on a database of a server.

    Args: ledger_key: "": one of this run. A house that is used again keeps its own.
    """

    home: Path
    database_url: str = ""
    ledger_key: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """Variables under which any process works on this home."""
        return {
            "QINGCE_HOME": str(self.home),
            "QINGCE_SECRET_KEY": "bench-only-" + "x" * 40,
            "QINGCE_LEDGER_KEY": self.ledger_key or ledger_key(),
            "QINGCE_DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "qingce.config.settings",
        }

    def migrate(self) -> None:
        """An empty database, or one that was there with the tables of today."""
        self.home.mkdir(parents=True, exist_ok=True)
        run([BIN / "python", "-m", "django", "migrate", "--no-input", "--verbosity=0"], env=self.environment)

    def command(self, *words: str | Path) -> str:
        """What a `qingce` command prints."""
        return run([BIN / "qingce", *words], env=self.environment)

    def measured(self, *words: str | Path) -> Spent:
        """What a `qingce` command takes."""
        return spent([BIN / "qingce", *words], self.environment)

    def write_synthetic(self, path: Path, rows: int, *, seed: int = 1) -> None:
        """A file of synthetic records, five for each enterprise; nothing is taken in."""
        words = ("--enterprises", max(rows // ROWS_PER_ENTERPRISE, 1), "--records", rows, "--seed", seed)
        self.command("synth", *map(str, words), "--to", path)

    def python(self, module: str, *words: object) -> str:
        """What a module of ours prints whose `main` runs in a process of its own on this home."""
        code = f"import sys, django; django.setup(); from {module} import main; main(*sys.argv[1:])"
        return run([BIN / "python", "-c", code, *map(str, words)], env=self.environment)

    def enter(self) -> None:
        """Make this process work on this home."""
        import django

        os.environ.update(self.environment)
        django.setup()
