"""Terms and limits of claims: data, all our own rule."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class ClaimTerms:
    """One term or limit each; `data/claims.toml` says what for."""

    code_days: int
    code_tries: int
    letters_most: int
    open_most: int
    files_most: int
    file_mb: int
    statement_longest: int
    reason_longest: int


@cache
def claim_terms() -> ClaimTerms:
    """The shipped terms; a missing or an unknown one is an error."""
    text = files("qingce.domain.enterprises").joinpath("data/claims.toml").read_text("utf-8")
    return ClaimTerms(**tomllib.loads(text)["claims"])
