"""How a database would answer a query."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet

ONLY_THESE = (
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid::regclass::text <> ALL(%s) "
    "AND indrelid IN (SELECT indrelid FROM pg_index WHERE indexrelid::regclass::text = ANY(%s))"
)


def plan_of(rows: QuerySet[Any, Any], *indexes: str, in_order: bool = False) -> str:
    """The plan of a query, where reading whole tables is not allowed: which index there is for it.

    A test's tables are so small that PostgreSQL would read them whole, or sort them, or take any index that is there.

    Args: indexes: PostgreSQL may use none but these on the tables that they are of; in_order: sorting and grouping in
        memory are not allowed, either: which index there is for the order, too.
    """
    if connection.vendor != "postgresql":
        return rows.explain()
    with transaction.atomic(), connection.cursor() as cursor:
        for each in ("seqscan", *(("sort", "hashagg") if in_order else ())):
            cursor.execute(f"SET LOCAL enable_{each} = off")
        cursor.execute(ONLY_THESE, [list(indexes), list(indexes)])
        plan = rows.explain()
        transaction.set_rollback(True)
    return plan


def count_rows(*models: type[Model]) -> None:
    """Let PostgreSQL count its rows, so that what it plans does not rest on what earlier tests left in its files."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for each in models:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(each._meta.db_table)}")
