"""Writing many rows of one table at once, as columns, without an object per row.

Signals and `save` methods are not run; the models written this way have none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import Any

from django.db import connection
from django.db.models import Model as DjangoRow
from django.db.transaction import TransactionManagementError

from qingce.shared.bulk import postgresql, sqlite
from qingce.shared.bulk.ahead import made_ahead
from qingce.shared.bulk.collecting import uncollected
from qingce.shared.bulk.columns import Columns, Model, Sought, column_names, need_whole_rows, stored, values_read

__all__ = [
    "Columns",
    "count_up_to",
    "find_rows",
    "insert_row",
    "insert_rows",
    "made_ahead",
    "number_rows",
    "one_at_a_time",
    "reserve_ids",
    "uncollected",
    "update_rows",
]

_DATABASES: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


_NUMBER = """
    UPDATE "{table}" SET number = waiting.number
    FROM (SELECT id, %s + row_number() OVER (ORDER BY id) AS number
          FROM "{table}" WHERE number IS NULL ORDER BY id LIMIT %s) AS waiting
    WHERE "{table}".id = waiting.id
"""


def find_rows(
    model: Model,
    wanted: Sequence[str],
    *,
    column: str,
    among: Collection[object],
    where: Mapping[str, object] | None = None,
) -> list[tuple[Any, ...]]:
    """The rows whose column has one of many values; in no order.

    Args:
        wanted: attribute names (`record_id`), answered as Django would.
        column: of texts, whole numbers or bytes. where: other columns with the one value that they must have.
    Cost: one query, on SQLite one per 5,000 values; none without values.
    Raises: TypeError: the column looked in is stored otherwise than it is read.
    """
    if not among:
        return []
    sought = _sought(model, column, among, where)
    names, read = values_read(model, wanted)
    with connection.cursor() as cursor:
        return read(list(_DATABASES[connection.vendor].find(cursor, model._meta.db_table, names, sought)))


def _sought(model: Model, column: str, among: Collection[object], where: Mapping[str, object] | None) -> Sought:
    looked_in, *others = column_names(model, [column, *(where or ())])
    return Sought(looked_in, list(among), dict(zip(others, (where or {}).values(), strict=True)))


def count_up_to(
    model: Model, most: int, *, column: str, among: Collection[object], where: Mapping[str, object] | None = None
) -> dict[Any, int]:
    """How many rows have each of many values in a column; of a value with more than `most`, one more than that.

    Cost: as `find_rows`, over an index that begins with the columns; a value that millions share costs as little as one
        that `most` share.
    Raises: TypeError: the column is stored otherwise than it is read.
    """
    if not among:
        return {}
    sought = _sought(model, column, among, where)
    with connection.cursor() as cursor:
        return dict(_DATABASES[connection.vendor].count_up_to(cursor, model._meta.db_table, most, sought))


def reserve_ids(model: Model, count: int) -> list[int]:
    """Numbers for rows that will be inserted in this transaction, before the next are reserved; rising.

    Cost: one query.
    Raises: TransactionManagementError: no transaction is open.
    """
    _need_transaction()
    if not count:
        return []
    with connection.cursor() as cursor:
        ids: list[int] = _DATABASES[connection.vendor].reserve_ids(cursor, model._meta.db_table, count)
    return ids


def one_at_a_time(name: str) -> None:
    """Waits until no other transaction holds this name, and holds it until this one ends.

    Cost: one query; none on SQLite, where a transaction that writes is alone anyway.
    Raises: TransactionManagementError: no transaction is open.
    """
    _need_transaction()
    with connection.cursor() as cursor:
        _DATABASES[connection.vendor].one_at_a_time(cursor, name)


def number_rows(model: Model, *, last: int, most: int) -> int:
    """Gives rows without a `number` the next ones, in the order of their ids; whoever calls holds the counter's lock.

    On PostgreSQL ids are drawn before commit, so a row with a smaller one can become visible after one with a larger:
    whoever keeps a place by id would skip it. Numbers are given after commit, in transactions that follow one another:
    a number is visible only when every smaller one is. The statement takes its snapshot once the lock is held.

    Args: last: the highest number given so far. most: rows to number.
    Returns: how many were numbered.
    Cost: one query, over an index of the rows that wait.
    Raises: TransactionManagementError: no transaction is open.
    """
    _need_transaction()
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER.format(table=table), [last, most])
        return int(cursor.rowcount)


def insert_rows(model: Model, columns: Columns, *, skip_known: bool = False) -> None:
    """Inserts rows given as columns, all of equal length, under Django's rules of storing.

    Args:
        columns: attribute name (`record_id`) → values, for every column of the table; `id` may be left out.
        skip_known: rows that break a unique constraint are left out; otherwise they are an error.
    Cost: one statement, on PostgreSQL four with `skip_known`; none without rows.
    Raises: TypeError: a column is missing. TransactionManagementError: no transaction is open. IntegrityError.
    """
    _need_transaction()
    need_whole_rows(model, columns)
    names, values = stored(model, columns)
    if not values[0]:
        return
    with connection.cursor() as cursor:
        _DATABASES[connection.vendor].insert(cursor, model._meta.db_table, names, values, skip_known=skip_known)


def insert_row(row: DjangoRow) -> None:
    """Inserts one new object and gives it its number; a third of the work of `row.save()`, for rows by the thousand.

    Cost: one query.
    Raises: TransactionManagementError: no transaction is open. IntegrityError.
    """
    _need_transaction()
    model = type(row)
    attributes, sql = _insert_of(model)
    _, columns = stored(model, {name: [getattr(row, name)] for name in attributes})
    values: list[Any] = [value for (value,) in columns]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]


@cache
def _insert_of(model: Model) -> tuple[list[str], str]:
    """All columns but the number, as attributes, and the statement that fills them."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quoted, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    sql = f'INSERT INTO "{model._meta.db_table}" ({quoted}) VALUES ({places}) RETURNING "id"'  # noqa: S608  # our models
    return [field.attname for field in fields], sql


def update_rows(model: Model, columns: Columns) -> None:
    """Sets columns of the rows whose numbers are in the column `id`.

    Cost: one statement; none without rows.
    Raises: TransactionManagementError: no transaction is open. IntegrityError.
    """
    _need_transaction()
    changed = [name for name in columns if name != "id"]
    names, values = stored(model, {name: columns[name] for name in (*changed, "id")})
    if not values[0]:
        return
    settings = ", ".join(f'"{name}" = %s' for name in names[:-1])
    sql = f'UPDATE "{model._meta.db_table}" SET {settings} WHERE "id" = %s'  # noqa: S608  # names of our own models
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(zip(*values, strict=True)))


def _need_transaction() -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError("Rows are written in bulk only inside a transaction.")
