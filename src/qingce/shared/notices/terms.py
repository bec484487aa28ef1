"""Limits and terms of this room: data, all our own rule."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class NoticeTerms:
    """One limit each; `data/terms.toml` says what for."""

    title_longest: int
    body_longest: int
    about_most: int
    reason_longest: int
    extension_days_most: int
    statement_longest: int
    answer_longest: int
    name_longest: int
    form_seconds_least: int
    form_hours: int
    objections_per_hour: int
    tries_per_hour: int
    flood_per_hour: int
    waiting_most: int
    confirm_hours: int
    contact_kept_days: int


@cache
def notice_terms() -> NoticeTerms:
    """The shipped terms; a missing or an unknown one is an error."""
    text = files("qingce.shared.notices").joinpath("data/terms.toml").read_text("utf-8")
    return NoticeTerms(**tomllib.loads(text)["notices"])
