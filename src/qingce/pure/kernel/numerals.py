"""Chinese numerals, everyday (十一万) and financial (伍万贰仟)."""

from __future__ import annotations

import math
import re
from decimal import Decimal

_DIGITS = {
    character: value
    for value, characters in enumerate(
        ("零〇○", "一壹弌", "二贰貳弍两兩", "三叁參叄参弎", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE_UNITS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
NUMERAL_CHARACTERS = "".join((*_DIGITS, *_SMALL_UNITS, *_LARGE_UNITS))
POINT = "点"
# What a zero is typed as among digits written one by one, besides its own characters.
_DIGITS_IN_A_ROW = _DIGITS | {str(value): value for value in range(10)} | {"O": 0, "o": 0, "◯": 0}
_DIGIT = f"[{''.join(value for value in _DIGITS if value not in '零〇○')}]"
_ZERO = "[零〇○]"
# Up to 9,999: units fall from left to right, a unit has at most one digit before it, 十 may stand without one.
_GROUP = f"(?:{_DIGIT}[千仟])?{_ZERO}?(?:{_DIGIT}[百佰])?{_ZERO}?(?:{_DIGIT}?[十拾])?{_ZERO}?{_DIGIT}?"
_NUMERAL = f"(?=.)(?:({_GROUP})[亿億])?(?:({_GROUP})[万萬])?({_GROUP})"
# In speech 五万二 is 52,000 and 一百二 is 120, on paper 五万零二: such a number could be either.
_POINTED = f"(?P<whole>[^{POINT}]+){POINT}(?P<places>[^百佰千仟万萬亿億]+)(?P<scale>[百佰千仟]?[万萬亿億]?)"
_SPOKEN = f"[百佰千仟万萬亿億]{_DIGIT}(?=[万萬亿億]|$)"


def read_digits(text: str) -> int | None:
    """Number written digit by digit, as years are: 二〇二〇, 二O二0 → 2020; None if the text is not one.

    Figures and the letter O may stand among the digits.
    """
    if not text or any(character not in _DIGITS_IN_A_ROW for character in text):
        return None
    return int("".join(str(_DIGITS_IN_A_ROW[character]) for character in text))


def read_numeral(text: str) -> int | None:
    """Number written with units: 十一 → 11, 伍万贰仟壹佰贰拾 → 52120; None if the text is not one.

    Returns: 0 to 999,999,999,999; None also for the shortened numbers of speech (五万二).
    """
    match = re.fullmatch(_NUMERAL, text)
    if match is None or re.search(_SPOKEN, text):
        return None
    groups = match.groups()
    # A large unit with nothing before it (万元) counts nothing.
    if any(group == "" for group in groups[:2]):
        return None
    hundred_millions, ten_thousands, ones = (_read_group(group or "") for group in groups)
    return hundred_millions * 10**8 + ten_thousands * 10**4 + ones


def read_pointed_numeral(text: str) -> Decimal | None:
    """Number written with units and perhaps a decimal point: 三点五万 → 35000; None if the text is not one."""
    if POINT not in text:
        number = read_numeral(text)
        return None if number is None else Decimal(number)
    match = re.fullmatch(_POINTED, text)
    whole = read_numeral(match["whole"]) if match else None
    if match is None or whole is None or any(character not in _DIGITS for character in match["places"]):
        return None
    # 三万点五万 counts ten thousands twice.
    if match["scale"] and whole >= min(map(unit_size, match["scale"])):
        return None
    places = "".join(str(_DIGITS[character]) for character in match["places"])
    scale = math.prod(map(unit_size, match["scale"]))
    return Decimal(f"{whole}.{places}") * scale


def unit_size(character: str) -> int:
    """What a unit counts: 拾 → 10, 万 → 10000; 1 for every other character."""
    return _SMALL_UNITS.get(character) or _LARGE_UNITS.get(character) or 1


def is_large_unit(text: str) -> bool:
    """Whether the text is 万 or 亿, which multiply all before them."""
    return text in _LARGE_UNITS


def _read_group(group: str) -> int:
    total = digit = 0
    for character in group:
        if unit := _SMALL_UNITS.get(character):
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
