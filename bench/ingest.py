"""A file of records until it can be searched: `qingce ingest` and `qingce reindex` beside sqlite-utils.

`python -m bench.ingest [rows] [runs]`; the file is one of `qingce synth`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import count
from pathlib import Path

from bench import peer
from bench.house import House
from bench.measuring import Spent, Timing, machine, table
from tools import machine as programs
from tools import postgres

ROWS, RUNS = 10_000, 5
_HEADER = (
    "what", "median s", "fastest-slowest", "processor s", "rows/s", "largest process, MB", "times as fast as the peer",
)  # fmt: skip
_Run = Callable[[], tuple[Spent, ...]]


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="qingce-bench-") as name:
        yield Path(name)


def measure(rows: int = ROWS, runs: int = RUNS) -> str:
    """All in turn, every run from an empty database, start of each process included; returns the report."""
    name = peer.install()
    with temporary_folder() as folder, ExitStack() as stack:
        path = folder / "records.csv"
        House(folder / "writing").write_synthetic(path, rows)
        acts: dict[str, _Run] = {"ours": partial(_ours, folder, path, count()), "peer": partial(_peer, folder, path)}
        if server := _server(stack):
            acts["PostgreSQL"] = partial(_on_postgresql, server, folder, path, count())
        taken: dict[str, list[tuple[Spent, ...]]] = {what: [] for what in acts}
        for run in range(runs):
            for what in list(acts)[:: -1 if run % 2 else 1]:
                taken[what].append(acts[what]())
        size = path.stat().st_size / 2**20
    theirs = Timing(tuple(each[0].seconds for each in taken["peer"]))
    lines = [line for what in ("ours", "PostgreSQL") for line in _lines(what, taken.get(what, []), rows, theirs)]
    what = f"{name}: `insert --csv`, then `enable-fts` with trigrams; checks nothing"
    lines.append(_line(what, [each[0] for each in taken["peer"]], rows, theirs))
    return f"{rows:,} rows ({size:.0f} MB), {runs} runs in turn; {machine()}\n\n{table(_HEADER, lines)}"


def _server(stack: ExitStack) -> postgres.Server | None:
    found = programs.postgresql()
    return stack.enter_context(postgres.running(found)) if found else None


def _ours(folder: Path, path: Path, numbers: Iterator[int]) -> tuple[Spent, ...]:
    return _take_in(House(folder / f"home-{next(numbers)}"), path)


def _on_postgresql(server: postgres.Server, folder: Path, path: Path, numbers: Iterator[int]) -> tuple[Spent, ...]:
    """A database of its own for each run, dropped afterwards."""
    name = f"run_{next(numbers)}"
    server.run("createdb", *_connected(server), name)
    try:
        return _take_in(House(folder / name, server.url.removesuffix("/postgres") + f"/{name}"), path)
    finally:
        server.run("dropdb", "--force", *_connected(server), name)


def _connected(server: postgres.Server) -> list[str]:
    return ["--maintenance-db", server.url]


def _take_in(house: House, path: Path) -> tuple[Spent, ...]:
    """The whole of it, of it the intake, of it the index."""
    house.migrate()
    taken = house.measured("ingest", path)
    indexed = house.measured("reindex")
    shutil.rmtree(house.home)
    return taken + indexed, taken, indexed


def _peer(folder: Path, path: Path) -> tuple[Spent, ...]:
    database = folder / "peer.db"
    found = peer.take_in(path, database)
    database.unlink()
    return (found,)


def _lines(what: str, taken: Sequence[tuple[Spent, ...]], rows: int, theirs: Timing) -> Iterator[list[str]]:
    if not taken:
        yield [f"{what} is not installed and could not be", *[""] * (len(_HEADER) - 1)]
        return
    where = "Qingce on SQLite" if what == "ours" else f"Qingce on {what}, without the server's memory and processor"
    names = (f"{where}: `ingest`, then `reindex`", "… `ingest`: check, match, de-duplicate, log", "… `reindex`")
    for place, name in enumerate(names):
        yield _line(name, [each[place] for each in taken], rows, theirs)


def _line(what: str, taken: Sequence[Spent], rows: int, theirs: Timing) -> list[str]:
    timing = Timing(tuple(each.seconds for each in taken))
    processor = Timing(tuple(each.processor_s for each in taken))
    peak, ratio = max(each.peak_mb for each in taken), theirs.median / timing.median
    return [
        what, f"{timing.median:.2f}", timing.spread, f"{processor.median:.2f}", f"{rows / timing.median:,.0f}",
        f"{peak:,.0f}", f"{ratio:.2f}",
    ]  # fmt: skip


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
