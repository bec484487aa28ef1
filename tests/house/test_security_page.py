"""The page on safety names files and tests that are there, and speaks of every chapter."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/security.md").read_text("utf-8")
PLACES = ("", "src/qingce", "tests/doors/web")


def test_every_file_that_is_named_is_there() -> None:
    named = [name for name in re.findall(r"`([\w./-]+)`", TEXT) if re.search(r"/|\.(py|toml|md)$", name)]
    files = [name for name in named if not name.startswith("/")]
    assert len(files) > 15
    assert [name for name in files if not any((ROOT / place / name).exists() for place in PLACES)] == []


def test_every_chapter_is_spoken_of() -> None:
    chapters = [int(number) for number in re.findall(r"^## V(\d+) ", TEXT, re.MULTILINE)]
    assert chapters == list(range(1, 15))
