"""Many rows into SQLite: one statement, prepared once, run per row inside the library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from qingce.shared.bulk.columns import Sought

IN_ONE_QUERY = 5_000  # below the limit of variables of every SQLite


def find(cursor: CursorWrapper, table: str, wanted: Sequence[str], sought: Sought) -> Iterator[tuple[Any, ...]]:
    """The wanted columns of the rows sought."""
    listed = ", ".join(f'"{name}"' for name in wanted)
    for start in range(0, len(sought.among), IN_ONE_QUERY):
        part = sought.among[start : start + IN_ONE_QUERY]
        condition = sought.condition(f"IN ({', '.join(['%s'] * len(part))})")
        sql = f'SELECT {listed} FROM "{table}" WHERE {condition}'  # noqa: S608  # names of our own models
        cursor.execute(sql, [*sought.where.values(), *part])
        yield from cursor.fetchall()


def count_up_to(cursor: CursorWrapper, table: str, most: int, sought: Sought) -> Iterator[tuple[Any, int]]:
    """How many rows sought have each value, at most one more than `most`."""
    for start in range(0, len(sought.among), IN_ONE_QUERY):
        part = sought.among[start : start + IN_ONE_QUERY]
        places = ", ".join(["(%s)"] * len(part))
        condition = sought.condition("= listed.column1")
        some = f'SELECT 1 FROM "{table}" WHERE {condition} LIMIT {most + 1:d}'  # noqa: S608  # names of our own models
        sql = f"SELECT column1, (SELECT count(*) FROM ({some})) FROM (VALUES {places}) AS listed"  # noqa: S608
        cursor.execute(sql, [*sought.where.values(), *part])
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
