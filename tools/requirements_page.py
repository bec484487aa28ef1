"""docs/requirements.md: each requirement, where a user reaches it, and what shows that it holds."""

from __future__ import annotations

import ast
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tools.steps import ROOT, Stop

SOURCE = ROOT / "docs/requirements.csv"
HEAD = """<!-- Made by `make docs` from docs/requirements.csv, the pages, the commands and the tests. -->
# What Qingce must do, and where it does

A page or command names the requirements it serves beside its code; a test names those it shows to hold.
**tested**: reached by a user and shown by a test. **reachable**: reached, no test names it.
**inside only**: tests name it, no page or command does yet. **not built yet**: neither.
A state says that there is something to use, not that every word of the requirement is met.
"""


@dataclass(frozen=True)
class Requirement:
    """One line of docs/requirements.csv."""

    id: str
    area: str
    text: str


def page() -> str:
    """The whole page.

    Raises: Stop: a page, command or test names a requirement that does not exist.
    """
    requirements = read_requirements(SOURCE)
    places, tests = _places(), _tests(ROOT / "tests")
    _refuse_unknown({*places, *tests} - {each.id for each in requirements})
    sections = [
        _section(area, list(group), places, tests) for area, group in groupby(requirements, lambda each: each.area)
    ]
    return "\n".join([HEAD, _summary(requirements, places, tests), *sections])


def read_requirements(path: Path) -> list[Requirement]:
    """The requirements in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Requirement(**row) for row in csv.DictReader(file)]


def state(places: object, tests: object) -> str:
    """How far a requirement is, from where it is reached and what shows it."""
    if places:
        return "tested" if tests else "reachable"
    return "inside only" if tests else "not built yet"


def _refuse_unknown(ids: set[str]) -> None:
    if ids:
        raise Stop(f"docs/requirements.csv has no {', '.join(sorted(ids))}: a page, command or test names it.")


def _summary(
    requirements: Iterable[Requirement], places: Mapping[str, list[str]], tests: Mapping[str, list[str]]
) -> str:
    counts = Counter(state(places.get(each.id), tests.get(each.id)) for each in requirements)
    return ", ".join(f"{count} {name}" for name, count in counts.most_common()) + ".\n"


def _section(
    area: str, group: list[Requirement], places: Mapping[str, list[str]], tests: Mapping[str, list[str]]
) -> str:
    head = [
        "| id | the system must | pages and commands | tests | state |",
        "| --- | --- | --- | --- | --- |",
    ]
    rows = [
        f"| {each.id} | {each.text} | {_listed(places.get(each.id))} | {_listed(tests.get(each.id))} "
        f"| {state(places.get(each.id), tests.get(each.id))} |"
        for each in group
    ]
    return "\n".join([f"## {area}", *head, *rows, ""])


def _listed(places: list[str] | None) -> str:
    return "<br>".join(places) if places else ""


def _places() -> dict[str, list[str]]:
    """Pages and commands by the requirement they serve."""
    import django

    django.setup()
    found: dict[str, list[str]] = defaultdict(list)
    for name, ids in (*_pages(), *_commands()):
        for each in ids:
            if name not in found[each]:
                found[each].append(name)
    return found


def _pages() -> Iterator[tuple[str, tuple[str, ...]]]:
    from django.urls import get_resolver

    yield from _patterns(get_resolver().url_patterns, "/")


def _patterns(patterns: Iterable[object], prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    from django.urls import URLPattern, URLResolver

    from qingce.pure.kernel.requirements import served

    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each.url_patterns, prefix + str(each.pattern))
        elif isinstance(each, URLPattern):
            view = getattr(each.callback, "view_class", each.callback)
            yield f"`{prefix}{each.pattern}`", served(view)


def _commands() -> Iterator[tuple[str, tuple[str, ...]]]:
    import click

    from qingce.doors.cli.main import main
    from qingce.pure.kernel.requirements import served

    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        if command is not None:
            yield f"`qingce {name}`", (*served(command), *served(command.callback))


def _tests(folder: Path) -> dict[str, list[str]]:
    """Test files, each with how many of its tests name the requirement, by requirement."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        name = path.relative_to(ROOT).as_posix()
        for each, count in sorted(Counter(_cited(tree)).items()):
            found[each].append(f"[{name.removeprefix('tests/')}](../{name}) ({count})")
    return found


def _cited(node: ast.AST, inherited: tuple[str, ...] = ()) -> Iterator[str]:
    """The requirements each test function cites itself, by its class or by its module."""
    own = (*inherited, *_marked(node))
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from _cited(child, own)
        elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) and child.name.startswith("test_"):
            yield from {*own, *_marked(child)}


def _marked(node: ast.AST) -> tuple[str, ...]:
    """Ids in `@pytest.mark.requirement(…)` on a class or function, or in a module's `pytestmark`."""
    if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        marks: list[ast.expr] = node.decorator_list
    elif isinstance(node, ast.Module):
        marks = [each.value for each in node.body if isinstance(each, ast.Assign) and _is_pytestmark(each)]
    else:
        return ()
    calls = [call for mark in marks for call in ast.walk(mark) if isinstance(call, ast.Call)]
    return tuple(
        str(word.value)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "requirement"
        for word in call.args
        if isinstance(word, ast.Constant)
    )


def _is_pytestmark(assignment: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in assignment.targets)
