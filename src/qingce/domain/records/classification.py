"""What a text is about: violation categories and pollutants, by the words of two tables.

Used where a source gives text only; the record page says that the category was assigned from the text.
"""

from __future__ import annotations

import csv
import re
from functools import cache
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


def _any_of(words: dict[str, ViolationCategory] | dict[str, str]) -> re.Pattern[str]:
    # A look-ahead finds words that overlap; the longest that starts at a place wins there.
    return re.compile("(?=(" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + "))")


def categories_in(text: str) -> tuple[ViolationCategory, ...]:
    """The violation categories that a text's words name, in the order of the vocabulary; `OTHER` if none.

    Args: text: violation text in simplified or traditional characters.
    """
    found = {keywords()[word] for word in _keyword_pattern().findall(fold(text))}
    return tuple(category for category in ViolationCategory if category in found) or (ViolationCategory.OTHER,)


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
    words = sorted(map(re.escape, _pollutant_names()), key=len, reverse=True)
    # Short names in Latin letters stand alone: COD is not in "code".
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(words) + r")(?![a-z])")


def pollutants_in(text: str) -> tuple[str, ...]:
    """The pollutants that a text names, under the names they are listed by, in order of appearance, each once.

    The longest name wins where names contain each other (`六价铬` is not also `铬`).
    """
    names = _pollutant_names()
    return tuple(dict.fromkeys(names[word] for word in _pollutant_pattern().findall(fold(text))))


@cache
def pollutant_code(name: str) -> str:
    """HJ 212 code of a pollutant's name or alias; empty: the standards do not have it."""
    found = find_pollutant(name)
    return found.code if found else ""
