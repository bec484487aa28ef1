"""Each fact has what its type needs, and each condition fits the type of its fact."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from qingce.pure.rules.operators import COMPOSING, FITTING, members_of, operators_of, parameter_of
from qingce.pure.rules.places import Place

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.operators import Operator
    from qingce.pure.rules.schema import Condition, Fact, Item

DECIMALS = 6  # behind the point; what columns can hold exactly
NUMERIC = ("whole", "number")
CHOOSING = ("choice", "choices")
SPANS = ("calendar-days", "months", "years")


def check_facts(book: Book) -> None:
    """Refuses a fact with choices, a unit or a range that its type does not have, or without those that it needs.

    Raises: InvalidRulebook.
    """
    for name, fact in book.facts.items():
        place = Place(book, "fact", name)
        _check_choices(place, fact)
        _check_range(place, fact)


def check_conditions(book: Book) -> None:
    """Refuses a condition that says nothing or too much, or does not fit its fact; and windows that are no terms.

    Args: book: references were checked.
    Raises: InvalidRulebook.
    """
    for name, condition in book.conditions.items():
        _check_condition(Place(book, "condition", name), condition)
    for name, requirement in book.requirements.items():
        for item in requirement.item:
            _check_item(Place(book, "requirement", name).at("item", item.id), item)


def decimals(value: Decimal | int) -> int:
    """How many digits stand behind the point, zeros at the end left out."""
    exponent = Decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else DECIMALS + 1


def _check_choices(place: Place, fact: Fact) -> None:
    if bool(fact.choice) != (fact.type in CHOOSING):
        place.at("choice").refuse(
            f"a fact of the type {fact.type} has {'no' if fact.choice else 'its'} choices.", cause="choices"
        )
    seen: set[str] = set()
    for choice in fact.choice:
        if choice.id in seen:
            place.at("choice").refuse_twice("choice", choice.id)
        seen.add(choice.id)


def _check_range(place: Place, fact: Fact) -> None:
    bounds = [each for each in (fact.min, fact.max) if each is not None]
    if fact.type not in NUMERIC and (bounds or fact.unit):
        place.refuse(f"only numbers have unit, min and max, not the type {fact.type}.", cause="range")
    if fact.min is not None and fact.max is not None and fact.min > fact.max:
        place.at("min").refuse("min lies above max.", cause="range")
    if any(decimals(each) > (DECIMALS if fact.type == "number" else 0) for each in bounds):
        place.refuse("min and max have more digits behind the point than the fact can.", cause="range")


def _check_condition(place: Place, condition: Condition) -> None:
    used = operators_of(condition)
    if len(used) != 1:
        said = ", ".join(used) or "none"
        place.refuse(f"a condition has exactly one operator; this has: {said}.", cause="operator", said=said)
    operator = used[0]
    composed = operator in COMPOSING
    if composed == bool(condition.fact):
        place.at("fact").refuse(
            "made of others, it has no fact." if composed else f"{operator} needs a fact.", cause="operator-fact"
        )
    if (operator == "within") != bool(condition.until):
        place.at("until").refuse("within needs until, and only within has it.", cause="until")
    if composed:
        if len(set(members_of(condition))) < len(members_of(condition)):
            place.at(operator).refuse_twice("condition", members_of(condition)[0])
        return
    _check_fact(place.at(operator), condition, operator)


def _check_fact(place: Place, condition: Condition, operator: Operator) -> None:
    fact = place.book.facts[str(condition.fact)]
    fitting = FITTING.get(operator) or (("yes-no",) if isinstance(condition.is_, bool) else ("choice",))
    if fact.type not in fitting:
        place.refuse(
            f"this does not fit {condition.fact}, which has the type {fact.type}.",
            cause="type",
            name=condition.fact,
            type=fact.type,
        )
    known = {each.id for each in fact.choice}
    chosen = (condition.is_, condition.contains, *condition.one_of)
    for each in chosen:
        if isinstance(each, str) and each not in known:
            place.refuse_unknown("choice", each)
    _check_parameter(place, condition, fact)


def _check_parameter(place: Place, condition: Condition, fact: Fact) -> None:
    name = parameter_of(condition)
    if name is None:
        return
    parameter = place.book.parameters[name]
    if condition.within:
        until = place.book.facts[str(condition.until)]
        if until.type != "date":
            place.refuse(f"{condition.until} is no date.", cause="no-date", name=condition.until)
        _check_term(place, name)
    elif fact.unit and fact.unit != parameter.unit:
        place.refuse(
            f"{condition.fact} is measured in {fact.unit}, {name} in {parameter.unit}.",
            cause="unit",
            name=condition.fact,
            unit=fact.unit,
            other=name,
            other_unit=parameter.unit,
        )


def _check_item(place: Place, item: Item) -> None:
    if item.window and item.between:
        place.refuse("a window and between exclude each other; keep one.", cause="window")
    if item.window:
        _check_term(place.at("window"), item.window)
    for name in (*(item.between or ()), *([item.of_day] if item.of_day else [])):
        if place.book.facts[name].type != "date":
            place.refuse(f"{name} is no date.", cause="no-date", name=name)


def _check_term(place: Place, name: str) -> None:
    parameter = place.book.parameters[name]
    if parameter.unit not in SPANS or any(decimals(each.value) or each.value < 0 for each in parameter.value):
        place.refuse(f"{name} is no whole number of calendar days, months or years.", cause="no-term", name=name)
