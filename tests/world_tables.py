"""All rows of a database, read and put back beneath the models: on SQLite as values, on PostgreSQL as text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from django.db import connection

Held = tuple[tuple[Any, ...], ...] | bytes
_NUMBERS = "sqlite_sequence"  # the last number of each table


def read_tables() -> dict[str, Held]:
    """The rows of each table, by its name."""
    return {name: _rows(name) for name in _tables()}


def put_back(begun: Mapping[str, Held], wanted: Mapping[str, Held]) -> None:
    """Makes the tables hold what they shall. Args: begun: what they hold."""
    changed = [name for name, rows in wanted.items() if rows is not begun.get(name) and name != _NUMBERS]
    added = {name: _added(begun.get(name), wanted[name]) for name in changed}
    for name in changed:
        if added[name] is None:
            _clear(name)
    for name in changed:
        rows = added[name]
        _write(name, wanted[name] if rows is None else rows)
    if _NUMBERS in wanted:  # writing rows counts them as well
        _clear(_NUMBERS)
        _write(_NUMBERS, wanted[_NUMBERS])


def changes() -> int:
    """How many rows were written so far: by this connection, on PostgreSQL by this transaction."""
    if connection.vendor == "sqlite":
        return cast("int", connection.connection.total_changes)
    found = _raw().execute("SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables")
    return int(found.fetchone()[0])


def is_untouched(begun: Mapping[str, Held]) -> bool:
    """Whether nothing was added since the database was set up. Args: begun: what it held then."""
    if connection.vendor != "sqlite":
        return changes() == 0 and _rows("django_content_type") == begun["django_content_type"]
    return [len(rows) for name, rows in begun.items() if name != _NUMBERS] == list(
        _raw().execute(_counting(tuple(name for name in begun if name != _NUMBERS))).fetchone()
    )


@cache
def _counting(names: tuple[str, ...]) -> str:
    return "SELECT " + ", ".join(f'(SELECT count(*) FROM "{name}")' for name in names)  # noqa: S608


@cache
def _tables() -> tuple[str, ...]:
    names = sorted(connection.introspection.table_names())
    return (*names, _NUMBERS) if connection.vendor == "sqlite" else tuple(names)


@cache
def _columns(name: str) -> tuple[str, ...]:
    return tuple(row[1] for row in _raw().execute(f'PRAGMA table_info("{name}")').fetchall())


def _rows(name: str) -> Held:
    if connection.vendor == "sqlite":
        # A plus before a column gives its value as it is stored, not as the driver would read it.
        columns = ", ".join(f'+"{column}"' for column in _columns(name))
        return tuple(tuple(row) for row in _raw().execute(f'SELECT {columns} FROM "{name}"'))  # noqa: S608
    with _raw().copy(f'COPY "{name}" TO STDOUT') as found:
        return b"".join(bytes(piece) for piece in found)


def _clear(name: str) -> None:
    _raw().execute(f'DELETE FROM "{name}"')  # noqa: S608  # a table's own name


def _write(name: str, rows: Held) -> None:
    if isinstance(rows, bytes):
        with _raw().copy(f'COPY "{name}" FROM STDIN') as writing:
            writing.write(rows)
        return
    columns = _columns(name)
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    _raw().executemany(f'INSERT INTO "{name}" ({names}) VALUES ({marks})', rows)  # noqa: S608


def _added(begun: Held | None, wanted: Held) -> Held | None:
    """The rows that came; None: others went or were changed, so that all have to be written anew."""
    if begun is None or len(begun) == 0:
        return wanted
    if isinstance(begun, bytes) or isinstance(wanted, bytes):
        return wanted[len(begun) :] if wanted[: len(begun)] == begun else None
    return wanted[len(begun) :] if wanted[: len(begun)] == begun else None


def _raw() -> Any:  # the driver's own cursor, of either database
    connection.ensure_connection()
    return connection.connection.cursor()
