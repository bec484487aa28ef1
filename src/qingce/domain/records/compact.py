"""Small lists inside one cell of a file: `name|value|limit|unit; name|…`, `name=value; …`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qingce.domain.records.detail_words import read_value
from qingce.domain.records.enums import BY_TYPE
from qingce.pure.kernel.amounts import parse_decimal
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.text import clean
from qingce.shared.intake.queries import Bounds, within

MEASUREMENT_PARTS = ("pollutant", "value", "limit", "unit", "outlet", "times_over")
QUANTITY_PARTS = ("what", "amount", "unit")
# What the columns of `models.py` hold; a part beyond them puts its row aside, on either database.
LONGEST = {"pollutant": 60, "outlet": 120, "what": 200, "unit": 20}
NUMBERS = {
    **dict.fromkeys(("value", "limit", "amount"), Bounds(digits=20, places=6)),
    "times_over": Bounds(digits=12, places=4),
}
_LONGEST_SHOWN = 60


class InvalidList(InvalidValue):
    """A cell that should hold a small list does not read as one."""

    code = "invalid-list"


class UnknownDetail(InvalidValue):
    """The record's type has no such field."""

    code = "unknown-detail"


class UnknownDetailValue(InvalidValue):
    """The field knows no such value."""

    code = "unknown-detail-value"


class PartTooLong(InvalidValue):
    """A text in a small list has more characters than its column holds."""

    code = "part-too-long"


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

    Raises: InvalidList; InvalidAmount: a number does not read as one; PartTooLong, NumberTooLarge, NumberTooFine: a
        part does not fit its column.
    """
    return tuple(_measured(row) for row in _rows(text, MEASUREMENT_PARTS))


def parse_quantities(text: str) -> tuple[Amount, ...]:
    """Reads `what|amount|unit; …` or a JSON list of objects with these keys.

    Raises: as `parse_measurements`.
    """
    rows = _rows(text, QUANTITY_PARTS)
    return tuple(Amount(row["what"], _figure("amount", row["amount"]), row["unit"]) for row in rows)


def parse_details(text: str, record_type: str) -> dict[str, str]:
    """Reads `field=value; field=value`; several values of one field are separated by a comma or 、.

    Raises: InvalidList; UnknownDetail; UnknownDetailValue.
    """
    known = {detail.name: detail for detail in BY_TYPE[record_type].details}
    details = {}
    for name, value in _pairs(text):
        if name not in known:
            raise _unknown_detail(_shown(name), record_type, list(known))
        values = read_value(value, known[name], record_type)
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
                f"“{_shown(value)}” is no value of {name}; use one of: {listed}.",
                field=name, value=_shown(value), choices=listed,
            )  # fmt: skip


def _pairs(text: str) -> list[tuple[str, str]]:
    if text.startswith("{"):
        return [(clean(name), _plain(value, text)) for name, value in _json(text, dict).items()]
    pairs = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, equals, value = part.partition("=")
        if not equals:
            raise InvalidList(f"“{_shown(part)}” should read field=value.", cause="pair", part=_shown(part))
        pairs.append((name.strip(), value.strip()))
    return pairs


def _rows(text: str, parts: tuple[str, ...]) -> list[dict[str, str]]:
    if text.startswith("["):
        rows = [_complete(row, parts, text) for row in _json(text, list)]
    else:
        rows = [_split(item, parts) for item in filter(None, (item.strip() for item in text.split(";")))]
    for row in rows:
        _check_lengths(row)
    return rows


def _split(item: str, parts: tuple[str, ...]) -> dict[str, str]:
    cells = [clean(cell) for cell in item.split("|")]
    if len(cells) > len(parts) or not cells[0]:
        form = "|".join(parts)
        raise InvalidList(f"“{_shown(item)}” should read {form}.", cause="item", part=_shown(item), form=form)
    return dict(zip(parts, [*cells, *[""] * len(parts)], strict=False))


def _complete(row: Any, parts: tuple[str, ...], text: str) -> dict[str, str]:
    values = {name: _plain(value, text) for name, value in row.items()} if isinstance(row, dict) else {}
    if not values.get(parts[0]) or set(values) - set(parts):
        keys = ", ".join(parts)
        raise InvalidList(
            f"“{_shown(text)}” should hold objects with {keys}.", cause="object", part=_shown(text), keys=keys
        )
    return {part: values.get(part, "") for part in parts}


def _check_lengths(row: dict[str, str]) -> None:
    for name, longest in LONGEST.items():
        if len(row.get(name, "")) > longest:
            part, length = _shown(row[name]), len(row[name])
            raise PartTooLong(
                f"“{part}” has {length} characters; {name} may have {longest}. Shorten it.",
                part=part, length=length, name=name, longest=longest,
            )  # fmt: skip


def _plain(value: Any, text: str) -> str:
    """One value of a JSON object as text: JSON can write characters, and depths, that nothing can store."""
    if isinstance(value, list | dict):
        part = _shown(text)
        raise InvalidList(f"“{part}”: a value must be a text or a number, no list or object.", cause="plain", part=part)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else clean(value)


def _json(text: str, kind: type) -> Any:
    try:
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise InvalidList(
            f"This is not readable as JSON: {error}.", cause="json", part=text[:40], position=error.pos + 1
        ) from error
    except RecursionError as error:
        raise InvalidList("Lists within lists without end; write one plain list.", cause="deep") from error
    if not isinstance(value, kind):
        raise InvalidList(f"This should be a JSON {kind.__name__}.", cause=f"json-{kind.__name__}", part=text[:40])
    return value


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def _measured(row: dict[str, str]) -> Measured:
    return Measured(
        pollutant=row["pollutant"],
        value=_number("value", row["value"]),
        limit=_number("limit", row["limit"]),
        unit=row["unit"],
        outlet=row["outlet"],
        times_over=_number("times_over", row["times_over"]),
    )


def _number(name: str, text: str) -> Decimal | None:
    return _figure(name, text) if text else None


def _figure(name: str, text: str) -> Decimal:
    return within(parse_decimal(text), NUMBERS[name], text=text)
