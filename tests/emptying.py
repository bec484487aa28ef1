"""After a test that commits, those tables are emptied that hold something.

Django would empty each of some hundred: on PostgreSQL it has them all truncated, which makes new files for each and
takes as long as the test; then it would write anew what it knows of the models, which no test changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections

LET_KEYS_BE = "SET LOCAL session_replication_role = replica"
OF_THE_MODELS = ("django_content_type", "auth_permission")


def empty_what_is_filled() -> None:
    """Lets Django's `flush` go over the tables that hold rows; numbers that begin anew are left to it."""
    connection = connections["default"]
    operations: Any = connection.ops
    all_of_them = operations.sql_flush

    def sql_flush(style: Any, tables: Sequence[str], *, reset_sequences: bool = False, **kwargs: Any) -> list[str]:
        if reset_sequences:
            found: list[str] = all_of_them(style, tables, reset_sequences=True, **kwargs)
            return found
        names = [operations.quote_name(name) for name in tables if name not in OF_THE_MODELS]
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {name})" for name in names))  # noqa: S608
            filled = cursor.fetchone()
        emptied = [f"DELETE FROM {name}" for name, holds in zip(names, filled, strict=True) if holds]  # noqa: S608
        return [LET_KEYS_BE, *emptied] if connection.vendor == "postgresql" else emptied

    operations.sql_flush = sql_flush
