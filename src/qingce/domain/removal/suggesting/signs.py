"""The tables of signs, read once and checked."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from qingce.domain.removal.suggesting.errors import InvalidSign
from qingce.domain.removal.suggesting.finding import WordFinder
from qingce.domain.removal.suggesting.phrases import NOT_PART, NOT_STOP, Phrase, read_phrase

SHORTEST = 2  # characters of a word by which texts are chosen
# How far setting aside reaches beyond the words themselves: before them, after them.
_REACH = {
    "words": ("", ""),
    "part": ("", f"{NOT_PART}*"),
    "sentence": ("", f"{NOT_STOP}*"),
    "until-not": ("", r"[^,。;!?\n未没而却]*(?:[,。;!?\n]|$)"),
    "whole": (f"{NOT_STOP}{{0,200}}?", f"{NOT_STOP}*"),
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of `data/signs.csv`.

    Attributes:
        choice: choice of the fact `matters`.
        anchors: a text without any of these need not be searched.
        but: stretches that are set aside for this sign alone.
    """

    id: str
    choice: str
    pattern: re.Pattern[str]
    anchors: tuple[str, ...]
    but: re.Pattern[str] | None
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class Aside:
    """One line of `data/set_aside.csv`."""

    id: str
    pattern: re.Pattern[str]
    anchors: tuple[str, ...]


@cache
def shared_words() -> dict[str, Phrase]:
    """The lines of `data/sign_words.csv`; a line may use those above it."""
    words: dict[str, Phrase] = {}
    for row in _rows("sign_words.csv"):
        words[row["name"]] = read_phrase(f"({row['words']})", words)
    return words


@cache
def signs() -> tuple[Sign, ...]:
    """The lines of `data/signs.csv` in their order.

    Raises: InvalidSign: a phrase cannot be read, matches anything, or an id stands twice.
    """
    rows = _rows("signs.csv")
    _check_ids(row["id"] for row in rows)
    return tuple(map(_sign, rows))


@cache
def asides() -> tuple[Aside, ...]:
    """The lines of `data/set_aside.csv` in their order."""
    return tuple(_aside(row) for row in _rows("set_aside.csv"))


@cache
def confidences() -> dict[str, Decimal]:
    """Confidence of the lines of `data/amounts.csv`, by their ids."""
    return {row["id"]: Decimal(row["confidence"]) for row in _rows("amounts.csv")}


@cache
def _sign_finder() -> WordFinder:
    return WordFinder((number, sign.anchors) for number, sign in enumerate(signs()))


@cache
def _aside_finder() -> WordFinder:
    return WordFinder((number, aside.anchors) for number, aside in enumerate(asides()))


def signs_for(text: str) -> list[Sign]:
    """The signs that may match a folded text, in their order."""
    return [signs()[number] for number in _sign_finder().owners_in(text)]


def asides_for(text: str) -> list[Aside]:
    """What may have to be set aside in a folded text, in the order of the table."""
    return [asides()[number] for number in _aside_finder().owners_in(text)]


def pattern_of(words: str) -> re.Pattern[str]:
    """A phrase that uses the shared words, as a regular expression over folded text."""
    return re.compile(read_phrase(words, shared_words()).pattern)


def _sign(row: dict[str, str]) -> Sign:
    phrase = _anchored(row["id"], row["phrase"])
    return Sign(
        id=row["id"],
        choice=row["choice"],
        pattern=re.compile(phrase.pattern),
        anchors=tuple(sorted(phrase.anchors)),
        but=pattern_of(row["but"]) if row["but"] else None,
        confidence=Decimal(row["confidence"]),
    )


def _aside(row: dict[str, str]) -> Aside:
    phrase = _anchored(row["id"], f"({row['words']})")
    before, after = _REACH[row["reach"]]
    return Aside(row["id"], re.compile(f"{before}{phrase.pattern}{after}"), tuple(sorted(phrase.anchors)))


def _anchored(name: str, words: str) -> Phrase:
    phrase = read_phrase(words, shared_words())
    if min(map(len, phrase.anchors), default=0) < SHORTEST:
        raise InvalidSign(f"{name}: {words!r} matches without a word of {SHORTEST} characters.", phrase=words)
    return phrase


def _check_ids(names: Iterable[str]) -> None:
    met: set[str] = set()
    for name in names:
        if name in met:
            raise InvalidSign(f"Two lines are called {name!r}.", phrase=name)
        met.add(name)


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("qingce.domain.removal").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
