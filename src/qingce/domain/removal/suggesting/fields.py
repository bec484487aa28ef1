"""Facts suggested from the figures that a record has in fields of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from qingce.domain.removal.suggesting.model import MATTERS, WASTE_T, Suggestion
from qingce.domain.removal.suggesting.signs import confidences
from qingce.domain.removal.suggesting.texts import read_text
from qingce.domain.removal.suggesting.waste import speaks_of_waste, tonnes_of
from qingce.pure.kernel.units import IncompatibleUnits, UnknownUnit


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement of a record: value and limit in `unit`."""

    pollutant: str
    value: Decimal | None
    limit: Decimal | None
    unit: str
    times_over: Decimal | None

    @property
    def is_over(self) -> bool:
        """Whether it lies above its limit, as far as the fields say."""
        if self.times_over is not None:
            return self.times_over > 0
        return self.value is not None and self.limit is not None and self.value > self.limit


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of a record: so much of what."""

    what: str
    amount: Decimal
    unit: str


def suggest_from_fields(
    *,
    record_type: str = "",
    details: Mapping[str, str] | None = None,
    measurements: Iterable[Measured] = (),
    quantities: Iterable[Quantity] = (),
) -> tuple[Suggestion, ...]:
    """Facts that the fields of a record suggest; `words` shows the field's content.

    Args: record_type, details: as the record has them. measurements, quantities: its rows; of quantities those count
        whose `what` names hazardous waste and whose unit is one of mass.
    """
    return (
        *_from_measurements(measurements),
        *_from_quantities(quantities),
        *_from_details(record_type, details or {}),
    )


def _from_measurements(measurements: Iterable[Measured]) -> Iterator[Suggestion]:
    over = [each for each in measurements if each.is_over]
    if over:
        words = "; ".join(f"{each.pollutant} {_figure(each.value)}{each.unit}".strip() for each in over)
        yield _suggestion(MATTERS, "exceedance", words, "exceedance-field", "measurements")


def _from_quantities(quantities: Iterable[Quantity]) -> Iterator[Suggestion]:
    waste = [(each, tonnes) for each in quantities if (tonnes := _tonnes(each)) is not None]
    if waste:
        words = "; ".join(f"{each.what} {_figure(each.amount)} {each.unit}" for each, _ in waste)
        total = sum((tonnes for _, tonnes in waste), Decimal(0))
        yield _suggestion(WASTE_T, total, words, "waste-quantity-field", "quantities")


def _from_details(record_type: str, details: Mapping[str, str]) -> Iterator[Suggestion]:
    if record_type == "suspension" and details.get("kind") == "suspension":
        yield _suggestion(MATTERS, "stopped-for-rectification", details["kind"], "suspension-field", "details.kind")


def _tonnes(quantity: Quantity) -> Decimal | None:
    if not speaks_of_waste(read_text(quantity.what).text):
        return None
    try:
        return tonnes_of(quantity.amount, quantity.unit)
    except (UnknownUnit, IncompatibleUnits):
        return None


def _suggestion(fact: str, value: str | Decimal, words: str, sign: str, field: str) -> Suggestion:
    return Suggestion(fact, value, (0, len(words)), words, confidences()[sign], sign, field)


def _figure(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")
