"""How much a form takes: the shipped table of limits, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class ChecklistTerms:
    """One limit each; `data/checklists.toml` says what for."""

    text_longest: int
    note_longest: int
    evidence_most: int
    versions_most: int
    file_mb: int
    body_kb: int
    clock_minutes: int
    far_km: int


@cache
def checklist_terms() -> ChecklistTerms:
    """The shipped limits; a missing or an unknown one is an error."""
    data = files("qingce.shared.checklists").joinpath("data/checklists.toml").read_text("utf-8")
    return ChecklistTerms(**tomllib.loads(data)["checklists"])
