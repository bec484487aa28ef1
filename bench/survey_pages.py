"""The public pages of cleaner production as `make run` serves them, beside Datasette with the same rows.

`python -m bench.survey_pages [years [prefectures]]`
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from bench import peer
from bench.asking import Connection
from bench.datasette_peer import datasette
from bench.house import House
from bench.http import milliseconds
from bench.ingest import temporary_folder
from bench.measuring import in_turn, machine, table
from bench.serving import pages
from bench.survey import PREFECTURES, YEARS
from tools.steps import Stop

RUNS, YEAR, UNIT = 25, 2025, "440000"
_OK = 200
# What each page shows as a table, and the same rows as a page of the peer.
ASKED = {
    "overview: all units and years, charts, map": (
        "/cleaner-production/", "place__exact=&_facet=state&_facet=first_year",
    ),
    "a year": (f"/cleaner-production/years/{YEAR}/", f"place__exact=&first_year={YEAR}&_facet=state"),
    "a province and its prefectures": (f"/cleaner-production/provinces/{UNIT}/", f"unit={UNIT}&_facet=state"),
    "the report as a page": (
        f"/cleaner-production/reports/{YEAR}/", f"place__exact=&first_year__gt={YEAR - 5}&_facet=state",
    ),
}  # fmt: skip


def measure(years: int = YEARS, prefectures: int = PREFECTURES) -> str:
    """Each page of both in turn; returns the report."""
    name = peer.versions(("datasette",))
    with temporary_folder() as folder:
        house, other = House(folder / "home"), folder / "peer.db"
        house.migrate()
        house.python("bench.survey_rows", years, prefectures, other)
        with (
            pages(house) as ours,
            datasette(other) as theirs,
            Connection(ours.port) as here,
            Connection(theirs.port) as there,
        ):
            lines = [_line(what, _getter(here, own), _getter(there, f"/peer/cells?_size=max&{rows}"))
                     for what, (own, rows) in ASKED.items()]  # fmt: skip
    said = f"{years} years of both lists in 32 units and {prefectures} prefectures, over HTTP, one question at a time"
    header = ("page", "Qingce ms, median / 95 %", f"{name} ms, median / 95 %", "times as fast")
    return f"{said}; {machine()}\n\n{table(header, lines)}"


def _getter(connection: Connection, path: str) -> Callable[[], None]:
    def get() -> None:
        answer = connection.get(path)
        if answer.status != _OK:
            raise Stop(f"{path} was answered with {answer.status}.")

    return get


def _line(what: str, ours: Callable[[], None], theirs: Callable[[], None]) -> list[str]:
    for each in (ours, theirs):
        each()
    here, there = in_turn([ours, theirs], runs=RUNS)
    return [what, milliseconds(here), milliseconds(there), f"{there.median / here.median:.1f}"]


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
