"""What a name is made of: place, brand and trade, legal form, branch (上海 · 吉田拉链 · 有限公司 · 第二分公司).

`names.normalise_name` tells legal form and branch. Here the words for places are taken off what is left, so that
names that differ in the place only can be compared, and pieces are made by which names that nearly agree are found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from qingce.pure.kernel.divisions.gazetteer import Places, gazetteer
from qingce.pure.kernel.names import has_mask, normalise_name

_COUNTRY = re.compile(r"中国|中华人民共和国|\(中国\)|\(集团\)|集团")
_BRACKETS = re.compile(r"\(([^()]{2,12})\)")
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")
_SHORTEST_REST = 2
_STREET = frozenset("路街道大巷东西南北中")
_PROVINCE, _PREFECTURE = 2, 4  # digits of a code
_COUNTY_LEVEL = 3
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})  # their counties have no prefecture between
_BRAND_LENGTH = 3
_PLACELESS_LENGTH = 4


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name without its spelling, in parts.

    Args:
        body: brand and trade, without words for places: 吉田拉链.
        place: code of the division that the name tells, its deepest; "" if none or several.
        legal_form: as `NormalName.legal_form`.
        branch: the branch or site meant, numerals as digits; "" if none.
    """

    body: str
    place: str
    legal_form: str
    branch: str


@lru_cache(maxsize=65536)
def name_parts(key: str, *, near: str = "") -> NameParts:
    """The parts of a name.

    Args:
        key: the name's key.
        near: the division that its enterprise lies in, as far as known: the short name of a county (金山) is taken as
            a place only if it lies there.
    """
    name = normalise_name(key)
    core = _COUNTRY.sub("", name.core) or name.core
    told: list[str] = []
    core = _BRACKETS.sub(lambda match: _without_place(match, near, told), core)
    at = _places_end(core, near, told)
    body = core[at:].replace("(", "").replace(")", "")
    return NameParts(body or core, _deepest(told), name.legal_form, name.branch.translate(_NUMERALS))


def _without_place(match: re.Match[str], near: str, told: list[str]) -> str:
    code = _place(match[1], near, told, is_bracketed=True)
    if not code:
        return match[0]
    told.append(code)
    return ""


def _places_end(core: str, near: str, told: list[str]) -> int:
    """Where the words for places at the start end; what is left keeps two characters at least."""
    at, index = 0, gazetteer()
    while len(core) - at > _SHORTEST_REST:
        for length in index.lengths.get(core[at : at + 2], ()):
            if at + length > len(core) - _SHORTEST_REST or core[at : at + length] not in index.meanings:
                continue  # most are no words
            if code := _place(core[at : at + length], near, told):
                told.append(code)
                at += length
                break
        else:
            break
    return at


def _place(text: str, near: str, told: list[str], *, is_bracketed: bool = False) -> str:
    """The code that a word at the start or in brackets tells; "" if it is rather part of a brand."""
    meaning = gazetteer().meanings.get(text)
    if meaning is None or meaning.needs_parent:
        return ""
    known = told[-1] if told else ""
    full = _within(meaning.full + meaning.former, known)
    if full:
        return full
    within = _within(meaning.short, known or near)
    if not within and not known:
        within = _within(meaning.short, "")
        within = within if _levels(within) < _COUNTY_LEVEL or is_bracketed else ""
    return within


def _within(places: Places, known: str) -> str:
    """The first place that agrees with what is known, down to the prefecture."""
    for place in places:
        if not known or _agree(place.code, known):
            return place.code
    return ""


def _agree(code: str, known: str) -> bool:
    shared = min(2 * _levels(code), 2 * _levels(known), _PREFECTURE)
    return code[:shared] == known[:shared]


@lru_cache(maxsize=8192)
def _levels(code: str) -> int:
    return len(code.rstrip("0")) + 1 >> 1


def _deepest(told: list[str]) -> str:
    return max(told, key=_levels, default="")


def city_of(code: str) -> str:
    """What codes of one city begin with: four digits, of a municipality two; as many as are known."""
    return code[:_PROVINCE] if _levels(code) == 1 or code[:_PROVINCE] in _MUNICIPALITIES else code[:_PREFECTURE]


def without_places(key: str) -> str:
    """A text's key without the words for places that it begins with, as addresses are written more or less fully."""
    rest = key[_places_end(key, "", []) :]
    return key if rest[:1] in _STREET else rest  # 北京路12号 lies in no Beijing


def name_blocks(parts: NameParts, *, near: str) -> tuple[str, ...]:
    """Pieces that names share when they nearly agree.

    Each pair of the first three characters of the body, behind the prefecture: whatever one slip of the pen does to
    the three, a pair is left. One more without a place, of the first four characters, for those whose place is not
    known or told otherwise.

    Returns: at most four texts of at most seven characters; none for a body of one character.
    """
    body = parts.body
    prefix = city_of(near)
    pairs = {first + second for first, second in combinations(body[:_BRAND_LENGTH], 2)}
    blocks = {prefix + pair for pair in pairs if not has_mask(pair)}
    if len(body) >= _PLACELESS_LENGTH and not has_mask(body[:_PLACELESS_LENGTH]):
        blocks.add("=" + body[:_PLACELESS_LENGTH])
    return tuple(sorted(blocks))
