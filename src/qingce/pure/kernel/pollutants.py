"""Pollutants and measured quantities by the codes of automated monitoring (HJ 212), and by the names people use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from qingce.pure.kernel.text import fold

_BRACKET = r"\(([^()]*)\)"


class Medium(StrEnum):
    """Where a quantity is measured."""

    WATER = "water"
    AIR = "air"


@dataclass(frozen=True, slots=True)
class Pollutant:
    """A pollutant or another quantity that automated monitoring reports.

    Attributes:
        code_2017: code of HJ 212-2017; None if only the 2005 edition has it.
        code_2005: code of HJ 212-2005; None if only the 2017 edition has it.
        name: Chinese name of the newest edition that has it.
        units: units of readings, the usual one first; empty if it has none.
        sum_unit: unit of a total over time; "" if none is formed.
        name_en: English name; "" if we have none.
        medium: None for quantities of neither water nor air.
    """

    code_2017: str | None
    code_2005: str | None
    name: str
    units: tuple[str, ...]
    sum_unit: str
    name_en: str
    medium: Medium | None

    @property
    def code(self) -> str:
        """The newest code."""
        return self.code_2017 or self.code_2005 or ""


@cache
def pollutants() -> tuple[Pollutant, ...]:
    """All quantities of HJ 212-2017, then those that only HJ 212-2005 has, in the order of the standards."""
    from qingce.pure.kernel.tables import read_table

    english = {row["code"]: row["name_en"] for row in read_table("pollutants_english.csv")}
    return tuple(
        Pollutant(
            code_2017=row["code_2017"] or None,
            code_2005=row["code_2005"] or None,
            name=row["name"],
            units=tuple(unit for unit in row["units"].split("|") if unit),
            sum_unit=row["sum_unit"],
            name_en=english.get(row["code_2017"] or row["code_2005"], ""),
            medium=Medium(row["medium"]) if row["medium"] else None,
        )
        for row in read_table("pollutants.csv")
    )


def find_pollutant(name_or_code: str, *, medium: Medium | None = None) -> Pollutant | None:
    """The pollutant a name, a common short name or a code means.

    Width, case, spaces and traditional characters do not matter; points and hyphens do (PM1.0, PM10). A name with
    a remark in brackets is tried whole, then without the remark, then the remark alone: 悬浮物（SS） finds 悬浮物.

    Args: medium: where a name stands for one in water and one in air (氟化物, 汞), this one; water if not given.
    Returns: None if the name is not known; a sum of several pollutants is not one pollutant.
    """
    wanted = [medium] if medium else [Medium.WATER, Medium.AIR, None]
    for key in _spellings(_spelling(name_or_code)):
        for place in wanted:
            if found := _by_key().get((key, place)):
                return found
    return None


def _spelling(text: str) -> str:
    return fold(text).replace(" ", "")


def _spellings(key: str) -> Iterator[str]:
    yield key
    yield re.sub(_BRACKET, "", key)
    yield from re.findall(_BRACKET, key)


@cache
def _by_key() -> dict[tuple[str, Medium | None], Pollutant]:
    """Codes before names, names before aliases, newest edition first: the first meaning stays."""
    from qingce.pure.kernel.tables import read_table

    by_code = {code: item for item in pollutants() for code in (item.code_2005, item.code_2017) if code}
    named = [(code, by_code[code]) for code in by_code]
    named += [(item.name, item) for item in pollutants()]
    named += [(row["alias"], by_code[row["code"]]) for row in read_table("pollutants_aliases.csv")]
    found: dict[tuple[str, Medium | None], Pollutant] = {}
    for spelling, item in named:
        found.setdefault((_spelling(spelling), item.medium), item)
    return found
