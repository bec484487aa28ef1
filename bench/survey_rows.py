"""Fills a house with what governments published, and the peer with the same rows; runs on the house."""

from __future__ import annotations

import sqlite3

from bench.survey_work import fill
from qingce.domain.cleaner_production.models import Finding

FIELDS = (
    "id", "unit", "place", "first_year", "last_year", "list", "state", "voluntary_part", "grounds", "how_found",
    "source",
)  # fmt: skip
NUMBERS = ("id", "first_year", "last_year")


def main(years: str, prefectures: str, peer: str) -> None:
    """Writes both."""
    fill(int(years), int(prefectures))
    with sqlite3.connect(peer) as database:
        kinds = ", ".join(
            f"{each} {'integer' if each in ('id', 'first_year', 'last_year') else 'text'}" for each in FIELDS
        )
        database.execute(f"create table cells ({kinds}, primary key (id))")
        marks = ", ".join("?" * len(FIELDS))
        database.executemany(f"insert into cells values ({marks})", Finding.objects.values_list(*FIELDS))  # noqa: S608  # no words of others
        for columns in ("place, first_year", "unit, place"):
            database.execute(f"create index {columns.replace(', ', '_')} on cells ({columns})")
