"""What `make test` runs, and what it says when PostgreSQL cannot be had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from tests.both_databases import TESTS, on_both_databases
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


@dataclass(frozen=True)
class Item:
    """What of a collected test decides where it runs."""

    nodeid: str
    fixturenames: tuple[str, ...] = ("db",)
    marks: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        return TESTS.parent / self.nodeid.partition("::")[0]

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.marks else None


def test_rooms_that_ask_the_database_are_tested_on_both_and_what_stands_on_them_by_one_case() -> None:
    pure = Item("tests/pure/kernel/test_dates.py::test_day", ())
    items = [
        Item("tests/shared/jobs/test_claims.py::test_claim[1]", ("transactional_db",)),
        Item("tests/shared/jobs/test_claims.py::test_claim[2]", ("transactional_db",)),
        Item("tests/domain/records/test_new_room.py::test_kill[0]", ("processes", "tmp_path")),
        Item("tests/doors/cli/test_home.py::test_home[zh]"),
        pure,
        Item("tests/doors/cli/test_home.py::test_home[en]"),
        Item("tests/doors/cli/test_home.py::test_other"),
        Item("tests/browser/test_walks.py::test_walk", ("live_server",)),
        Item("tests/domain/records/test_terms.py::test_term", ("tmp_path",)),
        Item("tests/doors/web/test_page.py::test_page", (), marks=("django_db",)),
        Item("tests/access/test_permissions.py::test_walk", (), marks=("django_db",)),
    ]
    kept = on_both_databases(cast("list[pytest.Item]", items))
    assert list(kept) == [items[place] for place in (0, 1, 2, 3, 6, 10)]
