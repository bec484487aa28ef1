"""The industry classification GB/T 4754-2017: codes, names, and the codes of 2011 before it."""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from qingce.pure.kernel.errors import NotFound
from qingce.pure.kernel.tables import DATA, read_table
from qingce.pure.kernel.text import fold

_CODE_AND_NAME = re.compile(r"(?P<section>[a-t])?(?P<digits>\d{2,4})?(?:[\s:.、-]*(?P<name>\D.*))?")


class UnknownIndustry(NotFound):
    """The classification has no such code."""

    code = "unknown-industry"


class IndustryLevel(StrEnum):
    """门类, 大类, 中类, 小类."""

    SECTION = "section"
    DIVISION = "division"
    GROUP = "group"
    CLASS = "class"


LEVELS = tuple(IndustryLevel)


@dataclass(frozen=True, slots=True)
class Industry:
    """One entry: a section has its letter as code, the others two, three or four digits."""

    code: str
    name: str
    level: IndustryLevel
    parent_code: str | None
    section_code: str
    name_en: str = ""

    @property
    def full_code(self) -> str:
        """The code with the letter of its section, as forms ask for it: C2929."""
        return self.code if self.level is IndustryLevel.SECTION else self.section_code + self.code


def _read_packed(name: str) -> list[dict[str, str]]:
    text = gzip.decompress((DATA / name).read_bytes()).decode()
    return list(csv.DictReader(text.splitlines()))


def _parent_code(level: IndustryLevel, code: str, section: str) -> str | None:
    if level is IndustryLevel.SECTION:
        return None
    return section if level is IndustryLevel.DIVISION else code[:-1]


@cache
def _industries() -> dict[str, Industry]:
    """Code → industry, sections and what they hold in the order of the standard."""
    english = {row["code"]: row["name_en"] for row in read_table("industry_sections_en.csv")}
    found = {}
    for row in _read_packed("industries.csv.gz"):
        level, code, section = LEVELS[int(row["level"]) - 1], row["code"], row["section"]
        parent = _parent_code(level, code, section)
        found[code] = Industry(code, row["name"], level, parent, section, english.get(code, ""))
    return found


@cache
def _children() -> dict[str | None, tuple[Industry, ...]]:
    found: dict[str | None, list[Industry]] = defaultdict(list)
    for industry in _industries().values():
        found[industry.parent_code].append(industry)
    return {parent: tuple(children) for parent, children in found.items()}


@cache
def _by_name() -> dict[str, Industry]:
    """Folded name → industry; a name at several levels means the deepest, which lies in the others."""
    found = {fold(row["name"]): get_industry(row["code"]) for row in read_table("industry_aliases.csv")}
    return found | {fold(industry.name): industry for industry in sorted(_industries().values(), key=_depth)}


def _depth(industry: Industry) -> int:
    return LEVELS.index(industry.level)


@cache
def _crosswalk() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in _read_packed("industry_crosswalk.csv.gz"):
        found[row["code_2011"]].append(row["code_2017"])
    return {code: tuple(codes) for code, codes in found.items()} | {s.code: (s.code,) for s in sections()}


def get_industry(code: str) -> Industry:
    """The industry that has this code of 2017, without its section's letter (C, 29, 292, 2929).

    Raises:
        UnknownIndustry: the classification has no such code.
    """
    try:
        return _industries()[code]
    except KeyError:
        raise UnknownIndustry(f"GB/T 4754-2017 has no code {code!r}.", value=code, edition=2017) from None


def find_industry(text: str) -> Industry | None:
    """The industry that a text means: a code at any level, with or without its letter, or an exact name.

    Names are compared folded; the usual names of the editions of 2002 and 2011 work too. A name at several levels
    means the deepest (教育: 83). With a code and a name, the name decides, because codes change between editions.

    Returns: None when the text is no code and no name, or the letter is not that of the code's section.
    """
    folded = fold(text)
    named = _by_name().get(folded)
    parts = None if named else _CODE_AND_NAME.fullmatch(folded)
    if parts is None:
        return named
    if parts["name"]:
        return _by_name().get(parts["name"]) if parts["digits"] or parts["section"] else None
    return _by_code(section=(parts["section"] or "").upper(), digits=parts["digits"] or "")


def _by_code(*, section: str, digits: str) -> Industry | None:
    found = _industries().get(digits or section)
    return found if found and section in {"", found.section_code} else None


def crosswalk_2011(code: str) -> tuple[str, ...]:
    """The codes of 2017, of the same level, that took over a code of 2011.

    Raises:
        UnknownIndustry: the classification of 2011 has no such code.
    """
    try:
        return _crosswalk()[code]
    except KeyError:
        raise UnknownIndustry(f"GB/T 4754-2011 has no code {code!r}.", value=code, edition=2011) from None


def sections() -> tuple[Industry, ...]:
    """The 20 sections, A to T."""
    return _children()[None]


def children_of_industry(code: str) -> tuple[Industry, ...]:
    """The industries directly below one; none below a class.

    Raises:
        UnknownIndustry: the classification has no such code.
    """
    return _children().get(get_industry(code).code, ())


def industry_path(code: str) -> tuple[Industry, ...]:
    """An industry with everything it lies in, from its section down.

    Raises:
        UnknownIndustry: the classification has no such code.
    """
    industry = get_industry(code)
    above = industry_path(industry.parent_code) if industry.parent_code else ()
    return (*above, industry)
