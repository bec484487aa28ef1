"""Terms of audits, and the table of duties as the rulebook has it: data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from qingce.domain.removal.audits.enums import ALWAYS, OWNERS, Duty
from qingce.shared.rulebooks.queries import book_of

if TYPE_CHECKING:
    from qingce.pure.rules.schema import ListItem

DUTIES = "duties"


@dataclass(frozen=True)
class AuditTerms:
    """One term or limit each; `data/audits.toml` says what for."""

    stage_days: int
    answer_days: int
    remind_days: tuple[int, ...]
    text_longest: int
    page_audits: int
    papers_most: int
    quotes_most: int
    plan_days: int
    proofs_most: int

    @property
    def answer(self) -> timedelta:
        """How long everybody has at least after a step of another."""
        return timedelta(days=self.answer_days)


@cache
def audit_terms() -> AuditTerms:
    """The shipped terms; a missing or an unknown one is an error."""
    read = _read("audits")["audits"]
    return AuditTerms(**{**read, "remind_days": tuple(sorted(read["remind_days"], reverse=True))})


@lru_cache(maxsize=16)
def duties_of(rules: str) -> tuple[Duty, ...]:
    """Every duty of a version of the rules, in the rulebook's order; no query where its book is in memory.

    Raises: KeyError: the rules have a duty that the table does not tell how to do.
    """
    ways = {each["id"]: each for each in _read("audit_duties")["duty"]}
    return tuple(_duty(each, ways[each.id]) for each in book_of(rules).lists[DUTIES].item)


def ways_of_duties() -> tuple[str, ...]:
    """The duties of which the table tells how they are done."""
    return tuple(each["id"] for each in _read("audit_duties")["duty"])


def _duty(item: ListItem, way: Mapping[str, Any]) -> Duty:
    stage = item.at["stage"]
    return Duty(
        id=item.id,
        stage=stage,
        until=way["until"] if stage == ALWAYS else stage,
        party=OWNERS[item.at["party"]],
        title=item.title,
        text=item.text,
        clause=item.clause,
        by=way.get("by", ""),
        by_observer=way.get("observer", False),
        by_named=way.get("named", False),
        needs_form=way.get("needs_form", False),
        again=way.get("again", False),
    )


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("qingce.domain.removal").joinpath(f"data/{name}.toml").read_text("utf-8"))
