"""What a condition says: its operator, what it compares with, and which facts it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qingce.pure.rules.schema import Condition, Id

Operator = Literal["is", "one_of", "contains", "at_least", "above", "at_most", "below", "within", "all", "any", "not"]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
COMPARING = ("at_least", "above", "at_most", "below")
COMPOSING = ("all", "any", "not")
_FIELDS = {"is": "is_", "all": "all_", "any": "any_", "not": "not_"}
FITTING: dict[str, tuple[str, ...]] = {
    "one_of": ("choice",),
    "contains": ("choices",),
    **dict.fromkeys(COMPARING, ("whole", "number")),
    "within": ("date",),
}


def operand_of(condition: Condition, operator: Operator) -> bool | Id | tuple[Id, ...] | None:
    """What the condition says under this operator; None if it does not use it."""
    value = getattr(condition, _FIELDS.get(operator, operator))
    return None if value == () else value


def operators_of(condition: Condition) -> list[Operator]:
    """The operators that the condition uses; in a sound book exactly one."""
    return [each for each in OPERATORS if operand_of(condition, each) is not None]


def members_of(condition: Condition) -> tuple[Id, ...]:
    """The conditions that this one is made of; none for one that rests on a fact."""
    return (*condition.all_, *condition.any_, *([condition.not_] if condition.not_ else []))


def parameter_of(condition: Condition) -> Id | None:
    """The parameter that the condition compares with."""
    return condition.at_least or condition.above or condition.at_most or condition.below or condition.within


def closure(conditions: Mapping[Id, Condition], wanted: Iterator[Id] | tuple[Id, ...]) -> list[Id]:
    """The conditions named and all that they are made of, members before what they make up; none twice.

    Args: conditions: without circles.
    """
    found: dict[Id, None] = {}

    def take(name: Id) -> None:
        if name not in found:
            for each in members_of(conditions[name]):
                take(each)
            found[name] = None

    for name in wanted:
        take(name)
    return list(found)
