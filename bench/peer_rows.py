"""The records of a house as a table that anybody would publish: what is searched, as overlapping pairs of characters.

Runs on the house (`House.python`): the rows are those that our own index is built from, so both know the same.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from qingce.pure.kernel.text import fold

TEXTS = ("enterprise", "former_names", "title", "doc_no", "uscc", "issuer", "text", "address")
_RUNS = re.compile(r"[^\W_]+")
_DAY = 1 << 32


def pairs(text: str) -> str:
    """Overlapping pairs of the characters of each run: 印染废水 is 印染 染废 废水."""
    runs = _RUNS.findall(fold(text))
    return " ".join(" ".join(map("".join, pairwise(run))) if len(run) > 1 else run for run in runs)


def main(path: str) -> None:
    """Writes the table `records` with ordinary indexes, and `records_pairs` with the pairs of all its texts."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    columns = ", ".join(f"{name} TEXT" for name in TEXTS)
    database.execute(
        f"CREATE TABLE records (id INTEGER PRIMARY KEY, {columns}, type TEXT, year TEXT, province TEXT, newest INTEGER)"
    )
    database.execute(f"CREATE VIRTUAL TABLE records_pairs USING fts5({', '.join(TEXTS)}, content='', tokenize='ascii')")
    marks = ", ".join("?" * (len(TEXTS) + 1))
    for rows in _pieces():
        database.executemany(f"INSERT INTO records VALUES ({marks}, ?, ?, ?, ?)", rows)  # noqa: S608  # names of ours
        database.executemany(
            f"INSERT INTO records_pairs (rowid, {', '.join(TEXTS)}) VALUES ({marks})",  # noqa: S608
            ((row[0], *map(pairs, map(str, row[1 : len(TEXTS) + 1]))) for row in rows),
        )
    database.execute("INSERT INTO records_pairs (records_pairs) VALUES ('optimize')")
    for name in ("type", "year", "issuer", "province", "newest"):
        database.execute(f"CREATE INDEX records_{name} ON records ({name})")
    database.execute("ANALYZE")
    database.commit()
    print(database.execute("SELECT COUNT(*) FROM records").fetchone()[0])


def _pieces() -> Iterator[list[tuple[str | int, ...]]]:
    from qingce.shared.search.layout import year_of
    from qingce.shared.search.registry import indexed

    kind = indexed("record")
    for first, last in kind.ranges():
        yield [
            (
                each.id,
                *(each.texts.get(name, "") for name in TEXTS),
                each.facets["type"],
                year_of(each),
                str(each.facets.get("province", "")),
                each.day * _DAY + each.id,  # newest first, and of one day the highest number
            )
            for each in kind.documents(first, last)
        ]


def database_of(folder: Path) -> Path:
    """Where the table of a prepared folder is."""
    return folder / "peer.db"
