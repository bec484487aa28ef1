"""Amounts of money and plain numbers as people write them.

A number may stand in pieces: 1 000 000元, 3万 5000元, or broken by a line end. The last piece alone would be another
amount, and no one would notice. So pieces that plainly are one number are joined first; an amount that still has a
piece of a number before it is refused.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal

from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.numerals import (
    NUMERAL_CHARACTERS,
    POINT,
    is_large_unit,
    read_numeral,
    read_pointed_numeral,
    unit_size,
)

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
_NUMERAL = f"(?P<numeral>[{NUMERAL_CHARACTERS}{POINT}]{{1,40}})"
_CURRENCY = r"(?:人民币|RMB|CNY|¥)?[:\s]{0,3}"
_COIN = rf"[\d{NUMERAL_CHARACTERS}]"
_COINS = rf"(?:\s{{0,3}}零?\s{{0,3}}(?P<jiao>{_COIN})\s{{0,3}}角)?(?:\s{{0,3}}零?\s{{0,3}}(?P<fen>{_COIN})\s{{0,3}}分)?"
_YUAN = rf"(?P<yuan>元|圆|圓|块)(?:{_COINS})[整正]?"
_NUMBER = rf"{_CURRENCY}{_SIGN}{_CURRENCY}(?:{_FIGURES}|{_NUMERAL})"
_WHOLE = rf"(?i){_NUMBER}\s{{0,3}}(?:{_YUAN})?(?:人民币|RMB|CNY)?"
# 罚款20.5万: without 元 only after a word of money and before a stop, for 20.5万 may as well count tonnes.
_STOP = rf"\s{{0,3}}(?:\Z|[;。!)]|[,.、]\s{{0,3}}(?![\s\d{NUMERAL_CHARACTERS}]))"
_MONEY_BEFORE = r"(?:罚款|罚金|罚没款|处罚款?|违法所得)(?:金额|合计|共计|共|为|计)?\s{0,3}\Z"
_WITHIN = (
    rf"(?i)(?<![\d.,廿卅{POINT}{NUMERAL_CHARACTERS}]){_NUMBER}"
    rf"(?:\s{{0,3}}{_YUAN}|(?<=[万萬亿億])(?={_STOP}))"
)
# Pieces of numbers with spaces between them; a line end or a tab may as well part two cells.
_PIECE_CHARACTERS = rf"\d.,{POINT}{NUMERAL_CHARACTERS}"
_PIECES = rf"(?<![{_PIECE_CHARACTERS}])[{_PIECE_CHARACTERS}]+(?: {{1,3}}[{_PIECE_CHARACTERS}]+)+"
# 1 000 000 and 10 050 are one number; 3 500 may be the third of a list and its amount.
_THOUSANDS = rf"(?:\d{{1,3}}(?: \d{{3}}){{2,5}}|\d{{1,3}} 0\d\d)(?:\.\d{{1,10}})?[{NUMERAL_CHARACTERS}]{{0,4}}"
# What may stand inside a number or between its pieces, and what a piece ends with. A letter O is a zero mistyped
# unless a word ends with it (CO 5000元); a letter that touches the figures may be anything: a digit (l000), a currency.
_BETWEEN = " \t\r\n\f\v\x00\u200b\u200c\u200d\u2060\ufeff\u3000、,.'’‘`_·*×/+"
_PIECE_BEFORE = rf"(?:[{_PIECE_CHARACTERS}廿卅]|(?<![A-Za-z])[Oo]{{1,8}})\Z"
_TOUCHING_BEFORE = r"[A-Za-z$€£]\Z"
_GAP = f"[{re.escape(_BETWEEN)}]{{0,9}}"
_COIN_AFTER = f"{_GAP}零?{_GAP}{_COIN}{{1,3}}{_GAP}[角分]"
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


class UnclearAmount(InvalidAmount):
    """A piece of a number stands before or after an amount, apart from it: the amount may be longer."""

    code = "amount-unclear"


class InvalidNumber(InvalidAmount):
    """A text is not a number."""

    code = "number-unreadable"


def parse_amount_cny(text: str) -> Decimal:
    """The one amount a text names, in yuan.

    Reads 50000, 1,234.5元, 5万元, 39.86万元, １２万, 十一万元, 三点五万元, 伍万元整, 人民币伍万贰仟壹佰贰拾元, also
    inside a sentence (罚款人民币伍万元整) when the unit 元 is written or a word of money stands before 万 (罚款20.5万).
    Pieces that plainly are one number are read as one: 1 000 000元, 3万 5000元, 叁万 伍仟元. The same amount in words
    and figures is one amount.

    Returns: yuan, never below zero, without trailing zeros.
    Raises: InvalidAmount: unreadable; UnclearAmount, NegativeAmount, SeveralAmounts (params `amounts`, `count`),
        InexactAmount tell their cause. params `text`.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if " " in written:
        written = re.sub(_PIECES, _joined, written)
    found = _find_amounts(written)
    amounts = {amount for _, amount in found}
    if not amounts:
        shown = _shown(text)
        raise InvalidAmount(f"{shown!r} is not an amount; write figures, or figures with 元 or 万元.", text=shown)
    _refuse_doubtful(written, found, _shown(text))
    (amount,) = amounts
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


def _find_amounts(written: str) -> list[tuple[re.Match[str], Decimal]]:
    whole = re.fullmatch(_WHOLE, written)
    found = [whole] if whole else [match for match in re.finditer(_WITHIN, written) if _is_money(written, match)]
    return [(match, amount) for match in found if (amount := _read_amount(match)) is not None]


def _is_money(written: str, match: re.Match[str]) -> bool:
    return match["yuan"] is not None or re.search(_MONEY_BEFORE, _just_before(written, match)) is not None


def _refuse_doubtful(written: str, found: list[tuple[re.Match[str], Decimal]], shown: str) -> None:
    """Raises unless what was found is one exact amount."""
    if any(_is_piece(written, match) for match, _ in found):
        raise UnclearAmount(f"{shown!r} has a number in pieces; write it in one: 35000元.", text=shown)
    amounts = sorted({amount for _, amount in found})
    if len(amounts) > 1:
        raise SeveralAmounts(
            f"{shown!r} names {len(amounts)} amounts; keep one.", text=shown, amounts=amounts, count=len(amounts)
        )
    if any(_is_inexact(written, match) for match, _ in found):
        raise InexactAmount(f"{shown!r} is a limit or an estimate; write the exact amount.", text=shown)
    if amounts[0] < 0:
        raise NegativeAmount(f"{shown!r} lies below zero; an amount is zero or more.", text=shown)


def _joined(run: re.Match[str]) -> str:
    """The pieces with those joined that plainly are one number."""
    if re.fullmatch(_THOUSANDS, run[0]):
        return run[0].replace(" ", "")
    first, *rest = run[0].split()
    joined = [first]
    for piece in rest:
        joined.append(piece if _continues(joined[-1], piece) else f" {piece}")
    return "".join(joined)


def _continues(piece: str, following: str) -> bool:
    """Whether a number goes on: 伍 + 万, or 3万 + 5000, where what follows is less than one of the last unit."""
    if is_large_unit(following):
        return piece[-1] in NUMERAL_CHARACTERS
    size = unit_size(piece[-1])
    if size == 1 or unit_size(following[0]) > 1:
        return False
    match = re.fullmatch(_WHOLE, following)
    value = _read_amount(match) if match else None
    return value is not None and value < size


def _is_piece(written: str, match: re.Match[str]) -> bool:
    """Whether a piece of a number stands before the amount, or coins after it, that do not belong to it."""
    if re.match(_COIN_AFTER, written[match.end() : match.end() + 40]):
        return True
    before = written[: match.start()]
    touching = before[-1:] if not match[0][:1].isspace() else ""
    if re.search(_TOUCHING_BEFORE, touching):
        return True
    return re.search(_PIECE_BEFORE, before.rstrip(_BETWEEN)[-9:]) is not None


def _just_before(written: str, match: re.Match[str]) -> str:
    return written[max(0, match.start() - 12) : match.start()]


def _read_amount(match: re.Match[str]) -> Decimal | None:
    yuan = read_pointed_numeral(match["numeral"]) if match["numeral"] else _read_figures(match["figures"])
    if yuan is None:
        return None
    if match["jiao"] or match["fen"]:
        jiao, fen = (_read_coin(match[coin]) for coin in ("jiao", "fen"))
        yuan = _EXACT.add(yuan, Decimal(10 * jiao + fen).scaleb(-2))
    return _tidy(_EXACT.minus(yuan) if match["sign"] else yuan)


def _read_coin(text: str | None) -> int:
    if text is None:
        return 0
    return int(text) if text.isdigit() else read_numeral(text) or 0


def _is_inexact(written: str, match: re.Match[str]) -> bool:
    before, after = written[: match.start()], written[match.end() :]
    return bool(re.search(_INEXACT_BEFORE, before[-8:]) or re.match(_INEXACT_AFTER, after))


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
