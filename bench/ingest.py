"""A file of records until it can be searched: `qingce ingest` and `qingce reindex` beside sqlite-utils.

`python -m bench.ingest [rows] [runs]`
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from bench import peer
from bench.house import House
from bench.measuring import Timing, in_turn, machine, seconds_of, table
from bench.synthetic import write_csv

ROWS, RUNS = 20_000, 5


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="qingce-bench-") as name:
        yield Path(name)


def measure(rows: int = ROWS, runs: int = RUNS) -> str:
    """Both in turn, every run from an empty database, start of each process included; returns the report."""
    name = peer.install()
    with temporary_folder() as folder:
        path = folder / "records.csv"
        write_csv(path, rows)
        houses = [House(folder / f"home-{run}") for run in range(runs)]
        for house in houses:
            house.migrate()
        ours = _Ours(iter(houses), path)
        whole, theirs = in_turn([ours, partial(_theirs, folder, path, count())], runs=runs)
        size = path.stat().st_size / 2**20
    lines = [
        _line("Qingce: `ingest`, then `reindex`", whole, rows, theirs),
        _line("… of it `ingest`: check, match, de-duplicate, write", Timing(tuple(ours.taken)), rows, theirs),
        _line(f"{name}: `insert --csv`, then `enable-fts` with trigrams", theirs, rows, theirs),
    ]
    header = ("what", "median s", "fastest-slowest", "rows/s", "times the peer's time")
    return f"{rows:,} rows ({size:.0f} MB), {runs} runs in turn; {machine()}\n\n{table(header, lines)}"


@dataclass
class _Ours:
    """Takes the file into the next empty house and indexes it; notes how long the first half took."""

    houses: Iterator[House]
    path: Path
    taken: list[float] = field(default_factory=list)

    def __call__(self) -> None:
        house = next(self.houses)
        self.taken.append(seconds_of(lambda: house.command("ingest", self.path)))
        house.command("reindex")


def _theirs(folder: Path, path: Path, numbers: Iterator[int]) -> None:
    peer.take_in(path, folder / f"peer-{next(numbers)}.db")


def _line(what: str, timing: Timing, rows: int, theirs: Timing) -> list[str]:
    ratio = timing.median / theirs.median
    return [what, f"{timing.median:.2f}", timing.spread, f"{rows / timing.median:,.0f}", f"{ratio:.2f}"]


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
