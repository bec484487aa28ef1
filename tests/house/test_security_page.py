"""The page on safety names files and tests that are there, and speaks of every chapter, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [(ROOT / f"docs/{name}").read_text("utf-8") for name in ("security.md", "security.zh.md")]
both = pytest.mark.parametrize("text", TEXTS, ids=["en", "zh"])
PLACES = ("", "src/qingce", "tests/doors/web")


@both
def test_every_file_that_is_named_is_there(text: str) -> None:
    named = [name for name in re.findall(r"`([\w./-]+)`", text) if re.search(r"/|\.(py|toml|md)$", name)]
    files = [name for name in named if not name.startswith("/")]
    assert len(files) > 15
    assert [name for name in files if not any((ROOT / place / name).exists() for place in PLACES)] == []


@both
def test_every_chapter_is_spoken_of(text: str) -> None:
    chapters = [int(number) for number in re.findall(r"^## V(\d+) ", text, re.MULTILINE)]
    assert chapters == list(range(1, 15))


def test_both_languages_say_the_same_of_the_same_requirements() -> None:
    """Rows in the same order, with the same files, settings and numbers of what is not met."""
    english, chinese = (re.findall(r"`[^`]+`|\d+(?:\.\d+)+", text) for text in TEXTS)
    assert sorted(english) == sorted(chinese)
