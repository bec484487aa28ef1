"""Small lists inside one cell of a file: `name|value|limit|unit; name|…`, `name=value; …`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qingce.domain.records.enums import BY_TYPE
from qingce.pure.kernel.amounts import parse_decimal
from qingce.pure.kernel.errors import InvalidValue

_BETWEEN = re.compile("[,，、]")
MEASUREMENT_PARTS = ("pollutant", "value", "limit", "unit", "outlet", "times_over")
QUANTITY_PARTS = ("what", "amount", "unit")


class InvalidList(InvalidValue):
    """A cell that should hold a small list does not read as one."""

    code = "invalid-list"


class UnknownDetail(InvalidValue):
    """The record's type has no such field."""

    code = "unknown-detail"


class UnknownDetailValue(InvalidValue):
    """The field knows no such value."""

    code = "unknown-detail-value"


@dataclass(frozen=True)
class Measured:
    """A pollutant with value and limit in `unit`; None: not stated."""

    pollutant: str
    value: Decimal | None
    limit: Decimal | None
    unit: str
    outlet: str
    times_over: Decimal | None


@dataclass(frozen=True)
class Amount:
    """An amount of something."""

    what: str
    amount: Decimal
    unit: str


def parse_measurements(text: str) -> tuple[Measured, ...]:
    """Reads `pollutant|value|limit|unit|outlet|times over; …` or a JSON list of objects with these keys.

    Raises: InvalidList; InvalidAmount: a number does not read as one.
    """
    return tuple(_measured(row) for row in _rows(text, MEASUREMENT_PARTS))


def parse_quantities(text: str) -> tuple[Amount, ...]:
    """Reads `what|amount|unit; …` or a JSON list of objects with these keys.

    Raises: InvalidList; InvalidAmount.
    """
    return tuple(Amount(row["what"], parse_decimal(row["amount"]), row["unit"]) for row in _rows(text, QUANTITY_PARTS))


def parse_details(text: str, record_type: str) -> dict[str, str]:
    """Reads `field=value; field=value`; several values of one field are separated by a comma or 、.

    Raises: InvalidList; UnknownDetail; UnknownDetailValue.
    """
    known = {detail.name: detail for detail in BY_TYPE[record_type].details}
    details = {}
    for name, value in _pairs(text):
        if name not in known:
            raise _unknown_detail(name, record_type, list(known))
        values = [part.strip() for part in _BETWEEN.split(value)] if known[name].choices else [value]
        _check_choices(name, values, [choice for choice, _ in known[name].choices])
        details[name] = ";".join(part for part in values if part)
    return {name: value for name, value in details.items() if value}


def _unknown_detail(name: str, record_type: str, known: list[str]) -> UnknownDetail:
    listed = ", ".join(known)
    return UnknownDetail(
        f"“{name}” is no field of {record_type}; it has: {listed or 'none'}.",
        cause="some" if known else "none", field=name, type=record_type, known=listed,
    )  # fmt: skip


def _check_choices(name: str, values: list[str], choices: list[str]) -> None:
    for value in values:
        if choices and value and value not in choices:
            listed = ", ".join(choices)
            raise UnknownDetailValue(
                f"“{value}” is no value of {name}; use one of: {listed}.", field=name, value=value, choices=listed
            )


def _pairs(text: str) -> list[tuple[str, str]]:
    if text.startswith("{"):
        return [(str(name), str(value)) for name, value in _json(text, dict).items()]
    pairs = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, equals, value = part.partition("=")
        if not equals:
            raise InvalidList(f"“{part}” should read field=value.", cause="pair", part=part)
        pairs.append((name.strip(), value.strip()))
    return pairs


def _rows(text: str, parts: tuple[str, ...]) -> list[dict[str, str]]:
    if text.startswith("["):
        return [_complete(row, parts) for row in _json(text, list)]
    return [_split(item, parts) for item in filter(None, (item.strip() for item in text.split(";")))]


def _split(item: str, parts: tuple[str, ...]) -> dict[str, str]:
    cells = [cell.strip() for cell in item.split("|")]
    if len(cells) > len(parts) or not cells[0]:
        form = "|".join(parts)
        raise InvalidList(f"“{item}” should read {form}.", cause="item", part=item, form=form)
    return dict(zip(parts, [*cells, *[""] * len(parts)], strict=False))


def _complete(row: Any, parts: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(row, dict) or not row.get(parts[0]) or set(row) - set(parts):
        keys = ", ".join(parts)
        raise InvalidList(f"{row!r} should be an object with {keys}.", cause="object", part=str(row), keys=keys)
    return {part: "" if row.get(part) is None else str(row[part]) for part in parts}


def _json(text: str, kind: type) -> Any:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidList(
            f"This is not readable as JSON: {error}.", cause="json", part=text[:40], position=error.pos + 1
        ) from error
    if not isinstance(value, kind):
        raise InvalidList(f"This should be a JSON {kind.__name__}.", cause=f"json-{kind.__name__}", part=text[:40])
    return value


def _measured(row: dict[str, str]) -> Measured:
    return Measured(
        pollutant=row["pollutant"],
        value=_number(row["value"]),
        limit=_number(row["limit"]),
        unit=row["unit"],
        outlet=row["outlet"],
        times_over=_number(row["times_over"]),
    )


def _number(text: str) -> Decimal | None:
    return parse_decimal(text) if text else None
