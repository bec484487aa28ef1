"""The values of a parameter follow one another in time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qingce.pure.rules.book import value_on
from qingce.pure.rules.fitting import DECIMALS, decimals
from qingce.pure.rules.operators import parameter_of
from qingce.pure.rules.places import Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import DatedValue, Parameter


def check_values(book: Book) -> None:
    """Refuses values that overlap, and a condition whose parameter has no value on a day of the version.

    A value without `until` ends when the next begins.

    Raises: InvalidRulebook.
    """
    for name, parameter in book.parameters.items():
        _check_order(Place(book, "parameter", name).at("value"), parameter.value)
    for name, condition in book.conditions.items():
        wanted = parameter_of(condition)
        if wanted:
            _check_cover(Place(book, "condition", name), wanted, book.parameters[wanted])


def change_days(book: Book, parameters: Sequence[str]) -> list[date]:
    """The days of a version on which one of these parameters changes, its first day included."""
    first = book.head.effective_on
    later = {each.from_ for name in parameters for each in book.parameters[name].value if each.from_ > first}
    return sorted({first, *later})


def _check_order(place: Place, values: Sequence[DatedValue]) -> None:
    for each in values:
        if each.until is not None and each.until < each.from_:
            place.at(str(each.from_)).refuse("until lies before from.", cause="until-before")
        if decimals(each.value) > DECIMALS:
            place.at(str(each.from_)).refuse(f"more than {DECIMALS} digits behind the point.", cause="digits")
    for before, after in pairwise(sorted(values, key=lambda each: each.from_)):
        if before.from_ == after.from_ or (before.until is not None and before.until >= after.from_):
            place.at(str(after.from_)).refuse(
                f"this overlaps with the value from {before.from_} on.", cause="overlap", other=before.from_
            )


def _check_cover(place: Place, name: str, parameter: Parameter) -> None:
    """From the version's first day on there is always a value."""
    first = place.book.head.effective_on
    ends = [each.until for each in parameter.value if each.until is not None and each.until >= first]
    gaps = [day for day in ends if value_on(parameter, day.fromordinal(day.toordinal() + 1)) is None]
    if value_on(parameter, first) is None:
        gaps.append(first)
    if gaps:
        place.refuse(
            f"{name} has no value on every day from {first} on; a condition needs one.", cause="gap", name=name
        )
