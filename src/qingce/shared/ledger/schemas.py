"""The kinds of public acts: what an entry of each says. Rooms register theirs in their `AppConfig.ready`.

A kind is never changed: what it says otherwise gets the next version, and both stay known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from qingce.shared.ledger.errors import FactsWrong, SchemaUnknown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_TEXT = 500
LONGEST_CODE = 60
FIRST_INEXACT = 2**53  # not every reader of JSON tells greater numbers apart
_HASH = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(rf"[A-Za-z0-9._/:+-]{{1,{LONGEST_CODE}}}")


class FactKind(Enum):
    """What a fact may be. No free text of people: that is committed to, and can be forgotten."""

    NUMBER = "whole number, 0 or more"
    HASH = "SHA-256, 64 hexadecimal digits"
    DAY = "day, 2026-11-21"
    CODE = "code: letters, digits and . _ / : + -"
    CODES = "list of codes"
    NUMBERS = "list of whole numbers"
    TEXT = "public text about no person, at most 500 characters"
    TEXTS = "list of such texts"


@dataclass(frozen=True)
class Fact:
    """One value that entries of a kind state.

    Args: help: what it means, in both languages.
    """

    kind: FactKind
    help: StrOrPromise


@dataclass(frozen=True)
class ActSchema:
    """A kind of public act.

    Args: act: its name, as entries have it. subject: what it is about, such as "record". facts: all of them are in
        every entry. is_bulk: about many rows at once. words: which free texts go with it, committed to. states: it
        says what its subject says from now on: by the fact `content`, or by the rows of a bulk act. shows: from now on
        its subject is on the public list; False: it no longer is; None: as before.
    """

    act: str
    title: StrOrPromise
    subject: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    is_bulk: bool = False
    words: Mapping[str, StrOrPromise] = field(default_factory=dict)
    version: int = 1
    states: bool = False
    shows: bool | None = None

    @property
    def name(self) -> str:
        """As an entry names it: act and version."""
        return f"{self.act}/{self.version}"

    def check(self, facts: Mapping[str, object], words: Mapping[str, object]) -> None:
        """Whether an entry of this kind may say this.

        Raises: FactsWrong.
        """
        if set(facts) != set(self.facts) or not set(words) <= set(self.words):
            raise FactsWrong(f"{self.name} states {sorted(self.facts)}; given was {sorted((*facts, *words))}.")
        for name, value in facts.items():
            if not _fits(self.facts[name].kind, value):
                raise FactsWrong(f"{self.name}: {name} is no {self.facts[name].kind.value}.")


_schemas: dict[str, ActSchema] = {}


def register_public_acts(schemas: Iterable[ActSchema]) -> None:
    """Makes kinds of public acts known."""
    _schemas.update({each.name: each for each in schemas})


def schema_of(name: str) -> ActSchema:
    """The kind of this name and version.

    Raises: SchemaUnknown.
    """
    if name not in _schemas:
        raise SchemaUnknown(f"No kind of public act is called {name[:60]}.", name=name[:60])
    return _schemas[name]


def newest_schema(act: str) -> ActSchema:
    """The newest version of a kind of act.

    Raises: SchemaUnknown.
    """
    versions = [each for each in _schemas.values() if each.act == act]
    if not versions:
        raise SchemaUnknown(f"No kind of public act is called {act[:60]}.", name=act[:60])
    return max(versions, key=lambda each: each.version)


def schemas() -> list[ActSchema]:
    """Every kind, by name and version."""
    return sorted(_schemas.values(), key=lambda each: (each.act, each.version))


def _fits(kind: FactKind, value: object) -> bool:
    if kind in (FactKind.CODES, FactKind.NUMBERS, FactKind.TEXTS):
        of = {FactKind.CODES: FactKind.CODE, FactKind.NUMBERS: FactKind.NUMBER, FactKind.TEXTS: FactKind.TEXT}[kind]
        return isinstance(value, Sequence) and not isinstance(value, str) and all(_fits(of, each) for each in value)
    if kind is FactKind.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < FIRST_INEXACT
    if kind is FactKind.DAY:
        return type(value) is date
    if not isinstance(value, str):
        return False
    if kind is FactKind.TEXT:
        return 0 < len(value) <= LONGEST_TEXT
    return bool((_HASH if kind is FactKind.HASH else _CODE).fullmatch(value))
