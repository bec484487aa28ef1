"""Terms and limits of accounts and organisations: data, all our own rule."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class PartiesTerms:
    """One term or limit each; `data/terms.toml` says what for."""

    invitation_days: int
    invitations_open_most: int
    organisations_waiting_most: int
    name_longest: int
    organisation_name_longest: int
    statement_longest: int
    reason_longest: int


@cache
def parties_terms() -> PartiesTerms:
    """The shipped terms; a missing or an unknown one is an error."""
    text = files("qingce.shared.parties").joinpath("data/terms.toml").read_text("utf-8")
    return PartiesTerms(**tomllib.loads(text)["parties"])
