"""The term and the reminders of promises: data, with the clause of each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from qingce.domain.disclosure.panels import panel_types
from qingce.domain.records.enums import BY_TYPE, RecordType
from qingce.shared.rulebooks.queries import book_of, release_at

BOOK, PARAMETER, TABLE = "disclosure", "promise-term", "promise"


@dataclass(frozen=True)
class PromiseTerm:
    """The term as the rulebook of a day fixes it. Args: version, digest: of that rulebook."""

    workdays: int
    clause: str
    version: str
    digest: str


@dataclass(frozen=True)
class Reminders:
    """When members are written to. Args: left: with so many working days left, the most first; besides the start."""

    left: tuple[int, ...]
    clause: str
    zh: str
    en: str


def promise_term(*, on: date) -> PromiseTerm:
    """The term that holds for what starts on a day; one query, two for a rulebook that is not in memory.

    Raises: NoReleaseInForce; NoValueThen.
    """
    release = release_at(BOOK, on=on)
    book = book_of(release.digest)
    clause = book.parameters[PARAMETER].clause or ""
    return PromiseTerm(int(book.value(PARAMETER, on=on)), clause, release.version, release.digest)


def promise_types(*, on: date) -> tuple[RecordType, ...]:
    """The types of which a new record counts: those that state a violation and are explained one by one; one query.

    Raises: NoReleaseInForce.
    """
    return tuple(each for each in panel_types(on=on) if BY_TYPE[each].states_violation)


@cache
def reminders() -> Reminders:
    """The shipped steps; a missing or an unknown key is an error."""
    text = files("qingce.domain.disclosure").joinpath("data/promises.toml").read_text("utf-8")
    found = tomllib.loads(text)["reminders"]
    return Reminders(tuple(sorted(found.pop("left"), reverse=True)), **found)
