"""A draw once its values are known: whether they fit what was announced, who is drawn, who replaces whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qingce.pure.draw.announcing import KIND, Announced, Source
from qingce.pure.draw.errors import NobodyLeft, ValueUnfit
from qingce.pure.draw.selecting import Step, seed_key, select

Values = tuple[tuple[str, ...], ...]
"""The numbers of each source, as they were read."""


@dataclass(frozen=True)
class Drawn:
    """A step of the draw and the public number that it leads to."""

    step: Step
    number: str


def check_values(announced: Announced, values: Sequence[Sequence[str]]) -> None:
    """Whether the announced sources can have given these numbers.

    Raises: ValueUnfit.
    """
    if len(values) != len(announced.sources):
        raise ValueUnfit(
            f"There are {len(announced.sources)} sources, but numbers of {len(values)}.",
            cause="sources", sources=len(announced.sources), given=len(values),
        )  # fmt: skip
    for source, numbers in zip(announced.sources, values, strict=True):
        _check_numbers(source, numbers)


def drawn_by(announced: Announced, values: Sequence[Sequence[str]], *, replacements: int = 0) -> list[Drawn]:
    """Who is drawn, in order; then those who replace somebody, in order.

    Args: replacements: how many of them.
    Raises: ValueUnfit; NobodyLeft.
    """
    check_values(announced, values)
    eligible, wanted = announced.eligible, announced.count + replacements
    if wanted > len(eligible):
        raise NobodyLeft(
            f"All {len(eligible)} who could be drawn have been; void the draw, and announce another one.",
            size=len(eligible),
        )
    return [Drawn(step, eligible[step.chosen - 1]) for step in select(len(eligible), wanted, seed_key(values))]


def value_says(announced: Announced, values: Sequence[Sequence[str]], *, read: str) -> dict[str, Any]:
    """What a settled draw says: the ledger holds the hash of the canonical JSON of this.

    Args: read: where the values were read.
    Raises: ValueUnfit.
    """
    result = [each.number for each in drawn_by(announced, values)]
    return {
        "kind": KIND,
        "number": announced.number,
        "values": [list(each) for each in values],
        "read": read,
        "key": seed_key(values),
        "result": result,
    }


def replacement_says(number: int, *, value: int, place: int, declined: str, drawn: str) -> dict[str, Any]:
    """What a replacement says.

    Args: number: of the draw. value: which of its values it belongs to, from 1. place: among the replacements, from 1.
    """
    return {"kind": KIND, "number": number, "value": value, "place": place, "declined": declined, "drawn": drawn}


def _check_numbers(source: Source, numbers: Sequence[str]) -> None:
    if len(numbers) != source.numbers:
        raise ValueUnfit(
            f"“{source.what}” gives {source.numbers} numbers; entered are {len(numbers)}.",
            cause="numbers", what=source.what, numbers=source.numbers, given=len(numbers),
        )  # fmt: skip
    behind = rf"\.[0-9]{{{source.decimals}}}" if source.decimals else ""
    for text in numbers:
        if not re.fullmatch(rf"[0-9]{{1,13}}{behind}", text):
            raise ValueUnfit(
                f"“{source.what}”: “{text[:30]}” is no number with {source.decimals} decimals.",
                cause="form", what=source.what, text=text[:30], decimals=source.decimals,
            )  # fmt: skip
        if not source.lowest <= Decimal(text) <= source.highest:
            raise ValueUnfit(
                f"“{source.what}”: {text} does not lie between {source.lowest} and {source.highest}.",
                cause="range", what=source.what, text=text, lowest=source.lowest, highest=source.highest,
            )  # fmt: skip
