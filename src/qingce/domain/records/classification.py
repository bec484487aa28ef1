"""What a text is about: violation categories and pollutants, by the words of two tables.

Used where a source gives text only; the record page says that the category was assigned from the text.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources

from qingce.domain.records.enums import ViolationCategory
from qingce.pure.kernel.pollutants import find_pollutant, pollutants
from qingce.pure.kernel.tables import read_table
from qingce.pure.kernel.text import fold

# Streams and quantities that HJ 212 codes beside pollutants but that are none.
_NOT_POLLUTANTS = ("废气", "污水", "流量", "温度", "水温", "压力", "湿度", "流速", "风", "含氧量", "负荷", "功率")


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("qingce.domain.records").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def keywords() -> dict[str, ViolationCategory]:
    """Folded keyword → category, from `data/violation_keywords.csv`."""
    return {fold(row["keyword"]): ViolationCategory(row["category"]) for row in _rows("violation_keywords.csv")}


@cache
def _keyword_pattern() -> re.Pattern[str]:
    return _any_of(keywords())


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds words that overlap: one character is taken, and the longest word that starts there is looked at."""
    # The search runs quickly to characters that begin a word; so the class stands first, and then it looks back.
    longest_first = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(f"{_first_of(words)}(?<=(?=({longest_first})).)")


def _first_of(words: Iterable[str]) -> str:
    return "[" + "".join(sorted({re.escape(word[0]) for word in words})) + "]"


# Both tables are looked up in the same text, one after the other.
_folded = lru_cache(maxsize=16)(fold)
_CATEGORIES = tuple(ViolationCategory)


@cache
def _places() -> dict[str, int]:
    """Folded keyword → place of its category in the vocabulary."""
    return {word: _CATEGORIES.index(category) for word, category in keywords().items()}


def categories_in(text: str) -> tuple[ViolationCategory, ...]:
    """The violation categories that a text's words name, in the order of the vocabulary; `OTHER` if none.

    Args: text: violation text in simplified or traditional characters.
    """
    return categories_named(_folded(text))


def categories_named(folded: str) -> tuple[ViolationCategory, ...]:
    """As `categories_in`, of a text that is folded already."""
    places = _places()
    found = {places[word] for word in _keyword_pattern().findall(folded)}
    return tuple(_CATEGORIES[place] for place in sorted(found)) or (ViolationCategory.OTHER,)


@cache
def _pollutant_names() -> dict[str, str]:
    """Folded name or short name of two or more characters → name as HJ 212 has it."""
    named = [p for p in pollutants() if not any(word in p.name for word in _NOT_POLLUTANTS)]
    by_code = {p.code: p.name for p in named}
    aliases = {fold(row["alias"]): by_code.get(row["code"], "") for row in read_table("pollutants_aliases.csv")}
    names = aliases | {fold(p.name): p.name for p in named} | usual_names()
    return {word: name for word, name in names.items() if name and len(word) > 1}


@cache
def usual_names() -> dict[str, str]:
    """Folded word → the name people look for, where HJ 212 uses another (`data/pollutant_names.csv`)."""
    return {fold(row["word"]): row["name"] for row in _rows("pollutant_names.csv")}


@cache
def pollutant_name(name: str) -> str:
    """The name under which a pollutant is listed: the usual one, else as HJ 212 has it, else as written."""
    if usual := usual_names().get(fold(name)):
        return usual
    found = find_pollutant(name)
    return found.name if found else name


@cache
def _pollutant_pattern() -> re.Pattern[str]:
    names = sorted(_pollutant_names(), key=len, reverse=True)
    by_first: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        by_first[name[0]].append(re.escape(name[1:]))
    # One branch per first character: the search runs quickly to characters that begin a name.
    branches = (f"{re.escape(first)}{_alone(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())
    return re.compile(f"(?:{'|'.join(branches)})(?![a-z])")


def _alone(first: str) -> str:
    """Short names in Latin letters stand alone: COD is not in "code"; Chinese ones may follow a letter (一级B氨氮)."""
    return "(?<![a-z0-9].)" if first.isascii() else ""


def pollutants_in(text: str) -> tuple[str, ...]:
    """The pollutants that a text names, under the names they are listed by, in order of appearance, each once.

    The longest name wins where names contain each other (`六价铬` is not also `铬`).
    """
    return pollutants_listed(_folded(text))


def pollutants_listed(folded: str) -> tuple[str, ...]:
    """As `pollutants_in`, of a text that is folded already."""
    names = _pollutant_names()
    return tuple(dict.fromkeys(names[word] for word in _pollutant_pattern().findall(folded)))


def pollutants_named(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where a folded text names pollutants: first place, the place after the last, name as in `pollutants_in`."""
    names = _pollutant_names()
    return tuple((*match.span(), names[match[0]]) for match in _pollutant_pattern().finditer(text))


@cache
def pollutant_code(name: str) -> str:
    """HJ 212 code of a pollutant's name or alias; empty: the standards do not have it."""
    found = find_pollutant(name)
    return found.code if found else ""
