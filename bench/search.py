"""Searching records: the real index through `search()` beside SQLite's FTS5 with trigrams, same answers checked.

Every question wants 20 records, newest first, the exact total and three counts.
`python -m bench.search [records] [questions]`
"""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench import peer
from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import Timing, machine, seconds_of, table
from bench.synthetic import PLACES, POLLUTANTS, ROWS_PER_ENTERPRISE, SEED, TRADES, enterprise_name, write_csv
from tools.steps import Stop

RECORDS, QUESTIONS = 50_000, 20
FACETS = ("type", "year", "issuer")
CLASSES = {
    "a": "a word of two characters",
    "b": "a full company name",
    "c": "a common phrase",
    "d": "filters only",
    "e": "a phrase with filters",
}
PHRASES = ("排污许可证", "危险废物", "擅自开工", "橙色预警", "直接外排", "总排放口", "排放标准限值", "影响评价文件")
SHORTEST_FOR_TRIGRAMS = 3


@dataclass(frozen=True)
class Question:
    """A text and the filters that must hold."""

    text: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What both must say alike; numbers are those of the rows of the file."""

    total: int
    ids: Sequence[int]
    counts: Mapping[str, Mapping[str, int]]


def questions(kind: str, count: int, records: int) -> list[Question]:
    """Different questions of one class, as far as there are so many; the same ones each time."""
    chance = random.Random(SEED)  # noqa: S311  # the same each time, not a secret
    filters = [
        {"year": str(year), "type": each, "issuer": f"{place[:6]}生态环境局"}
        for year in range(2012, 2026)
        for each in ("supervision", "rectification")
        for place in PLACES
    ]
    chance.shuffle(filters)
    if kind == "d":
        return [Question(filters=each) for each in filters[:count]]
    texts = {
        "a": [*TRADES, *(name for name in POLLUTANTS if len(name) < SHORTEST_FOR_TRIGRAMS), "贮存", "处理", "设施"],
        "b": [enterprise_name(chance.randrange(records // ROWS_PER_ENTERPRISE)) for _ in range(count)],
        "c": list(PHRASES),
        "e": [chance.choice(PHRASES) for _ in range(count)],
    }[kind][:count]
    return [Question(text, filters[place] if kind == "e" else {}) for place, text in enumerate(texts)]


def ask_ours(question: Question) -> Answer:
    """Through the same function as the pages."""
    from qingce.shared.search.enums import Order, SearchRequest
    from qingce.shared.search.queries import search

    filters = {name: [value] for name, value in question.filters.items()}
    text = f'"{question.text}"' if question.text else ""
    page = search("record", SearchRequest(text, filters, Order.NEWEST, facets=FACETS))
    counts = {name: {each.value: each.count for each in page.facets[name]} for name in FACETS}
    return Answer(page.total, page.ids, counts)


def ask_peer(database: sqlite3.Connection, question: Question) -> Answer:
    """As a careful user of FTS5 would: hits of the text once, then page, total and counts over them."""
    hits = _hits(database, question.text) if question.text else "records"
    where, values = _conditions(question.filters)
    (total,) = database.execute(f"SELECT COUNT(*) FROM {hits} WHERE {where}", values).fetchone()  # noqa: S608
    newest = f"SELECT rowid FROM {hits} WHERE {where} ORDER BY published_on DESC, rowid DESC LIMIT 20"  # noqa: S608
    ids = [row[0] for row in database.execute(newest, values)]
    return Answer(total, ids, {name: _counts(database, hits, name, question.filters) for name in FACETS})


def _hits(database: sqlite3.Connection, text: str) -> str:
    if len(text) < SHORTEST_FOR_TRIGRAMS:  # below what trigrams can find: every row is looked at
        where = " OR ".join(f"{name} LIKE ?" for name in peer.INDEXED)
        values = [f"%{text}%"] * len(peer.INDEXED)
    else:
        where, values = "rowid IN (SELECT rowid FROM records_fts WHERE records_fts MATCH ?)", [f'"{text}"']
    database.execute("DROP TABLE IF EXISTS hits")
    database.execute("CREATE TEMP TABLE hits (type, year, issuer, published_on)")
    database.execute(
        "INSERT INTO hits (rowid, type, year, issuer, published_on)"  # noqa: S608
        f" SELECT rowid, type, year, issuer, published_on FROM records WHERE {where}",
        values,
    )
    return "hits"


def _conditions(filters: Mapping[str, str], *, without: str = "") -> tuple[str, list[str | int]]:
    kept = {name: value for name, value in filters.items() if name != without}
    values = [int(value) if name == "year" else value for name, value in kept.items()]
    return " AND ".join(["1", *(f"{name} = ?" for name in kept)]), values


def _counts(database: sqlite3.Connection, hits: str, name: str, filters: Mapping[str, str]) -> dict[str, int]:
    where, values = _conditions(filters, without=name)
    sql = f"SELECT CAST({name} AS TEXT), COUNT(*) FROM {hits} WHERE {where} GROUP BY {name}"  # noqa: S608
    return dict(database.execute(sql, values).fetchall())


def measure(records: int = RECORDS, count: int = QUESTIONS) -> str:
    """Every question asked of both in turn, the first of the two changing; returns the report.

    Raises: Stop: they do not answer alike.
    """
    name = peer.install()
    with temporary_folder() as folder:
        database = _prepared(folder, records)
        lines = [_class_line(database, kind, questions(kind, count, records)) for kind in CLASSES]
    header = ("class", "questions", "Qingce ms, median / 95 %", "peer ms, median / 95 %", "times the peer's time")
    return f"{records:,} records; peer: FTS5 with trigrams, made by {name}; {machine()}\n\n{table(header, lines)}"


def _prepared(folder: Path, records: int) -> sqlite3.Connection:
    path, house = folder / "records.csv", House(folder / "home")
    write_csv(path, records)
    house.migrate()
    house.command("ingest", path)
    house.command("reindex")
    peer.take_in(path, folder / "peer.db")
    peer.index_filters(folder / "peer.db")
    house.enter()
    database = sqlite3.connect(folder / "peer.db")
    database.execute("PRAGMA mmap_size = 1073741824")  # the same as ours
    database.execute("PRAGMA temp_store = MEMORY")
    return database


def _class_line(database: sqlite3.Connection, kind: str, asked: Sequence[Question]) -> list[str]:
    ours: list[float] = []
    theirs: list[float] = []
    _both(database, Question("预热"), [], [])  # the first question opens files
    for place, question in enumerate(asked):
        _both(database, question, ours, theirs, peer_first=bool(place % 2))
    mine, other = Timing(tuple(ours)), Timing(tuple(theirs))
    ratio = mine.median / other.median
    return [f"{kind}: {CLASSES[kind]}", str(len(asked)), _milliseconds(mine), _milliseconds(other), f"{ratio:.2f}"]


def _both(
    database: sqlite3.Connection,
    question: Question,
    ours: list[float],
    theirs: list[float],
    *,
    peer_first: bool = False,
) -> None:
    answers: dict[bool, Answer] = {}

    def ask(*, of_peer: bool) -> None:
        answers[of_peer] = ask_peer(database, question) if of_peer else ask_ours(question)

    for of_peer in (peer_first, not peer_first):
        (theirs if of_peer else ours).append(seconds_of(partial(ask, of_peer=of_peer)))
    if answers[True] != answers[False]:
        raise Stop(f"Not the same answer to {question}:\n{answers[False]}\n{answers[True]}")


def _milliseconds(timing: Timing) -> str:
    return f"{timing.median * 1000:.1f} / {timing.p95 * 1000:.1f}"


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
