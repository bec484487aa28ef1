"""Columns of values as a database stores them, by the same rules as Django's own saving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection, models

Model = type[models.Model]
Columns = Mapping[str, Sequence[object]]

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


def _is_stored_as_is(field: models.Field[object, object]) -> bool:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return isinstance(target, _STORED_AS_IS)


def _stored(field: models.Field[object, object], values: Sequence[object]) -> Sequence[object]:
    if _is_stored_as_is(field):
        return values
    if isinstance(field, models.JSONField):
        empty = field.get_db_prep_save({}, connection)  # most are
        return [empty if value == {} else field.get_db_prep_save(value, connection) for value in values]
    # Dates and amounts recur within a piece of a file.
    as_stored = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return [as_stored[value] for value in values]


def need_whole_rows(model: Model, columns: Columns) -> None:
    """Every column of the table is given, but the number may be left to the database.

    Raises: TypeError: one is missing or unknown, so that a new column cannot be forgotten where rows are written.
    """
    wanted = {field.attname for field in model._meta.concrete_fields}
    if wrong := (wanted - {"id"}) ^ (set(columns) - {"id"}):
        raise TypeError(f"{model.__name__}: missing or unknown columns: {', '.join(sorted(wrong))}")
