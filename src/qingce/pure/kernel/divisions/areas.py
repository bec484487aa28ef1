"""The codes, of any time, of what lies in an area of today: whom a jurisdiction reaches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from qingce.pure.kernel.divisions.model import Level
from qingce.pure.kernel.divisions.successions import successors
from qingce.pure.kernel.divisions.tables import get_division, spans

DIGITS = {Level.PROVINCE: 2, Level.PREFECTURE: 4, Level.COUNTY: 6}


@dataclass(frozen=True, slots=True)
class AreaCodes:
    """Every code that begins with `prefix` but for `without`, and the codes `beside` from before a place came in."""

    prefix: str
    beside: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@cache
def codes_of_area(code: str) -> AreaCodes:
    """The codes of an area, with those of its places from before they had their codes of today.

    A place that was divided among several areas lies in each of them; one of which the lists do not tell what became
    of it lies where its own code says.

    Args: code: of a province, prefecture or county; empty: the whole country.
    Raises: UnknownDivision.
    """
    if not code:
        return AreaCodes("")
    prefix = code[: DIGITS[get_division(code).level]]
    within = {code, *(each for each in spans() if any(now.startswith(prefix) for now in _today(each)))}
    return AreaCodes(
        prefix,
        beside=tuple(sorted(each for each in within if not each.startswith(prefix))),
        without=tuple(sorted(each for each in spans() if each.startswith(prefix) and each not in within)),
    )


def _today(code: str) -> tuple[str, ...]:
    """Where the place of a code lies today: the code itself where the lists do not tell."""
    return successors(code) or (code,)


def lies_within(code: str, area: str) -> bool:
    """Whether a place lies in an area of today.

    Args: code: of the place, of any time; empty: not known, which lies in the whole country only. area: as above.
    Raises: UnknownDivision: the area is none.
    """
    codes = codes_of_area(area)
    return (code.startswith(codes.prefix) and code not in codes.without) or code in codes.beside
