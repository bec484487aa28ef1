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
from qingce.pure.kernel.text import fold

# Quantities that are read off with pollutants but are none.
_NOT_POLLUTANTS = ("流量", "温度", "水温", "压力", "湿度", "流速", "风", "含氧量", "负荷", "功率")


@cache
def keywords() -> dict[str, ViolationCategory]:
    """Folded keyword → category, from `data/violation_keywords.csv`."""
    text = resources.files("qingce.domain.records").joinpath("data/violation_keywords.csv").read_text("utf-8")
    return {fold(row["keyword"]): ViolationCategory(row["category"]) for row in csv.DictReader(text.splitlines())}


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
    """Folded name of two or more characters → name as HJ 212 has it."""
    return {
        fold(p.name): p.name
        for p in pollutants()
        if len(p.name) > 1 and not any(word in p.name for word in _NOT_POLLUTANTS)
    }


@cache
def _pollutant_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _pollutant_names()), key=len, reverse=True)))


def pollutants_in(text: str) -> tuple[str, ...]:
    """The pollutants that a text names, as HJ 212 names them, in order of appearance, each once.

    The longest name wins where names contain each other (`六价铬` is not also `铬`).
    """
    names = _pollutant_names()
    return tuple(dict.fromkeys(names[word] for word in _pollutant_pattern().findall(fold(text))))


@cache
def pollutant_code(name: str) -> str:
    """HJ 212 code of a pollutant's name or alias; empty: the standards do not have it."""
    found = find_pollutant(name)
    return found.code if found else ""
