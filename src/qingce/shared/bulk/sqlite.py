"""Many rows into SQLite: one statement, prepared once, run per row inside the library."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper


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
