"""How a database would answer a query."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet


def plan_of(rows: QuerySet[Any, Any]) -> str:
    """The plan of a query, where reading whole tables is not allowed: which index there is for it.

    A test's tables are so small that PostgreSQL would read them whole.
    """
    if connection.vendor != "postgresql":
        return rows.explain()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        return rows.explain()
