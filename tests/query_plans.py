"""How a database would answer a query."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet


def plan_of(rows: QuerySet[Any, Any], *, in_order: bool = False) -> str:
    """The plan of a query, where reading whole tables is not allowed: which index there is for it.

    A test's tables are so small that PostgreSQL would read them whole, or sort them.

    Args: in_order: sorting is not allowed, either: which index there is for the order, too.
    """
    if connection.vendor != "postgresql":
        return rows.explain()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        if in_order:
            cursor.execute("SET LOCAL enable_sort = off")
        return rows.explain()


def count_rows(*models: type[Model]) -> None:
    """Let PostgreSQL count its rows, so that what it plans does not rest on what earlier tests left in its files."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for each in models:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(each._meta.db_table)}")
