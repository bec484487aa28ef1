"""How a name described and a known name differ."""

from __future__ import annotations

import re
from functools import lru_cache

from qingce.domain.enterprises.enums import MatchReason as Reason
from qingce.pure.kernel.name_parts import NameParts, name_parts
from qingce.pure.kernel.names import MASK, name_key

_TELLS_APART = re.compile(r"[\d一二三四五六七八九十东西南北]")
_LATIN = re.compile(r"[\x00-\x7f]+")
_LATIN_FORM = re.compile(r"(?:co|ltd|limited|company|corporation|corp|inc|factory)$")
_SHORTEST_FOR_TWO = 5
_SHORTEST_PART = 3
_BRAND = 2
_ALIKE_LATIN = 92


def compare_names(described: str, known: str, *, near: str = "") -> tuple[Reason, ...]:
    """What differs between two names that are not equal.

    Args: described, known: keys. near: the division of the known enterprise, as far as known.
    Returns: one reason for brand and trade, then those for places, legal form and branch.
    """
    here, there = name_parts(described, near=near), name_parts(known, near=near)
    body = _bodies(here, there, described, known)
    return (body, *_places(here, there), *_forms(here, there, body), *_branches(here, there))


def _bodies(here: NameParts, there: NameParts, described: str, known: str) -> Reason:
    if here.body == there.body:
        return Reason.CORE_EQUAL
    if re.search(MASK, here.body):
        return Reason.MASK_FITS if _fits(here.body, there.body) else Reason.NAME_UNLIKE
    if _LATIN.fullmatch(described):
        return _latin(described, known)
    if _TELLS_APART.sub("", here.body) == _TELLS_APART.sub("", there.body):
        return Reason.NUMBER_DIFFERS
    return _near(here, there, described, known)


def _near(here: NameParts, there: NameParts, described: str, known: str) -> Reason:
    from rapidfuzz.distance import OSA

    # A slip in the word for the place leaves it in the body: the whole names are compared, too.
    distance = min(OSA.distance(here.body, there.body), OSA.distance(_whole(described), _whole(known)))
    if distance == 1:
        return Reason.ONE_SOUND if _sound(here.body) == _sound(there.body) else Reason.ONE_CHARACTER
    short, long = sorted((here.body, there.body), key=len)
    if len(short) >= _SHORTEST_PART and short in long:
        return Reason.NAME_PART
    # Two firms of one trade (宏达精细化工, 永泰精细化工) differ in two characters, too:
    # a part of the brand must be left.
    has_brand = bool(set(here.body[:_BRAND]) & set(there.body[:_BRAND]))
    if distance == 2 and len(short) >= _SHORTEST_FOR_TWO and has_brand:  # noqa: PLR2004  # two characters
        return Reason.TWO_CHARACTERS
    return Reason.TRADE_DIFFERS if here.body[:_BRAND] == there.body[:_BRAND] else Reason.NAME_UNLIKE


def _whole(key: str) -> str:
    return key.replace("(", "").replace(")", "")


def _fits(masked: str, body: str) -> bool:
    """Whether hidden characters may stand for what is there; 某某 and ** hide one to four characters."""
    parts = re.split(f"(?:{MASK})+", masked)
    return re.fullmatch(".{1,4}".join(map(re.escape, parts)), body) is not None and any(parts)


@lru_cache(maxsize=65536)
def _sound(text: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text))


def _latin(described: str, known: str) -> Reason:
    from rapidfuzz import fuzz

    here = described
    while (shorter := _LATIN_FORM.sub("", here)) != here:
        here = shorter
    there = known if _LATIN.fullmatch(known) else _sound(name_key(known.removesuffix("有限公司")))
    return Reason.NAME_LATIN if fuzz.ratio(here, there) >= _ALIKE_LATIN else Reason.NAME_UNLIKE


def _places(here: NameParts, there: NameParts) -> tuple[Reason, ...]:
    if here.place and there.place:
        shared = min(len(here.place.rstrip("0")), len(there.place.rstrip("0"))) + 1 & ~1
        return () if here.place[:shared] == there.place[:shared] else (Reason.REGION_WORD_DIFFERS,)
    return (Reason.REGION_WORD_MISSING,) if here.place or there.place else ()


def _forms(here: NameParts, there: NameParts, body: Reason) -> tuple[Reason, ...]:
    if _form(here.legal_form) == _form(there.legal_form) or body is Reason.NAME_LATIN:
        return ()
    return (Reason.LEGAL_FORM_DIFFERS,)


def _form(form: str) -> str:
    """有限公司 and 有限责任公司 are one form (公司法 art. 8)."""
    return form.replace("有限责任", "有限").replace("集团", "").replace("()", "")


def _branches(here: NameParts, there: NameParts) -> tuple[Reason, ...]:
    if here.branch == there.branch:
        return ()
    return (Reason.BRANCH_DIFFERS if here.branch and there.branch else Reason.BRANCH_OF,)
