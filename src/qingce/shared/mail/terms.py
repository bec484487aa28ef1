"""How long letters are tried and kept: the shipped table of terms, read once. No Django here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Terms:
    """One term each; `data/terms.toml` says what for."""

    attempts: int
    first_wait_seconds: int
    longest_wait_seconds: int
    waiting_hours: int
    kept_days: int
    told_days: int

    @property
    def first_wait(self) -> timedelta:
        """Before the second attempt."""
        return timedelta(seconds=self.first_wait_seconds)

    @property
    def longest_wait(self) -> timedelta:
        """Between two attempts, at most."""
        return timedelta(seconds=self.longest_wait_seconds)

    @property
    def waiting(self) -> timedelta:
        """After it, a letter that still waits has failed."""
        return timedelta(hours=self.waiting_hours)

    @property
    def kept(self) -> timedelta:
        """After it, a letter is dropped."""
        return timedelta(days=self.kept_days)

    @property
    def told(self) -> timedelta:
        """How long a failure is news."""
        return timedelta(days=self.told_days)


@cache
def terms() -> Terms:
    """The shipped terms; a missing or an unknown one stops the start."""
    return Terms(**tomllib.loads(files("qingce.shared.mail").joinpath("data/terms.toml").read_text("utf-8")))
