"""The rules of the house about who may import what, beyond the order that import-linter checks."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "qingce"
FLOORS = ("pure", "shared", "domain", "doors")
OPEN_MODULES = {"actions", "queries", "enums", "errors", "registry"}  # errors: what actions and queries may raise
OPEN_TO_DOORS = OPEN_MODULES | {"forms"}
COLUMN_ENGINES = ("polars", "duckdb", "pyarrow", "pyspark")
COLUMN_ROOMS = (
    "qingce.pure.rules",
    "qingce.shared.intake",
    "qingce.domain.enterprises",
    "qingce.domain.monitoring.backends",
    "qingce.domain.removal",
    "qingce.domain.statistics",
)
SEEN_BY_PEOPLE = ("django.http", "django.shortcuts", "django.template", "django.contrib.messages")


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("qingce", include_external_packages=True, cache_dir=None)


def room(module: str) -> str | None:
    """`qingce.domain.records.models` → `qingce.domain.records`; None outside the rooms."""
    found = re.match(r"qingce\.(?:pure|shared|domain|doors)\.\w+", module)
    return found[0] if found else None


def imports() -> list[tuple[str, str]]:
    modules = [module for module in sorted(graph().modules) if module.startswith("qingce.")]
    return [
        (importer, imported)
        for importer in modules
        for imported in sorted(graph().find_modules_directly_imported_by(importer))
    ]


def is_open(importer: str, imported: str) -> bool:
    """Whether a module of one room may import that module of another."""
    own, other = room(importer), room(imported)
    if own is None or other is None or own == other or other.startswith("qingce.pure."):
        return True
    part = imported.removeprefix(other).lstrip(".").split(".")[0]
    return part in (OPEN_TO_DOORS if own.startswith("qingce.doors.") else OPEN_MODULES)


@pytest.mark.parametrize("floor", FLOORS)
def test_every_room_stands_in_the_import_order(floor: str) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    order = " ".join(contracts[0]["layers"])
    rooms = [path.parent.name for path in (SOURCE / floor).glob("*/__init__.py")]
    assert [name for name in rooms if not re.search(rf"qingce\.{floor}\.{name}\b", order)] == []


def test_rooms_import_only_what_other_rooms_hold_open() -> None:
    assert [f"{a} -> {b}" for a, b in imports() if b.startswith("qingce.") and not is_open(a, b)] == []


def test_column_engines_stay_in_their_rooms() -> None:
    assert [
        f"{importer} -> {imported}"
        for importer, imported in imports()
        if imported in COLUMN_ENGINES and not importer.startswith(COLUMN_ROOMS)
    ] == []


def test_index_engine_stays_in_search() -> None:
    assert [a for a, b in imports() if b == "tantivy" and not a.startswith("qingce.shared.search")] == []


def test_actions_and_queries_see_no_request_message_or_template() -> None:
    # External packages appear in the graph without their submodules, so the source itself is read.
    quiet = [
        path
        for path in SOURCE.rglob("*.py")
        if {"actions", "queries", "transitions"} & {path.stem, *path.relative_to(SOURCE).parts}
    ]
    pattern = re.compile(rf"^\s*(?:from|import) (?:{'|'.join(map(re.escape, SEEN_BY_PEOPLE))})\b", re.MULTILINE)
    assert [path.relative_to(SOURCE).as_posix() for path in quiet if pattern.search(path.read_text("utf-8"))] == []
