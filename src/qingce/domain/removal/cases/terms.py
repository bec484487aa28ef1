"""Terms, declarations and lists of cases: data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from qingce.domain.removal.cases.enums import CaseParty


@dataclass(frozen=True)
class CaseTerms:
    """One term or limit each; `data/cases.toml` says what for."""

    records_most: int
    unlisted_most: int
    papers_most: int
    text_longest: int
    messages_most: int
    determination_workdays: int
    completeness_workdays: int
    review_workdays: int
    answer_days: int
    remind_days: tuple[int, ...]
    absence_days: int
    evidence_most: int
    evidence_mb: int
    page_cases: int


@dataclass(frozen=True)
class Said:
    """A line of a list, in both languages. Args: clause: where a source asks for it."""

    id: str
    zh: str
    en: str
    clause: str

    def said(self, language: str) -> str:
        """The line in a language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class DeclarationText(Said):
    """A version of what a party declares."""

    party: CaseParty
    version: str


@cache
def case_terms() -> CaseTerms:
    """The shipped terms; a missing or an unknown one is an error."""
    read = _read("cases")["cases"]
    return CaseTerms(**{**read, "remind_days": tuple(sorted(read["remind_days"], reverse=True))})


@cache
def declarations_of(party: CaseParty) -> tuple[DeclarationText, ...]:
    """What a party declares now, in the order of the list."""
    newest = {each.id: each for each in _declarations() if each.party == party}
    return tuple(newest.values())


def declaration_of_version(party: str, kind: str, version: str) -> DeclarationText:
    """A text as it was accepted once; nothing is ever taken out of the data."""
    wanted = (party, kind, version)
    return next(each for each in _declarations() if (each.party.value, each.id, each.version) == wanted)


@cache
def review_checks() -> tuple[Said, ...]:
    """What is looked at of each paper."""
    return tuple(Said(**each) for each in _read("review")["check"])


@cache
def report_sections() -> tuple[Said, ...]:
    """The sections of a report."""
    return tuple(Said(**each) for each in _read("review")["section"])


@cache
def _declarations() -> tuple[DeclarationText, ...]:
    return tuple(
        DeclarationText(each["kind"], each["zh"], each["en"], each["clause"], CaseParty(each["party"]), each["version"])
        for each in _read("declarations")["declaration"]
    )


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("qingce.domain.removal").joinpath(f"data/{name}.toml").read_text("utf-8"))
