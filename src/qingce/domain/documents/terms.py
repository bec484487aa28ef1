"""Limits and terms of this room: data, all our own rule."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class DocumentTerms:
    """One limit each; `data/terms.toml` says what for."""

    files_most: int
    file_mb: int
    bulk_most: int
    title_longest: int
    issuer_longest: int
    number_longest: int
    reason_longest: int
    remind_days: tuple[int, ...]

    @property
    def expiring_days(self) -> int:
        """How many days before it expires a paper is told of."""
        return max(self.remind_days)


@cache
def document_terms() -> DocumentTerms:
    """The shipped terms; a missing or an unknown one is an error."""
    text = files("qingce.domain.documents").joinpath("data/terms.toml").read_text("utf-8")
    said = tomllib.loads(text)["documents"]
    return DocumentTerms(**said | {"remind_days": tuple(sorted(said["remind_days"], reverse=True))})
