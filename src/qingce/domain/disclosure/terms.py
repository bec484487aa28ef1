"""Limits and terms of this room: data, all our own rule."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class DisclosureTerms:
    """One limit each; `data/terms.toml` says what for."""

    text_longest: int
    sitting_minutes: int
    papers_most: int
    paper_mb: int
    supports_most: int
    monitoring_most: int
    outlet_longest: int
    words_longest: int


@cache
def disclosure_terms() -> DisclosureTerms:
    """The shipped terms; a missing or an unknown one is an error."""
    text = files("qingce.domain.disclosure").joinpath("data/terms.toml").read_text("utf-8")
    return DisclosureTerms(**tomllib.loads(text)["disclosure"])
