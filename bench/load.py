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
from collections.abc import Callable, Iterator, Sequence
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
RATE, CONNECTIONS, CLIENTS = 50, 64, 4
_EACH = 40  # questions of each class
_TIMES, _OK = 30, 200
_START_S, _LONGEST_S = 2.0, 900.0
_HEADER = (
    "what", "answers", "a second", "median ms", "95 % ms", "99 % ms", "slowest ms", "processor ms an answer",
    "not answered well",
)  # fmt: skip


def measure(records: int = RECORDS, seconds: int = SECONDS, rows: int = ROWS) -> str:
    """All of it on one server; returns the report."""
    with prepared(records) as found:
        return report(found, seconds, rows)


def report(found: Prepared, seconds: int = SECONDS, rows: int = ROWS) -> str:
    """All of it, on a prepared house."""
    with sqlite3.connect(found.peer) as database:
        asked = mixed(database, _EACH)
    with pages(found.house) as server:
        served = _Served(found, server, seconds, [each.page for each in asked])
        served.quick("", served.pages)  # files are opened and templates read
        lines = [
            served.quick(f"all classes mixed, JSON, {CLIENTS} connections", [each.ours for each in asked]),
            served.quick(f"all classes mixed, result pages, {CLIENTS} connections", served.pages),
            served.steady(f"{RATE} result pages a second"),
            served.beside_import(rows),
            served.beside_rebuild(),
            *served.single(),
        ]
        memory = server.memory_mb()
    intro = f"{found.records:,} rows made, {len(asked)} questions of all classes, phases of {seconds} s"
    return f"{intro}; {machine()}\n\n{table(_HEADER, lines)}\n\n{_sizes(found, memory)}"


@dataclass(frozen=True)
class _Served:
    """A prepared house and the server on it; each measurement is a line of the table.

    Args: seconds: of a phase. pages: paths of result pages.
    """

    found: Prepared
    server: Server
    seconds: int
    pages: Sequence[str]

    def quick(self, what: str, paths: Sequence[str]) -> list[str]:
        """As fast as the answers come."""
        return self._line(what, partial(send, Load(self.server.port, self.seconds, connections=CLIENTS), paths))

    def steady(self, what: str, *, process_id: int = 0, seconds: float = 0) -> list[str]:
        """Result pages at a rate that does not wait for answers; ends with a process, if one is given."""
        load = Load(self.server.port, seconds or self.seconds, RATE, CONNECTIONS, process_id)
        return self._line(what, partial(send, load, self.pages))

    def beside_import(self, rows: int) -> list[str]:
        """For as long as a phase lasts, or the import, if that is shorter; what is left of it is stopped."""
        with temporary_folder() as folder:
            path = _further_rows(self.found, rows, folder)
            with _beside(self.found.house, "ingest", path) as process:
                time.sleep(_START_S)
                line = self.steady(f"… beside an import of {rows:,} rows", process_id=process.pid)
                ended = "which ended before" if process.poll() is not None else "which went on"
        return [f"{line[0]}, {ended}", *line[1:]]

    def beside_rebuild(self) -> list[str]:
        """From the beginning of a rebuild to its end.

        Raises: Stop: it failed.
        """
        began = time.monotonic()
        with _beside(self.found.house, "reindex") as process:
            line = self.steady("… while the index is rebuilt", process_id=process.pid, seconds=_LONGEST_S)
            if process.wait():
                raise Stop("`qingce reindex` failed beside the load.")
        return [f"{line[0]}, in {time.monotonic() - began:.0f} s", *line[1:]]

    def single(self) -> list[list[str]]:
        """Pages asked for one after the other."""
        (most, many), (other, few) = json.loads(self.found.house.python("bench.house_pages"))
        asked = {
            f"page of the enterprise with {many:,} records, one by one": f"/enterprises/{most}/",
            f"page of an enterprise with {few} records": f"/enterprises/{other}/",
            "trends": "/trends/",
            "trends of one type in one province": "/trends/?type=supervision&province=330000",
        }
        return [self._line(what, partial(self._one_by_one, path)) for what, path in asked.items()]

    def _one_by_one(self, path: str) -> Sent:
        with Connection(self.server.port) as connection:
            status = connection.get(path).status
            if status != _OK:
                return Sent((), {str(status): 1}, 1.0)
            seconds = [seconds_of(partial(connection.get, path, visitor=number)) for number in range(_TIMES)]
        return Sent(tuple(seconds), {}, sum(seconds))

    def _line(self, what: str, act: Callable[[], Sent]) -> list[str]:
        before = self.server.processor_s()
        sent = act()
        answers = len(sent.latencies)
        processor = (self.server.processor_s() - before) / max(answers, 1) * 1000
        failed = ", ".join(f"{name}: {number}" for name, number in sorted(sent.failed.items()))
        figures = [f"{sent.percentile(share):.1f}" for share in (0.5, 0.95, 0.99, 1.0)]
        return [what, f"{answers:,}", f"{sent.per_second:.1f}", *figures, f"{processor:.1f}", failed or "none"]


def _further_rows(found: Prepared, rows: int, folder: Path) -> Path:
    """Other rows than any run before brought: an import is only one if its rows are new."""
    number = found.imported + 1
    replace(found, imported=number).save()
    path = folder / "further.csv"
    found.house.write_synthetic(path, rows, seed=1 + number)
    return path


@contextmanager
def _beside(house: House, *words: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A `qingce` command in a process of its own; if it still runs at the end, it is stopped."""
    command = [str(word) for word in (BIN / "qingce", *words)]
    process = subprocess.Popen(
        command,
        env={**os.environ, **house.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait()


def _sizes(found: Prepared, memory: Sequence[tuple[float, float]]) -> str:
    own = ", ".join(f"{resident:,.0f} MB ({private:,.0f} MB of it its own)" for resident, private in memory)
    made = f"`synth` {found.synth_s:,.0f} s, `reindex` {found.reindex_s:,.0f} s" if found.synth_s else "made elsewhere"
    return f"Indexes: {found.index_mb():,.0f} MB; each process for pages: {own}; the house was made by: {made}."


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
