"""A later version of the removal rules, made by editing text alone."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.rulebook.books import ROOT

OLD, NEW = "removal/2017-06-01", "removal/2027-01-01"
HEAD = """
id = "removal"
title = { zh = "记录撤除方式的判定", en = "How a record can be removed" }
source = "IPE-2017"
status = "in-force"
effective_on = 2027-01-01
supersedes = "2017-06-01"
changes = { zh = "试验所改。", en = "What a trial changes." }
"""
LIMIT = 'clause = "IPE-2017 §2.2.2 (7)"\nvalue = [{ from = 2017-06-01, value = 3 }]'
NEXT_GROUP = '\n[[table.removal.group]]\nid = "nuclear-safety"'
FIVE_TONNES = ("parameters.toml", LIMIT, LIMIT.replace("value = 3", "value = 5"))


def row_added(row: str) -> tuple[str, str, str]:
    """The change that puts a row at the end of the group before nuclear safety."""
    return ("table.toml", NEXT_GROUP, row + NEXT_GROUP)


def lay_later(root: Path, *changes: tuple[str, str, str], added: Mapping[str, str] | None = None) -> Path:
    """Lays the rules down with a later version that holds only its head and the files that change.

    Args: changes: file, text, and what takes its place, which stands there once. added: further files of the version.
    Returns: `root`, as a rulebook.
    """
    shutil.copytree(ROOT / OLD, root / OLD)
    later = root / NEW
    later.mkdir()
    for name, text in {"book.toml": HEAD, **(added or {})}.items():
        (later / name).write_text(text, encoding="utf-8")
    for name, old, new in changes:
        text = (root / OLD / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (later / name).write_text(text.replace(old, new), encoding="utf-8")
    return root
