"""The list of the formal check: data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class ReviewCheck:
    """A line of the list. Args: clause: where a source asks for it; empty: our own."""

    id: str
    zh: str
    en: str
    clause: str

    def said(self, language: str) -> str:
        """The line in a language."""
        return self.zh if language == "zh" else self.en


@cache
def review_checks() -> tuple[ReviewCheck, ...]:
    """Every line, in its order."""
    read = tomllib.loads(files("qingce.domain.disclosure").joinpath("data/review.toml").read_text("utf-8"))
    return tuple(ReviewCheck(**each) for each in read["check"])
