"""Many rows into SQLite: one statement, prepared once, run per row inside the library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

IN_ONE_QUERY = 5_000  # below the limit of variables of every SQLite


def find(
    cursor: CursorWrapper, table: str, wanted: Sequence[str], column: str, among: Sequence[Any]
) -> Iterator[tuple[Any, ...]]:
    """The wanted columns of the rows whose column has one of the values."""
    listed = ", ".join(f'"{name}"' for name in wanted)
    for start in range(0, len(among), IN_ONE_QUERY):
        part = among[start : start + IN_ONE_QUERY]
        places = ", ".join(["%s"] * len(part))
        cursor.execute(f'SELECT {listed} FROM "{table}" WHERE "{column}" IN ({places})', part)  # noqa: S608
        yield from cursor.fetchall()


def reserve_ids(cursor: CursorWrapper, table: str, count: int) -> list[int]:
    """The numbers that follow the highest ever used; nobody else writes until this transaction ends."""
    cursor.execute("SELECT MAX(seq) FROM sqlite_sequence WHERE name = %s", [table])
    last = cursor.fetchone()[0] or 0
    return list(range(last + 1, last + count + 1))


def insert(
    cursor: CursorWrapper, table: str, names: Sequence[str], columns: Sequence[Sequence[object]], *, skip_known: bool
) -> None:
    """Inserts the columns' rows; `skip_known`: those that break a unique constraint are left out."""
    quoted, places = ", ".join(f'"{name}"' for name in names), ", ".join(["%s"] * len(names))
    end = " ON CONFLICT DO NOTHING" if skip_known else ""
    sql = f'INSERT INTO "{table}" ({quoted}) VALUES ({places}){end}'  # noqa: S608  # names of our own models
    cursor.executemany(sql, list(zip(*columns, strict=True)))


def one_at_a_time(_cursor: CursorWrapper, _name: str) -> None:
    """Nothing to wait for: transactions are IMMEDIATE, so that there is one writer."""
