"""A prepared house under load: all questions mixed, 50 result pages a second alone, beside an import, beside a rebuild.

`python -m bench.load [records] [seconds] [rows]`; `BENCH_HOME=FOLDER` keeps what was prepared, and uses it again.
The peer is the same server in the same run without import or rebuild.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.asking import Connection
from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import machine, seconds_of, table
from bench.prepared import Prepared, prepared
from bench.questions import mixed
from bench.sending import Load, Sent, send
from bench.serving import Server, pages
from tools.steps import BIN, Stop

RECORDS, SECONDS, ROWS = 20_000, 10, 10_000
FULL_SECONDS, FULL_ROWS = 60, 1_000_000
RATE, CONNECTIONS = 50, 64
_EACH = 40  # questions of each class
_TIMES, _OK, _MISSING = 30, 200, 404
_LONGEST_S = 900.0


def measure(records: int = RECORDS, seconds: int = SECONDS, rows: int = ROWS) -> str:
    """All of it on one server; returns the report."""
    with prepared(records) as found:
        return report(found, seconds, rows)


@dataclass(frozen=True)
class _Served:
    """A prepared house and the server on it, with what is asked of it."""

    found: Prepared
    server: Server
    seconds: int
    queries: Sequence[str]
    pages: Sequence[str]

    def send(self, *, rate: float, connections: int, paths: Sequence[str], process_id: int = 0) -> Sent:
        seconds = _LONGEST_S if process_id else self.seconds
        return send(Load(self.server.port, seconds, rate, connections, process_id), paths)


def report(found: Prepared, seconds: int = SECONDS, rows: int = ROWS) -> str:
    """All of it, on a prepared house."""
    with sqlite3.connect(found.peer) as database:
        asked = mixed(database, _EACH)
    with pages(found.house) as server:
        served = _Served(found, server, seconds, [each.ours for each in asked], [each.page for each in asked])
        served.send(rate=0, connections=4, paths=served.pages)  # files are opened and templates read
        fast = served.send(rate=0, connections=4, paths=served.queries)
        lines = [_line("all classes mixed, JSON, 4 connections", fast)]
        lines.append(_line(f"{RATE} result pages a second", _steady(served)))
        lines.append(_beside_import(served, rows))
        lines.append(_beside_rebuild(served))
        lines += _single(served)
        memory = server.memory_mb()
    header = ("what", "answers", "a second", "median ms", "95 % ms", "99 % ms", "slowest ms", "not answered well")
    intro = f"{found.records:,} rows made, {len(asked)} questions of all classes, phases of {seconds} s"
    return f"{intro}; {machine()}\n\n{table(header, lines)}\n\n{_sizes(found, memory)}"


def _steady(served: _Served, *, process_id: int = 0) -> Sent:
    return served.send(rate=RATE, connections=CONNECTIONS, paths=served.pages, process_id=process_id)


def _line(what: str, sent: Sent) -> list[str]:
    failed = ", ".join(f"{name}: {number}" for name, number in sorted(sent.failed.items()))
    figures = [f"{sent.percentile(share):.1f}" for share in (0.5, 0.95, 0.99, 1.0)]
    return [what, f"{len(sent.latencies):,}", f"{sent.per_second:.1f}", *figures, failed or "none"]


def _beside_import(served: _Served, rows: int) -> list[str]:
    """For as long as a phase lasts, or the import, if that is shorter; what is left of it is stopped."""
    with temporary_folder() as folder:
        path = _further_rows(served.found, rows, folder)
        with _beside(served.found.house, "ingest", path) as process:
            time.sleep(2)  # it has started
            load = Load(served.server.port, served.seconds, RATE, CONNECTIONS, process.pid)
            sent = send(load, served.pages)
            is_whole = process.poll() is not None
    ended = "it ended within the phase" if is_whole else "it went on"
    return _line(f"{RATE} result pages a second beside an import of {rows:,} rows ({ended})", sent)


def _further_rows(found: Prepared, rows: int, folder: Path) -> Path:
    """Other rows than any run before brought: an import is only one if its rows are new."""
    number = found.imported + 1
    replace(found, imported=number).save()
    path = folder / "further.csv"
    found.house.write_synthetic(path, rows, seed=1 + number)
    return path


def _beside_rebuild(served: _Served) -> list[str]:
    began = time.monotonic()
    with _beside(served.found.house, "reindex") as process:
        sent = _steady(served, process_id=process.pid)
        if process.wait():
            raise Stop("`qingce reindex` failed beside the load.")
    return _line(f"{RATE} result pages a second while the index is rebuilt in {time.monotonic() - began:.0f} s", sent)


@contextmanager
def _beside(house: House, *words: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A `qingce` command in a process of its own; if it still runs at the end, it is stopped."""
    command = [str(word) for word in (BIN / "qingce", *words)]
    process = subprocess.Popen(
        command, env={**os.environ, **house.environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait()


def _single(served: _Served) -> list[list[str]]:
    """Pages asked for one after the other."""
    (most, many), (other, few) = json.loads(served.found.house.python("bench.house_pages"))
    asked = {
        f"page of the enterprise with {many:,} records": f"/enterprises/{most}/",
        f"page of an enterprise with {few} records": f"/enterprises/{other}/",
        "trends": "/trends/",
        "trends of one type and one province": "/trends/?type=supervision&province=330000",
    }
    with Connection(served.server.port) as connection:
        return [_page(connection, what, path) for what, path in asked.items()]


def _page(connection: Connection, what: str, path: str) -> list[str]:
    statuses = {connection.get(path).status}
    if statuses == {_MISSING}:
        return [what, "there is no such page", *[""] * 6]
    seconds = [seconds_of(partial(connection.get, path, visitor=number)) for number in range(_TIMES)]
    sent = Sent(tuple(seconds), {} if statuses == {_OK} else dict.fromkeys(map(str, statuses), 1), sum(seconds))
    return _line(what, sent)


def _sizes(found: Prepared, memory: Sequence[tuple[float, float]]) -> str:
    own = ", ".join(f"{resident:,.0f} MB ({private:,.0f} MB of it its own)" for resident, private in memory)
    made = f"`synth` {found.synth_s:,.0f} s, `reindex` {found.reindex_s:,.0f} s" if found.synth_s else "made elsewhere"
    return f"Indexes: {found.index_mb():,.0f} MB; each process for pages: {own}; the house was made by: {made}."


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
