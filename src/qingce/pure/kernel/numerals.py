"""Chinese numerals, everyday (十一万) and financial (伍万贰仟)."""

from __future__ import annotations

import re

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
_DIGIT = f"[{''.join(value for value in _DIGITS if value not in '零〇○')}]"
_ZERO = "[零〇○]"
# Up to 9,999: units fall from left to right, a unit has at most one digit before it, 十 may stand without one.
_GROUP = f"(?:{_DIGIT}[千仟])?{_ZERO}?(?:{_DIGIT}[百佰])?{_ZERO}?(?:{_DIGIT}?[十拾])?{_ZERO}?{_DIGIT}?"
_NUMERAL = f"(?=.)(?:({_GROUP})[亿億])?(?:({_GROUP})[万萬])?({_GROUP})"
# In speech 五万二 is 52,000 and 一百二 is 120, on paper 五万零二: such a number could be either.
_SPOKEN = f"[百佰千仟万萬亿億]{_DIGIT}(?=[万萬亿億]|$)"


def read_digits(text: str) -> int | None:
    """Number written digit by digit, as years are: 二〇二〇 → 2020; None if the text is not one."""
    if not text or any(character not in _DIGITS for character in text):
        return None
    return int("".join(str(_DIGITS[character]) for character in text))


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


def _read_group(group: str) -> int:
    total = digit = 0
    for character in group:
        if unit := _SMALL_UNITS.get(character):
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
