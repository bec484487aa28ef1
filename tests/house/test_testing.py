"""What `make test` runs, and what it says when PostgreSQL cannot be had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools import machine, postgres, testing
from tools.steps import Stop

Runs = list[tuple[list[str], list[str], bool]]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """The runs of pytest that were asked for: words, notes, whether on PostgreSQL."""
    asked: Runs = []

    def note(words: Sequence[str], notes: Sequence[str], *, database_url: str) -> int:
        asked.append((list(words), list(notes), database_url.startswith("postgresql://")))
        return 0

    monkeypatch.setattr(testing, "_pytest", note)
    return asked


def test_missing_postgresql_is_said_and_the_rest_runs(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "postgresql", lambda: None)
    assert testing._test([]) == 0
    assert runs == [
        ([], ["POSTGRESQL TESTS WERE SKIPPED: it is not installed and could not be"], False),
    ]


def test_postgresql_that_does_not_start_is_said_and_the_rest_runs(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def refuse(_programs: Path) -> Iterator[postgres.Server]:
        raise Stop("initdb failed: disk full")
        yield

    monkeypatch.setattr(machine, "postgresql", lambda: Path("bin"))
    monkeypatch.setattr(postgres, "running", refuse)
    assert testing._test([]) == 0
    assert runs == [([], ["POSTGRESQL TESTS WERE SKIPPED: initdb failed: disk full"], False)]


def test_both_databases_are_tested_in_turn(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def start(programs: Path) -> Iterator[postgres.Server]:
        yield postgres.Server(programs, Path("data"), None, 5432, "secret")

    monkeypatch.setattr(machine, "postgresql", lambda: Path("bin"))
    monkeypatch.setattr(postgres, "running", start)
    assert testing._test(["a note"]) == 0
    assert runs == [([], ["a note"], False), (["--database-only"], ["a note"], True)]
