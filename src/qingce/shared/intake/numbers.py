"""Numbers that fit their column: both databases give back what was written, and neither refuses it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qingce.pure.kernel.errors import InvalidValue

_LONGEST_SHOWN = 64


class NumberTooLarge(InvalidValue):
    """A number has more digits than are stored."""

    code = "number-too-large"


class NumberTooFine(InvalidValue):
    """A number is so small that nothing of it would be stored."""

    code = "number-too-fine"


class NumberOutOfRange(InvalidValue):
    """A number lies outside what its column can mean."""

    code = "number-out-of-range"


@dataclass(frozen=True)
class Bounds:
    """What a column of numbers holds.

    Args:
        digits, places: as of `DecimalField`: digits in all, and those after the point.
        minimum, maximum: least and greatest number; None: as far as the digits reach.
    """

    digits: int
    places: int
    minimum: int | None = None
    maximum: int | None = None


def within(number: Decimal, bounds: Bounds, *, text: str) -> Decimal:
    """The number as it is stored, rounded to the column's places.

    Args: text: how it was written, for what is said about it.
    Raises: NumberOutOfRange, NumberTooLarge, NumberTooFine: params `text`.
    """
    text = text.strip()[:_LONGEST_SHOWN]
    _check_range(number, bounds, text)
    figures = bounds.digits - bounds.places
    # SQLite keeps 15 figures: 99,999,999,999,999.99 would come back as 10^14, which no longer fits its column.
    if abs(number) > 10**figures - 1:
        raise NumberTooLarge(f"{text!r} has more than {figures} digits; check the unit.", text=text, digits=figures)
    rounded = round(number, bounds.places)
    if number and not rounded:
        raise NumberTooFine(
            f"{text!r} is too small; {bounds.places} decimals are stored. Use a smaller unit.",
            text=text, places=bounds.places,
        )  # fmt: skip
    return rounded


def _check_range(number: Decimal, bounds: Bounds, text: str) -> None:
    least, greatest = bounds.minimum, bounds.maximum
    if (least is not None and number < least) or (greatest is not None and number > greatest):
        listed = (least if least is not None else "−∞", greatest if greatest is not None else "∞")
        raise NumberOutOfRange(
            f"{text!r} does not lie between {listed[0]} and {listed[1]}; check number and unit.",
            text=text, minimum=listed[0], maximum=listed[1],
        )  # fmt: skip
