"""Amounts of money and plain numbers as people write them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal

from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.numerals import NUMERAL_CHARACTERS, read_numeral

_LONGEST_SHOWN = 64
# Room for 15 figures, 10 decimals and 亿 without rounding.
_EXACT = Context(prec=60)
_SPOKEN_BELOW = 10
_SCALES = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_SCALE = "|".join(sorted((scale for scale in _SCALES if scale), key=len, reverse=True))
# Runs are bounded everywhere: a text of ten thousand spaces or numerals must not take longer than its length.
_SIGN = r"(?P<sign>[-−负])?"
_GROUPED = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,10})?"
_FIGURES = rf"(?P<figures>(?:{_GROUPED}\s{{0,3}}(?:{_SCALE})){{1,5}}(?:{_GROUPED})?|{_GROUPED})"
_NUMERAL = f"(?P<numeral>[{NUMERAL_CHARACTERS}]{{1,40}})"
_CURRENCY = r"(?:人民币|RMB|CNY|¥)?[:\s]{0,3}"
_COIN = f"[{NUMERAL_CHARACTERS}]"
_COINS = rf"(?:零?(?P<jiao>{_COIN})角)?(?:零?(?P<fen>{_COIN})分)?"
_YUAN = rf"(?P<yuan>元|圆|圓|块)(?:{_COINS})[整正]?"
_NUMBER = rf"{_CURRENCY}{_SIGN}{_CURRENCY}(?:{_FIGURES}|{_NUMERAL})\s{{0,3}}"
_WHOLE = rf"(?i){_NUMBER}(?:{_YUAN})?(?:人民币|RMB|CNY)?"
_WITHIN = rf"(?i)(?<![\d.,点廿卅{NUMERAL_CHARACTERS}]){_NUMBER}{_YUAN}"
_PAIR = rf"({_GROUPED})\s{{0,3}}({_SCALE}|)"
# Words right before or after an amount that make it a limit, the end of a range or an estimate.
_INEXACT_BEFORE = r"(?:不超过|不低于|不少于|至少|最高|超过|高于|低于|约|近|[\d百千万亿元]\s*[-~—–至到])\s*$"
_INEXACT_AFTER = r"\s*(?:以上|以下|以内|左右|上下|起)"
_PLAIN_NUMBER = rf"(?i)(?P<sign>[-+−])?(?P<number>{_GROUPED}|\.\d{{1,10}})(?P<exponent>E[-+]?\d{{1,2}})?"
_LONG_NUMBER = r"[-+−]?\d{1,15}\.\d{11,30}"


class InvalidAmount(InvalidValue):
    """A text is not an amount of money."""

    code = "amount-unreadable"


class NegativeAmount(InvalidAmount):
    """An amount lies below zero."""

    code = "amount-negative"


class SeveralAmounts(InvalidAmount):
    """A text names more than one amount."""

    code = "amount-several"


class InexactAmount(InvalidAmount):
    """A text names a limit, a range or an estimate, not an amount."""

    code = "amount-inexact"


class InvalidNumber(InvalidAmount):
    """A text is not a number."""

    code = "number-unreadable"


def parse_amount_cny(text: str) -> Decimal:
    """The one amount a text names, in yuan.

    Reads 50000, 1,234.5元, 5万元, 39.86万元, １２万, 十一万元, 伍万元整, 人民币伍万贰仟壹佰贰拾元, also inside a
    sentence (罚款人民币伍万元整) when the unit 元 is written. The same amount in words and figures is one amount.

    Returns: yuan, never below zero, without trailing zeros.
    Raises: InvalidAmount: unreadable; NegativeAmount, SeveralAmounts (params `amounts`, `count`), InexactAmount tell
        their cause. params `text`.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    whole = re.fullmatch(_WHOLE, written)
    found = [whole] if whole else list(re.finditer(_WITHIN, written))
    amounts = {amount for match in found if (amount := _read_amount(match)) is not None}
    shown = _shown(text)
    if not amounts:
        raise InvalidAmount(f"{shown!r} is not an amount; write figures, or figures with 元 or 万元.", text=shown)
    if len(amounts) > 1:
        listed = sorted(amounts)
        raise SeveralAmounts(
            f"{shown!r} names {len(listed)} amounts; keep one.", text=shown, amounts=listed, count=len(listed)
        )
    if any(_is_inexact(written, match) for match in found):
        raise InexactAmount(f"{shown!r} is a limit or an estimate; write the exact amount.", text=shown)
    (amount,) = amounts
    if amount < 0:
        raise NegativeAmount(f"{shown!r} lies below zero; an amount is zero or more.", text=shown)
    return amount


def parse_decimal(text: str) -> Decimal:
    """The number a text gives: 12.50, 1,234.5, ０.８, -3, 1.2E-05.

    Returns: the number with the digits as written.
    Raises: InvalidNumber: words, units, comparison signs, several numbers; params `text`.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    match = re.fullmatch(_PLAIN_NUMBER, written) or re.fullmatch(_LONG_NUMBER, written)
    if match is None:
        raise InvalidNumber(f"{_shown(text)!r} is not a number; write figures only: 1234.5.", text=_shown(text))
    return Decimal(written.replace(",", "").replace("−", "-"))


def _read_amount(match: re.Match[str]) -> Decimal | None:
    yuan = _read_numeral(match["numeral"]) if match["numeral"] else _read_figures(match["figures"])
    if yuan is None:
        return None
    if match["jiao"] or match["fen"]:
        jiao, fen = (read_numeral(match[coin] or "零") or 0 for coin in ("jiao", "fen"))
        yuan = _EXACT.add(yuan, Decimal(10 * jiao + fen).scaleb(-2))
    return _tidy(_EXACT.minus(yuan) if match["sign"] else yuan)


def _is_inexact(written: str, match: re.Match[str]) -> bool:
    before, after = written[: match.start()], written[match.end() :]
    return bool(re.search(_INEXACT_BEFORE, before[-8:]) or re.match(_INEXACT_AFTER, after))


def _read_numeral(text: str) -> Decimal | None:
    number = read_numeral(text)
    return None if number is None else Decimal(number)


def _read_figures(text: str) -> Decimal | None:
    """Sum of figures with scales that fall from left to right: 1亿2000万, 3万5000; None if they do not fall.

    3万5 is 35,000 in speech: a last figure below ten is left to the writer.
    """
    pairs = [(Decimal(figures.replace(",", "")), _SCALES[scale]) for figures, scale in re.findall(_PAIR, text)]
    scales = [scale for _, scale in pairs]
    spoken = len(pairs) > 1 and pairs[-1][1] == 1 and pairs[-1][0] < _SPOKEN_BELOW
    if spoken or scales != sorted(set(scales), reverse=True):
        return None
    total = Decimal(0)
    for figures, scale in pairs:
        total = _EXACT.fma(figures, Decimal(scale), total)
    return total


def _tidy(value: Decimal) -> Decimal:
    """The value without trailing zeros and without an exponent, so that 5万 and 50000 read alike."""
    text = format(value.normalize(_EXACT), "f")
    return Decimal("0" if text == "-0" else text)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
