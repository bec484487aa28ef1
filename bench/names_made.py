"""Invented enterprises by number, and the ways in which rows of files name them; the same ones for the same number.

A name may by chance be somebody's; nothing but a name, a code that no register gives (`QCE`) and an address is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from tools.matching_names import ALPHABET, BRAND, SITES, STREETS, TRADES, homophone, look_alike

FORMS = ("有限公司",) * 80 + ("有限责任公司",) * 6 + ("股份有限公司",) * 4 + ("厂",) * 7 + ("专业合作社",) * 3
WITH_CODE = 0.8
RENAMED = 0.05
TRADITIONAL = str.maketrans("华盛丰远电业机东", "華盛豐遠電業機東")


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise as a register gives it, or as a row says it; `place` is the word for its place in its name."""

    name: str
    place: str
    division: str
    address: str
    uscc: str = ""
    former: str = ""
    stated_code: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says, by whom it is meant (None: nobody that is known), and which kind of saying it is."""

    firm: Firm
    number: int | None
    kind: str


@cache
def _counties() -> tuple[tuple[str, str, str], ...]:
    """Code, short word and full name of every county, by province and prefecture."""
    from qingce.pure.kernel.divisions import children_of, path_of, provinces
    from qingce.pure.kernel.divisions.successions import stem

    found = []
    for province in provinces():
        for middle in children_of(province.code):
            below = children_of(middle.code)
            for county in below or (middle,):
                path = path_of(county.code)
                city = path.prefecture or path.province
                found += [(county.code, stem(each.name, each.level), path.text) for each in (city,) if each is not None]
    return tuple(found)


def firm(number: int, *, seed: int = 1) -> Firm:
    """The enterprise with a number."""
    chance = Random(number * 1_000_003 + seed)  # noqa: S311  # the same each time, not a secret
    counties = _counties()
    # Some places have many times as many enterprises as others.
    code, place, full = counties[int(len(counties) * chance.random() ** 2)]
    name = _name(place, chance)
    former = _name(place, chance) if chance.random() < RENAMED else ""
    address = f"{full}{chance.choice(STREETS)}路{chance.randint(1, 1999)}号"
    return Firm(name, place, code, address, _code(code, number) if chance.random() < WITH_CODE else "", former)


def _name(place: str, chance: Random) -> str:
    # Characters of brands are not alike common either.
    brand = "".join(BRAND[int(len(BRAND) * chance.random() ** 1.5)] for _ in range(3 if chance.random() < 0.4 else 2))  # noqa: PLR2004
    return f"{place}{brand}{chance.choice(TRADES)}{chance.choice(FORMS)}"


def _code(division: str, number: int) -> str:
    from qingce.pure.kernel.uscc import UsccCheckDigitError, parse_uscc

    serial = ""
    for _ in range(6):
        number, digit = divmod(number, len(ALPHABET))
        serial = ALPHABET[digit] + serial
    body = f"91{division}QCE{serial}"
    try:
        return parse_uscc(body + "0")
    except UsccCheckDigitError as error:
        return body + str(error.params["expected"])


def _as_known(known: Firm, _chance: Random) -> Firm:
    return known


def _without_code(known: Firm, _chance: Random) -> Firm:
    return replace(known, uscc="", former="")


def _spelling(known: Firm, chance: Random) -> Firm:
    name = known.name.translate(TRADITIONAL) if chance.random() < 0.5 else f" {known.name[:4]} {known.name[4:]}"  # noqa: PLR2004
    return replace(known, name=name, uscc="", former="")


def _former(known: Firm, _chance: Random) -> Firm:
    """Under its former name alone, if it has one."""
    return replace(known, name=known.former or known.name, uscc="", former="")


def _place(known: Firm, chance: Random) -> Firm:
    rest = known.name.removeprefix(known.place)
    name = known.place + "市" + rest if chance.random() < 0.5 else rest  # noqa: PLR2004
    return replace(known, name=name, uscc="", former="")


def _form(known: Firm, _chance: Random) -> Firm:
    name = known.name.replace("有限责任公司", "有限公司") if "责任" in known.name else known.name
    name = name if "责任" in known.name else known.name.replace("有限公司", "有限责任公司")
    return replace(known, name=name, uscc="", former="")


def _typo(known: Firm, chance: Random) -> Firm:
    at = len(known.place) + chance.randrange(4)
    wrong = (look_alike if chance.random() < 0.5 else homophone)(known.name, at, chance)  # noqa: PLR2004
    return replace(known, name=wrong or known.name[:at] + known.name[at + 1 :], uscc="", former="")


def _broken_code(known: Firm, chance: Random) -> Firm:
    at = chance.randrange(8, 17)
    code = known.uscc and known.uscc[:at] + chance.choice(ALPHABET.replace(known.uscc[at], "")) + known.uscc[at + 1 :]
    return replace(known, uscc="", stated_code=code, former="")


def _branch(known: Firm, chance: Random) -> Firm:
    return replace(known, name=known.name + chance.choice(SITES), uscc="", former="")


KINDS: dict[str, tuple[int, Callable[[Firm, Random], Firm]]] = {
    "as known": (40, _as_known),
    "name and place only": (30, _without_code),
    "spelled otherwise": (6, _spelling),
    "former name": (4, _former),
    "word for the place": (4, _place),
    "legal form": (3, _form),
    "slip of the pen": (4, _typo),
    "broken code": (3, _broken_code),
    "branch of a known one": (3, _branch),
}
UNKNOWN = "not known"
UNKNOWN_SHARE = 3


def said(number: int, *, known: int) -> Said:
    """The row with a number: one of `known` enterprises in one of the ways, or one that nobody knows."""
    chance = Random(-number - 1)  # noqa: S311  # the same each time, not a secret
    meant = chance.randrange(known)
    kinds = [*KINDS, UNKNOWN]
    (kind,) = chance.choices(kinds, [*(share for share, _ in KINDS.values()), UNKNOWN_SHARE])
    if kind == UNKNOWN:
        return Said(firm(known + number), None, kind)
    return Said(KINDS[kind][1](firm(meant), chance), None if KINDS[kind][1] is _branch else meant, kind)
