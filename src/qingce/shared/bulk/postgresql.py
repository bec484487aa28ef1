"""Many rows into PostgreSQL: COPY, by way of a temporary table where rows may be known already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from qingce.shared.bulk.columns import Sought

_STAGED = "pg_temp.staged_rows"
_KINDS = {str: "text", bytes: "bytea", int: "bigint"}


def find(cursor: CursorWrapper, table: str, wanted: Sequence[str], sought: Sought) -> Iterator[tuple[Any, ...]]:
    """The wanted columns of the rows sought."""
    listed = ", ".join(f'"{name}"' for name in wanted)
    sql = f'SELECT {listed} FROM "{table}" WHERE {sought.condition("= ANY(%s)")}'  # noqa: S608  # names of our own models
    cursor.execute(sql, [*sought.where.values(), sought.among])
    yield from cursor.fetchall()


def count_up_to(cursor: CursorWrapper, table: str, most: int, sought: Sought) -> Iterator[tuple[Any, int]]:
    """How many rows sought have each value, at most one more than `most`."""
    some = f'SELECT 1 FROM "{table}" WHERE {sought.condition("= listed.value")} LIMIT {most + 1:d}'  # noqa: S608
    kind = _KINDS[type(sought.among[0])]
    sql = f"SELECT value, (SELECT count(*) FROM ({some}) AS found) FROM unnest(%s::{kind}[]) AS listed (value)"  # noqa: S608
    cursor.execute(sql, [*sought.where.values(), sought.among])
    yield from cursor.fetchall()


def reserve_ids(cursor: CursorWrapper, table: str, count: int) -> list[int]:
    """Numbers drawn from the table's sequence; nobody else gets them, also if this transaction fails."""
    sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    cursor.execute(sql, [table, count])
    return [row[0] for row in cursor.fetchall()]


def one_at_a_time(cursor: CursorWrapper, name: str) -> None:
    """Holds a lock of this name until the transaction ends."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"qingce:{name}"])


def insert(
    cursor: CursorWrapper, table: str, names: Sequence[str], columns: Sequence[Sequence[object]], *, skip_known: bool
) -> None:
    """Inserts the columns' rows; `skip_known`: those that break a unique constraint are left out."""
    listed = ", ".join(f'"{name}"' for name in names)
    if not skip_known:
        _copy(cursor, f'"{table}"', listed, columns)
        return
    # COPY knows no ON CONFLICT.
    cursor.execute(
        f'CREATE TEMP TABLE staged_rows ON COMMIT DROP AS SELECT {listed} FROM "{table}" WITH NO DATA'  # noqa: S608
    )
    _copy(cursor, _STAGED, listed, columns)
    cursor.execute(
        f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM {_STAGED} ON CONFLICT DO NOTHING'  # noqa: S608
    )
    cursor.execute(f"DROP TABLE {_STAGED}")


def _copy(cursor: CursorWrapper, table: str, listed: str, columns: Sequence[Sequence[object]]) -> None:
    with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
        for row in zip(*columns, strict=True):
            copy.write_row(row)
