"""Suggestions as the facts that a person would confirm, and the facts that a record gives itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from qingce.domain.removal.suggesting.model import MATTERS, WASTE_T, Suggestion

Facts = dict[str, str | list[str] | Decimal | date]


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


def facts_of_record(*, record_type: str, published_on: date | None, details: Mapping[str, str]) -> Facts:
    """The facts that stand in a record's own fields; they need no suggestion.

    Returns: `record_type`, and `published_on` and `rating_colour` where the record has them; what it does not have is
        left out, hence unknown.
    """
    facts: Facts = {"record_type": record_type}
    if published_on:
        facts["published_on"] = published_on
    if colour := details.get("colour"):
        facts["rating_colour"] = colour
    return facts
