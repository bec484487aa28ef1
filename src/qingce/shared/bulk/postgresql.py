"""Many rows into PostgreSQL: COPY, by way of a temporary table where rows may be known already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

_STAGED = "pg_temp.staged_rows"


def find(
    cursor: CursorWrapper, table: str, wanted: Sequence[str], column: str, among: Sequence[Any]
) -> Iterator[tuple[Any, ...]]:
    """The wanted columns of the rows whose column has one of the values."""
    listed = ", ".join(f'"{name}"' for name in wanted)
    cursor.execute(f'SELECT {listed} FROM "{table}" WHERE "{column}" = ANY(%s)', [list(among)])  # noqa: S608
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
