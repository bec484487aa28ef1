"""Trends and map over millions of records: our counts beside the same counts by Polars and by SQLite.

`python -m bench.trends [records]`. What records are counted by is invented, the same each time, and laid down as the
follower of changes lays it. A question wants the total and the counts of every dimension; all must answer alike.
Processor seconds stand beside the clock's, for other work on the machine slows the clock.
"""

from __future__ import annotations

import resource
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from bench.house import House
from bench.measuring import machine, table
from tools.steps import Stop

if TYPE_CHECKING:
    import polars as pl

    from qingce.domain.statistics.queries import Question

RECORDS = 1_000_000
RUNS = 5
MOST_FOR_SQLITE = 1_000_000  # it takes many seconds for each question beyond
AT = datetime(2026, 11, 21, tzinfo=UTC)
Answer = tuple[int, Mapping[str, Mapping[str, int]]]
PARAMETERS = {"first_year": "from", "last_year": "to"}


@dataclass
class Times:
    """Seconds by the clock and of the processor, of each question."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take(self, act: Callable[[], object]) -> object:
        """Does it once; returns what it returns."""
        wall, cpu = perf_counter(), process_time()
        found = act()
        self.wall.append(perf_counter() - wall)
        self.cpu.append(process_time() - cpu)
        return found

    @property
    def told(self) -> list[str]:
        """Median and fastest to slowest by the clock, median of the processor [ms]."""
        wall = [1000 * each for each in (median(self.wall), min(self.wall), max(self.wall))]
        return ["{:.1f}, {:.1f}-{:.1f}".format(*wall), f"{1000 * median(self.cpu):.1f}"]


def measure(records: int = RECORDS) -> str:
    """The table and the machine, as Markdown."""
    with TemporaryDirectory() as folder:
        house = House(Path(folder) / "home")
        house.migrate()
        return house.python("bench.trends", records)


def main(records: str) -> None:
    """In a process of its own: lay the cells down, then ask."""
    from bench.trends_cells import lay
    from qingce.domain.statistics.following import trends_folder
    from qingce.domain.statistics.keeping import KeptCells
    from qingce.domain.statistics.queries import Question, count_records

    _plain_static_files()
    count = int(records)
    kept = KeptCells(trends_folder())
    laid = Times()
    laid.take(lambda: lay(kept, count, at=AT))
    first = Times()
    first.take(lambda: count_records(Question()))
    ours = {kind: [_ours(question) for question in asked] for kind, asked in questions().items()}
    lines = [_line(kind, asked) for kind, asked in questions().items()]
    beside = _peers(count, ours)
    updated = _changes(kept, count)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    size = sum(path.stat().st_size for path in trends_folder().glob("*.arrow")) / 2**20
    head = ("question", "asked", "page ms, fastest-slowest", "processor ms", "counting ms", "processor ms")
    sys.stdout.write(
        f"{table(head, lines)}\n\n{count:,} records, laid down in {laid.wall[0]:.0f} s, {size:.0f} MB; "
        f"first question of a process {first.wall[0]:.1f} s ({first.cpu[0]:.1f} of the processor); "
        f"one record changed: written anew {updated[0]}, read anew {updated[1]}; peak memory {memory:.1f} GB\n\n"
    )
    sys.stdout.write(f"{beside}\n\n{machine()}\n")


def questions() -> dict[str, list[Question]]:
    """Different questions by what they filter by; the same ones each time."""
    from qingce.domain.statistics.queries import Question

    provinces = [(f"{code}0000",) for code in (11, 13, 31, 32, 33, 37, 41, 44, 51, 65)]
    spans = [(2015, 2020), (2018, 2026), (2024, 2026), (2005, 2012), (2010, 2025)]
    types = [("supervision",), ("rectification",), ("key-entity", "eia")]
    divisions = [("17",), ("26",), ("44", "77"), ("30",)]
    return {
        "all records": [Question()] * RUNS,
        "a province": [Question({"province": each}) for each in provinces],
        "a prefecture": [Question({"prefecture": (code,)}) for code in ("330100", "320500", "440100", "510100")],
        "years": [Question({}, *span) for span in spans],
        "a type": [Question({"type": each}) for each in types],
        "an industry": [Question({"industry": each}) for each in divisions],
        "years and type": [Question({"type": each}, *span) for each in types for span in spans[:2]],
        "province and years": [Question({"province": each}, *spans[1]) for each in provinces],
        "province, industry, years, status": [
            Question({"province": each, "industry": divisions[1], "status": ("open",)}, *spans[0]) for each in provinces
        ],
        "half the provinces, years, type": [
            Question({"province": tuple(code for (code,) in provinces), "type": types[0]}, *span) for span in spans
        ],
    }


def _ours(question: Question) -> Answer:
    from qingce.domain.statistics.queries import count_records

    found = count_records(question)
    return found.total, found.by


def _plain_static_files() -> None:
    """Pages name their style sheets, which nobody has collected here."""
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def _line(kind: str, asked: Sequence[Question]) -> list[str]:
    """A page through all of Django but the socket, and the counting alone."""
    from django.test import Client
    from django.utils.http import urlencode

    client, pages, counts = Client(HTTP_HOST="127.0.0.1"), Times(), Times()
    client.get("/trends/")
    for question in (*asked, *asked):
        bounds = {name: getattr(question, field) for field, name in PARAMETERS.items() if getattr(question, field)}
        address = "/trends/?" + urlencode({**question.filters, **bounds}, doseq=True)
        if pages.take(lambda address=address: client.get(address).status_code) != 200:  # type: ignore[misc]  # noqa: PLR2004
            raise Stop(f"{address} does not answer.")
        counts.take(lambda question=question: _ours(question))  # type: ignore[misc]
    return [kind, str(len(asked)), *pages.told, *counts.told]


def _changes(kept: object, count: int) -> tuple[str, str]:
    """What one changed record costs the follower, and then a process that answers."""
    from qingce.domain.records.queries import RecordCell
    from qingce.domain.statistics.keeping import KeptCells
    from qingce.domain.statistics.queries import Question

    assert isinstance(kept, KeptCells)  # noqa: S101  # for the types
    written, read = Times(), Times()
    for place in range(RUNS):
        number = count // (place + 2)
        cell = RecordCell(
            number, 2026, 330106, "supervision", "26", "杭州市生态环境局", is_corrected=True, is_synthetic=True
        )

        def write(number: int = number, cell: RecordCell = cell) -> None:
            kept.put(number, number, [cell])
            kept.set_mark(at=AT)

        written.take(write)
        read.take(lambda: _ours(Question()))
    return f"{written.told[0]} ms", f"{read.told[0]} ms"


def _peers(count: int, ours: Mapping[str, Sequence[Answer]]) -> str:
    """The first question of each kind, to Polars over the same columns in memory and to SQLite with indexes.

    Raises: Stop: they do not answer alike.
    """
    from bench.trends_cells import cells

    frame = cells(0, count)
    with TemporaryDirectory() as folder:
        peers: dict[str, Callable[[Question], Answer]] = {"Polars": partial(_by_polars, frame)}
        if count <= MOST_FOR_SQLITE:
            peers["SQLite"] = partial(_by_sqlite, _sqlite(frame, Path(folder) / "peer.db"))
        lines = [_beside(kind, asked[0], ours[kind][0], peers) for kind, asked in questions().items()]
    return table(("the same counts, median ms (of the processor)", "Qingce", *peers), lines)


def _beside(
    kind: str, question: Question, ours: Answer, peers: Mapping[str, Callable[[Question], Answer]]
) -> list[str]:
    line = [kind]
    for ask in (_ours, *peers.values()):
        times = Times()
        for _ in range(RUNS if ask is _ours or len(line) == 2 else 1):  # noqa: PLR2004  # the peer in memory
            found = times.take(partial(ask, question))
        if _plain(found) != _plain(ours):  # type: ignore[arg-type]
            raise Stop(f"Not the same answer: {kind}.")
        line.append(f"{1000 * median(times.wall):.1f} ({1000 * median(times.cpu):.1f})")
    return line


def _plain(answer: Answer) -> tuple[int, dict[str, dict[str, int]]]:
    return answer[0], {name: {value: n for value, n in counts.items() if n} for name, counts in answer[1].items()}


def _by_polars(frame: pl.DataFrame, question: Question) -> Answer:
    """As somebody would who has the records as a frame: filter once, then group by each column."""
    import polars as pl

    said = [pl.col(name).is_in(list(values)) for name, values in question.filters.items()]
    if question.first_year:
        said.append(pl.col("year").is_between(question.first_year, question.last_year))
    found = frame.filter(*said) if said else frame
    counts = pl.collect_all([found.lazy().group_by(name).len() for name in _dimensions()])
    by = {
        name: {str(value): n for value, n in each.iter_rows()} for name, each in zip(_dimensions(), counts, strict=True)
    }
    return found.height, by


def _dimensions() -> Sequence[str]:
    from qingce.domain.statistics.queries import DIMENSIONS

    return DIMENSIONS


def _sqlite(frame: pl.DataFrame, path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    names = list(_dimensions())
    database.execute(f"CREATE TABLE records ({', '.join(names)})")
    marks = ", ".join("?" * len(names))
    for part in frame.select(names).iter_slices(100_000):
        database.executemany(f"INSERT INTO records VALUES ({marks})", part.iter_rows())  # noqa: S608  # our own names
    for name in names:
        database.execute(f"CREATE INDEX by_{name} ON records ({name})")
    database.execute("ANALYZE")
    database.commit()
    database.execute("PRAGMA mmap_size = 4294967296")
    return database


def _by_sqlite(database: sqlite3.Connection, question: Question) -> Answer:
    where: list[str] = ["1"]
    values: list[object] = []
    for name, wanted in question.filters.items():
        where.append(f"{name} IN ({', '.join('?' * len(wanted))})")
        values += wanted
    if question.first_year:
        where.append("year BETWEEN ? AND ?")
        values += [question.first_year, question.last_year]
    told = " AND ".join(where)
    (total,) = database.execute(f"SELECT COUNT(*) FROM records WHERE {told}", values).fetchone()  # noqa: S608
    by = {
        name: {
            str(value): n
            for value, n in database.execute(
                f"SELECT {name}, COUNT(*) FROM records WHERE {told} GROUP BY {name}",  # noqa: S608  # our own names
                values,
            )
        }
        for name in _dimensions()
    }
    return total, by


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
