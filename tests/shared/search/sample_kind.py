"""A kind whose rows stand in a table of their own, for processes that are started and killed."""

from __future__ import annotations

import random
from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from qingce.shared.changes.actions import note_change, number_changes, run_followers
from qingce.shared.search.registry import Document, FacetField, Indexed, TextField, register

MOST = 400


def documents(first: int, last: int) -> Iterable[Document]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, body, type FROM sample WHERE id BETWEEN %s AND %s", [first, last])
        return [Document(number, {"body": body}, {"type": kind}) for number, body, kind in cursor.fetchall()]


def ranges() -> Iterable[tuple[int, int]]:
    return [(start, start + 49) for start in range(1, MOST, 50)]


register(Indexed("sample", (TextField("body"),), (FacetField("type"),), documents, ranges))


def make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE sample (id integer PRIMARY KEY, body text, type text)")


def change(chance: random.Random, turn: int) -> None:
    """Rewrite a range of rows, leave some out, and note the change, in one transaction."""
    first = chance.randrange(1, MOST)
    last = min(first + chance.randrange(60), MOST)
    kept = [number for number in range(first, last + 1) if chance.random() < 0.8]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM sample WHERE id BETWEEN %s AND %s", [first, last])
        cursor.executemany(
            "INSERT INTO sample VALUES (%s, %s, %s)", [(each, f"第{turn}次化工{each}", str(turn % 3)) for each in kept]
        )
        note_change("sample", first, last, at=timezone.now())


def follow() -> None:
    number_changes(at=timezone.now())
    run_followers()
