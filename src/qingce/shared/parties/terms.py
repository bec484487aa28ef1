"""Terms and limits of accounts and organisations: data, all our own rule."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any


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
    privacy_notice_of: date
    failures_kept_hours: int

    @property
    def failures_kept(self) -> timedelta:
        """How long wrong passwords are kept."""
        return timedelta(hours=self.failures_kept_hours)


@cache
def parties_terms() -> PartiesTerms:
    """The shipped terms; a missing or an unknown one is an error."""
    return PartiesTerms(**_table()["parties"])


@cache
def entry_limits() -> dict[str, int]:
    """Field of a personal entry → how many characters it takes."""
    return dict(_table()["entry"])


def _table() -> dict[str, Any]:
    return tomllib.loads(files("qingce.shared.parties").joinpath("data/terms.toml").read_text("utf-8"))
