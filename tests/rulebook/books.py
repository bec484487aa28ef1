"""The rulebooks of the repository."""

from __future__ import annotations

from pathlib import Path

from qingce.pure.rules.library import read_library

ROOT = Path(__file__).parents[2] / "rulebook"
LIBRARY = read_library(ROOT)
BOOKS = [book for versions in LIBRARY.books.values() for book in versions]
