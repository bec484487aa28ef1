"""What the OpenAPI document says of a data set: the shape of a row, and what can be asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field, create_model

from qingce.domain.statistics.queries import CURSOR, LIMIT, MOST_ROWS, USUAL_ROWS, Column, Dataset, Filter, Kind
from qingce.doors.api.words import in_both, in_one

TYPES: dict[Kind, Any] = {
    Kind.TEXT: str,
    Kind.CODE: str,
    Kind.CODES: str,
    Kind.INTEGER: int | None,
    Kind.NUMBER: float | None,
    Kind.BOOLEAN: bool | None,
    Kind.DATE: date | None,
}


class Problem(Schema):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    detail_en: str


def page_model(dataset: Dataset) -> type[Schema]:
    """A page of a data set."""
    stem = "".join(part.title() for part in dataset.name.split("-"))
    fields: dict[str, Any] = {each.name: (TYPES[each.kind], _field(each)) for each in dataset.columns}
    row = create_model(f"{stem}Row", __base__=Schema, **fields)
    shape: dict[str, Any] = {"rows": (list[row], ...), "next": (str | None, ...)}  # type: ignore[valid-type]
    return create_model(f"{stem}Page", __base__=Schema, **shape)


def parameters(dataset: Dataset) -> list[dict[str, Any]]:
    """What can be asked of a data set, as OpenAPI writes it."""
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS}
    return [
        *map(_filter, dataset.filters),
        {"name": LIMIT, "in": "query", "schema": limit, "description": "最多取多少行 / Rows at most"},
        {
            "name": CURSOR,
            "in": "query",
            "schema": {"type": "string"},
            "description": "上一页 next 给出的位置 / Place, as “next” of the page before gives it",
        },
    ]


def described(column: Column) -> dict[str, Any]:
    """A column in both languages, as the list of data sets tells it."""
    return {
        "name": column.name,
        "kind": column.kind.value,
        "meaning": in_both(column.meaning),
        "unit": in_both(column.unit),
        "clause": column.clause,
        "values": {value: in_both(label) for value, label in column.values},
    }


def _field(column: Column) -> Any:
    told = [in_one(column.meaning), in_one(column.unit), column.clause]
    told += [f"{value}: {in_one(label)}" for value, label in column.values if value]
    return Field(..., description="; ".join(filter(None, told)))


def _filter(each: Filter) -> dict[str, Any]:
    number = {"type": "integer", "minimum": each.least, "maximum": each.most}
    schema = number if each.is_number else {"type": "string", "enum": list(each.choices)}
    return {"name": each.name, "in": "query", "schema": schema, "description": in_one(each.meaning)}
