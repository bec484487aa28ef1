"""Suggestions as the facts that a person would confirm."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from qingce.domain.removal.suggesting.model import MATTERS, WASTE_T, Suggestion

Facts = dict[str, list[str] | Decimal]


def facts_of(suggestions: Iterable[Suggestion], *, least: Decimal = Decimal(0)) -> Facts:
    """The facts if every suggestion were confirmed: what the rules take, to show where a record would go.

    `matters` is the set of the choices found, in the order of their names; if none is found it is not given, hence
    unknown. Of several amounts of waste (text and field of one record) the surest counts.

    Args: least: suggestions below this confidence are left out.
    """
    taken = [each for each in suggestions if each.confidence >= least]
    matters = sorted({str(each.value) for each in taken if each.fact == MATTERS})
    amounts = sorted((each for each in taken if each.fact == WASTE_T), key=lambda each: -each.confidence)
    facts: Facts = {MATTERS: matters} if matters else {}
    if amounts and isinstance(amounts[0].value, Decimal):
        facts[WASTE_T] = amounts[0].value
    return facts
