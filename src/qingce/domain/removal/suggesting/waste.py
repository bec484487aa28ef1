"""Amounts of hazardous waste in a text: 3吨, 3.2 t, 三吨, 3000公斤 in a sentence that speaks of hazardous waste."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from qingce.domain.removal.suggesting.model import WASTE_T, Suggestion
from qingce.domain.removal.suggesting.signs import confidences, pattern_of, shared_words
from qingce.domain.removal.suggesting.texts import Read
from qingce.pure.kernel.amounts import parse_decimal
from qingce.pure.kernel.numerals import NUMERAL_CHARACTERS, read_pointed_numeral
from qingce.pure.kernel.units import convert

# As the fact `waste_t` of the rulebook: digits behind the point and greatest amount [t].
GRAM, MOST = Decimal("0.000001"), Decimal(10_000_000)
_SENTENCE = re.compile("[^。;!?\n]+")
_FIGURES = r"(?P<figures>(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(?:\.[0-9]{1,6})?)(?P<scale>万?)"
_NUMERAL = f"(?P<numeral>[{NUMERAL_CHARACTERS}点]{{1,12}})"
_UNIT = "(?P<unit>公吨|吨|公斤|千克|kg|t|克)"
_AMOUNT = re.compile(f"(?<![0-9.])(?:{_FIGURES}|{_NUMERAL}) ?{_UNIT}(?P<more>以上|余|多|左右|上下|许)?")
# 2.5t/h, 3吨/年, 7个吨罐 and 200吨级 are no amounts.
_NO_AMOUNT_AFTER = re.compile("[a-z/每级位年日]|[罐桶袋车](?!装)")
_BETWEEN = "(?:约|为|的|共|有|含|[^,。;0-9]{1,6}?)?$"


@dataclass(frozen=True, slots=True)
class _Amount:
    tonnes: Decimal
    start: int
    end: int
    is_about: bool


def waste_in(text: str, read: Read, *, field: str = "") -> Suggestion | None:
    """The amount of hazardous waste that a text speaks of; several are added.

    Not taken: less than so much (the amount is unknown), what is made in a year, a part of a sum (其中), the same
    amount named again (上述).

    Args: text: as given. read: the same, set aside what does not count.
    Returns: tonnes, the span from the first amount to the last.
    """
    found = list(_amounts(read.text))
    tonnes = _total(found)
    if tonnes is None:
        return None
    start, end = read.span(found[0].start, found[-1].end)
    way = "sum" if len(found) > 1 else "about" if found[0].is_about else ""
    sign = f"waste-amount-{way}" if way else "waste-amount"
    return Suggestion(WASTE_T, tonnes, (start, end), text[start:end], confidences()[sign], sign, field)


def tonnes_in(read: str) -> Decimal | None:
    """The amount alone, from the text of a `Read`; None: none found."""
    return _total(list(_amounts(read)))


def speaks_of_waste(text: str) -> bool:
    """Whether a folded text names hazardous waste."""
    return _waste().search(text) is not None


def tonnes_of(amount: Decimal, unit: str) -> Decimal | None:
    """An amount in tonnes, rounded to the gram; None if it is none, or more than the rulebook takes.

    Raises: UnknownUnit, IncompatibleUnits: the unit is none of mass.
    """
    tonnes = (amount * _tonnes_in_one(unit)).quantize(GRAM)
    return Decimal(format(tonnes.normalize(), "f")) if 0 < tonnes <= MOST else None


@cache
def _tonnes_in_one(unit: str) -> Decimal:
    return convert(Decimal(1), unit, "t")


def _total(found: list[_Amount]) -> Decimal | None:
    return tonnes_of(sum((each.tonnes for each in found), Decimal(0)), "t")


@cache
def _waste() -> re.Pattern[str]:
    return pattern_of("{waste}")


def _amounts(text: str) -> Iterator[_Amount]:
    for sentence in _SENTENCE.finditer(text):
        matches = list(_AMOUNT.finditer(sentence[0]))
        if not matches or not speaks_of_waste(sentence[0]):
            continue
        for match in matches:
            if tonnes := _amount(sentence[0], match):
                start, end = (sentence.start() + place for place in match.span())
                yield _Amount(tonnes, start, end, _is_about(match))


def _amount(sentence: str, match: re.Match[str]) -> Decimal | None:
    before, after = sentence[max(0, match.start() - 14) : match.start()], sentence[match.end() :]
    if _NO_AMOUNT_AFTER.match(after) or _not_this().search(before) or _is_of_other_goods(before, after):
        return None
    value = _number(match)
    return None if value is None else tonnes_of(value, match["unit"])


def _is_of_other_goods(before: str, after: str) -> bool:
    goods = _other_goods()
    what = re.sub("(?:约|共|共计|重|量|为|有|计)+$", "", re.split("[,、(]", before)[-1])
    return re.search(f"{goods}$", what) is not None or re.match(f"的?{goods}", after) is not None


@cache
def _not_this() -> re.Pattern[str]:
    """Ends with words after which an amount is another than the one asked for, or only a bound."""
    return re.compile(f"(?:{_words('not_this_amount')}{_BETWEEN}|{_words('less_than')}$)")


@cache
def _about() -> re.Pattern[str]:
    return re.compile(f"{_words('about_before')}(?:为|共|计)?$")


def _other_goods() -> str:
    return _words("other_goods")


def _words(name: str) -> str:
    return shared_words()[name].pattern


def _is_about(match: re.Match[str]) -> bool:
    return match["more"] is not None or _about().search(match.string[: match.start()]) is not None


def _number(match: re.Match[str]) -> Decimal | None:
    if match["numeral"]:
        return read_pointed_numeral(match["numeral"])
    return parse_decimal(match["figures"]) * (10_000 if match["scale"] else 1)
