"""Terms, fields, methods and declarations of accreditation: data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from qingce.domain.removal.cases.terms import Said


@dataclass(frozen=True)
class AccreditationTerms:
    """One term or limit each; `data/accreditation.toml` says what for."""

    check_workdays: int
    decision_workdays: int
    answer_days: int
    months: int
    tie_years: int
    auditors_most: int
    ties_most: int
    papers_most: int
    text_longest: int


@dataclass(frozen=True)
class IndependenceText(Said):
    """A version of what an agency declares. Args: clause: empty: ours."""

    version: str


@cache
def accreditation_terms() -> AccreditationTerms:
    """The shipped terms; a missing or an unknown one is an error."""
    return AccreditationTerms(**_read()["terms"])


@cache
def audit_fields() -> tuple[Said, ...]:
    """What an agency can be competent in."""
    return _said("field")


@cache
def audit_methods() -> tuple[Said, ...]:
    """How it can audit."""
    return _said("method")


@cache
def paper_slots() -> tuple[Said, ...]:
    """What its papers can show, besides the qualification of an auditor."""
    return _said("slot")


@cache
def independence_texts() -> tuple[IndependenceText, ...]:
    """What an agency declares now, in the order of the list."""
    newest = {each.id: each for each in _independence()}
    return tuple(newest.values())


def independence_of_version(kind: str, version: str) -> IndependenceText:
    """A text as it was accepted once; nothing is ever taken out of the data."""
    return next(each for each in _independence() if (each.id, each.version) == (kind, version))


@cache
def _independence() -> tuple[IndependenceText, ...]:
    return tuple(
        IndependenceText(each["kind"], each["zh"], each["en"], each["clause"], each["version"])
        for each in _read()["declaration"]
    )


def _said(name: str) -> tuple[Said, ...]:
    return tuple(Said(each["id"], each["zh"], each["en"], each.get("clause", "")) for each in _read()[name])


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(files("qingce.domain.removal").joinpath("data/accreditation.toml").read_text("utf-8"))
