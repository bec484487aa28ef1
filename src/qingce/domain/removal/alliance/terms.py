"""Terms, regions by name and declarations of the alliance: data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from qingce.domain.removal.accreditation.terms import IndependenceText


@dataclass(frozen=True)
class AllianceTerms:
    """One term or limit each; `data/alliance.toml` says what for."""

    answer_workdays: int
    regions_most: int
    costs_most: int
    cost_most_cny: int
    text_longest: int
    observers_most: int


@cache
def alliance_terms() -> AllianceTerms:
    """The shipped terms; a missing or an unknown one is an error."""
    return AllianceTerms(**_read()["terms"])


@cache
def named_regions() -> Mapping[str, tuple[str, str]]:
    """Member → the word of its name that says where it is, and that division's code."""
    return {key: (word, code) for key, (word, code) in _read()["regions"].items()}


@cache
def money_text() -> IndependenceText:
    """What every party of an audit declares on money, in its newest version."""
    each = _read()["declaration"][-1]
    return IndependenceText(each["kind"], each["zh"], each["en"], each["clause"], each["version"])


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(files("qingce.domain.removal").joinpath("data/alliance.toml").read_text("utf-8"))
