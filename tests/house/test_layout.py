"""The house itself: sizes, and what may never stand in the repository."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE, LONGEST_FUNCTION = 400, 50
DATA = {".csv", ".po", ".mo", ".png", ".svg", ".gz", ".xlsx", ".parquet", ".ico", ".ttf"}
# Spelt backwards: the check may not itself contain what it forbids.
REGISTRIES = [host[::-1] for host in ("gro.ipyp", "gro.detsohnohtyp", "gro.sjmpn.yrtsiger", "gro.naibed.bed")]
FOLDERS = "|".join(name[::-1] for name in ("krow", "mraf", "toor", "emoh", "sresU"))
MACHINE_PATH = re.compile(rf"(?<![\w.])/(?:{FOLDERS})/[\w.]")


def files() -> list[Path]:
    """Files of the repository, new ones that are not ignored included."""
    said = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
    ).stdout
    return [ROOT / name for name in said.splitlines() if (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for path in files():
        if path.suffix not in DATA:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8", errors="replace")


def python_files() -> list[tuple[str, str]]:
    return [(name, text) for name, text in texts() if name.endswith(".py") and "/migrations/" not in name]


def test_no_file_is_longer_than_400_lines() -> None:
    assert [name for name, text in python_files() if text.count("\n") > LONGEST_FILE] == []


def test_no_function_is_longer_than_50_lines() -> None:
    assert [
        f"{name}:{node.lineno} {node.name}"
        for name, text in python_files()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ] == []


def test_no_registry_host_is_named() -> None:
    assert [name for name, text in texts() if any(host in text for host in REGISTRIES)] == []


def test_no_machine_path_is_named() -> None:
    assert [f"{name}: {found[0]}" for name, text in texts() if (found := MACHINE_PATH.search(text))] == []


def test_pinned_packages_all_have_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\n(?=(\s+--hash=)?)", path.read_text("utf-8"), flags=re.MULTILINE)
        assert pins
        assert all(pins), path.name


def test_every_package_asked_for_is_explained() -> None:
    explained = (ROOT / "docs/dependencies.md").read_text("utf-8").lower()
    asked = [
        re.split(r"[\[<>=~! ]", line)[0]
        for path in (ROOT / "requirements").glob("*.in")
        for line in path.read_text("utf-8").splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    assert [name for name in asked if f"`{name.lower()}" not in explained] == []


def test_every_data_folder_states_source_and_licence() -> None:
    folders = {path.parent for path in files() if path.parent.name == "data" or path.parent.parent == ROOT / "demo"}
    explained = {path.parent for path in files() if path.name.startswith(("README", "SOURCES"))}
    assert [folder.as_posix() for folder in folders if not explained & {folder, folder.parent}] == []
