"""Columns of values as a database stores them, by the same rules as Django's own saving."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

Model = type[models.Model]
Rows = list[tuple[Any, ...]]
Columns = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class Sought:
    """Rows to find: those that have one of many values in a column, and one value in each of some others."""

    column: str
    among: list[Any]
    where: Mapping[str, Any]

    def condition(self, is_sought: str) -> str:
        """The condition as SQL. Args: is_sought: what is asked of the column. Returns: with a place per other value."""
        return " AND ".join([*(f'"{name}" = %s' for name in self.where), f'"{self.column}" {is_sought}'])


_KEPT = 16_384  # different values of a column: more than forty years have days
# Of these kinds the drivers store a value as it is; asking the field about each one would take most of the time.
_STORED_AS_IS = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.BinaryField)


def stored(model: Model, columns: Columns) -> tuple[list[str], list[Sequence[object]]]:
    """Column names of the table, and beside each its values as the database stores them.

    Args: columns: attribute names (`record_id`) → values.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    named = [fields[name] for name in columns]
    return [str(field.column) for field in named], [_stored(field, columns[field.attname]) for field in named]


def column_names(model: Model, attributes: Sequence[str]) -> list[str]:
    """Column names of the table, for attributes whose values need no translation.

    Raises: TypeError: an attribute needs one.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if translated := [name for name in attributes if not _is_stored_as_is(fields[name])]:
        raise TypeError(f"{model.__name__}: stored otherwise than read: {', '.join(translated)}")
    return [str(fields[name].column) for name in attributes]


def values_read(model: Model, attributes: Sequence[str]) -> tuple[list[str], Callable[[Rows], Rows]]:
    """Column names of the table, and what makes of rows of these columns what Django would answer."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    wanted = [fields[name] for name in attributes]
    converters = {place: found for place, field in enumerate(wanted) if (found := _converters(field))}

    def read(rows: Rows) -> Rows:
        if not converters or not rows:
            return rows
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for place, convert in converters.items():
            # Most rows say nothing there.
            columns[place] = [value if value is None else convert(value) for value in columns[place]]
        return list(zip(*columns, strict=True))

    return [str(field.column) for field in wanted], read


def _converters(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a stored value of a field is read on this database; None: as it is stored."""
    column = field.get_col(field.model._meta.db_table)
    steps = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return value

    return convert if steps else None


def _is_stored_as_is(field: models.Field[object, object]) -> bool:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return isinstance(target, _STORED_AS_IS)


def _stored(field: models.Field[object, object], values: Sequence[object]) -> Sequence[object]:
    if _is_stored_as_is(field):
        return values
    database = connections[DEFAULT_DB_ALIAS]  # asked once, not for each value
    if isinstance(field, models.JSONField):
        kept = {id(value): value for value in values}  # most are one and the same
        texts = {key: field.get_db_prep_save(value, database) for key, value in kept.items()}
        return [texts[id(value)] for value in values]
    return list(map(_as_stored(field, database.vendor), values))


@cache
def _as_stored(field: models.Field[object, object], _vendor: str) -> Callable[[object], object]:
    """How the database stores a value of a field; dates and amounts recur, within a file and in the next one."""
    return lru_cache(maxsize=_KEPT)(lambda value: field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS]))


def need_whole_rows(model: Model, columns: Columns) -> None:
    """Every column of the table is given, but the number may be left to the database.

    Raises: TypeError: one is missing or unknown, so that a new column cannot be forgotten where rows are written.
    """
    wanted = {field.attname for field in model._meta.concrete_fields}
    if wrong := (wanted - {"id"}) ^ (set(columns) - {"id"}):
        raise TypeError(f"{model.__name__}: missing or unknown columns: {', '.join(sorted(wrong))}")
