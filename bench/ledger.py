"""The public ledger: what it costs an import, how many acts a second, proofs, audits, and appends to a long log.

`python -m bench.ledger [rows] [acts] [entries] [audited]`; peers: the same import without it, a plain table, pymerkle.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple

from bench import peer
from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import Timing, machine, table
from tools import machine as programs
from tools import postgres
from tools.steps import run

ROWS, ACTS, ENTRIES, AUDITED = 10_000, 5_000, 200_000, 50_000
FULL = (1_000_000, 50_000, 10_000_000, 1_000_000)
RUNS, BATCH, SHORT, APPENDS = 5, 500, 10, 40
WORK = "bench.ledger_work"
Taken = tuple[float, float]


class Run(NamedTuple):
    """Seconds of several runs, by the clock, and of the processor in the process that measured."""

    clock: Timing
    processor: Timing


def measure(rows: int = ROWS, acts: int = ACTS, entries: int = ENTRIES, audited: int = AUDITED) -> str:
    """All of it, one after the other; returns the report."""
    name = peer.install_tree()
    with temporary_folder() as folder:
        template = House(folder / "template")
        template.migrate()
        parts = [_imports(folder, rows), _acts(folder, acts, name), _long(folder, entries, audited)]
    return "\n\n".join([f"{RUNS} runs in turn; {machine()}; {name}", *parts])


def _imports(folder: Path, rows: int) -> str:
    path = folder / "records.csv"
    House(folder / "writing").write_synthetic(path, rows)
    houses = (_house(folder, f"import-{number}") for number in count())

    def one(how: str) -> list[Taken]:
        return _seconds(next(houses).python(WORK, "ingest", path, how))

    entered, without = _in_turn([partial(one, "entered"), partial(one, "not")])
    lines = [
        _line("import with the ledger", entered, rows, without),
        _line("the same with nothing in its place", without, rows, without),
    ]
    return f"{rows:,} rows, each into an empty database:\n\n{_table('rows/s', lines)}"


def _acts(folder: Path, acts: int, name: str) -> str:
    house = _house(folder, "acts")
    tree = (folder / f"tree-{number}.db" for number in count())
    python = peer.FOLDER / "bin" / "python"
    ours: list[Callable[[], list[Taken]]] = [
        partial(_run, house, "acts", acts, BATCH),
        partial(_run, house, "plain", acts, BATCH),
        lambda: _seconds(
            run([python, Path(__file__).with_name("pymerkle_work.py"), next(tree), str(acts), str(BATCH)])
        ),
    ]
    entered, plain, theirs = _in_turn(ours)
    lines = [
        _line("SQLite: acts entered, numbered, signed", entered, acts, plain),
        _line("SQLite: the same rows into a plain table", plain, acts, plain),
        _line(f"{name}: appended to its tree on SQLite, root computed, nothing signed", theirs, acts, plain),
        *_on_postgresql(folder, acts),
    ]
    return f"{acts:,} single acts, {BATCH} in a transaction and under a checkpoint:\n\n{_table('acts/s', lines)}"


def _on_postgresql(folder: Path, acts: int) -> list[list[str]]:
    found = programs.postgresql()
    if found is None:
        return [["PostgreSQL is not installed and could not be", "", "", "", ""]]
    with postgres.running(found) as server:
        house = House(folder / "postgresql", server.url)
        house.migrate()
        entered, plain = _in_turn([partial(_run, house, what, acts, BATCH) for what in ("acts", "plain")])
    return [
        _line("PostgreSQL: acts entered, numbered, signed", entered, acts, plain),
        _line("PostgreSQL: the same rows into a plain table", plain, acts, plain),
    ]


def _long(folder: Path, entries: int, audited: int) -> str:
    short, long, whole = (_house(folder, name) for name in ("short", "long", "whole"))
    for house, size in ((short, SHORT), (long, entries), (whole, audited)):
        house.python(WORK, "fill", size)
    to_short, to_long, proofs, audits = _in_turn(
        [
            partial(_run, short, "appends", APPENDS),
            partial(_run, long, "appends", APPENDS),
            partial(_run, long, "proofs", entries),
            partial(_run, whole, "audit", audited),
        ]
    )
    lines = [
        _in_ms(f"append to {SHORT} entries: entered, numbered, signed by itself", to_short),
        _in_ms(f"append to {entries:,} entries", to_long),
        _in_ms(f"proof file of an entry among {entries:,}", proofs),
        _in_ms(f"audit of {audited:,} entries", audits),
    ]
    header = ("what", "times", "median ms", "95 % ms", "processor ms", "95 % ms")
    ratio = to_long.processor.median / to_short.processor.median
    closing = f"An append to the long log takes {ratio:.2f} times the processor of one to the short."
    return f"SQLite:\n\n{table(header, lines)}\n\n{closing}"


def _house(folder: Path, name: str) -> House:
    """A migrated house of its own."""
    shutil.copytree(folder / "template", folder / name)
    return House(folder / name)


def _run(house: House, *words: object) -> list[Taken]:
    return _seconds(house.python(WORK, *words))


def _seconds(printed: str) -> list[Taken]:
    return [(clock, processor) for clock, processor in json.loads(printed.splitlines()[-1])]


def _in_turn(acts: list[Callable[[], list[Taken]]]) -> list[Run]:
    """As `measuring.in_turn`, of acts that say themselves how long they took; the start of their process not."""
    taken: list[list[Taken]] = [[] for _ in acts]
    for number in range(RUNS):
        for place in range(len(acts)) if number % 2 == 0 else reversed(range(len(acts))):
            taken[place] += acts[place]()
    return [Run(*(Timing(each) for each in zip(*of, strict=True))) for of in taken]


def _line(what: str, it: Run, many: int, base: Run) -> list[str]:
    ratio, own = it.clock.median / base.clock.median, it.processor.median / base.processor.median
    rate = many / it.processor.median
    return [what, f"{it.clock.median:.2f}", it.clock.spread, f"{ratio:.2f}", f"{it.processor.median:.2f}",
            it.processor.spread, f"{own:.3f}", f"{rate:,.0f}"]  # fmt: skip


def _in_ms(what: str, it: Run) -> list[str]:
    def ms(value: float) -> str:
        return f"{value * 1000:.1f}"

    own = it.processor
    return [what, str(len(own.seconds)), ms(it.clock.median), ms(it.clock.p95), ms(own.median), ms(own.p95)]


def _table(rate: str, lines: list[list[str]]) -> str:
    header = ("what", "median s", "fastest-slowest", "times the peer's")
    own = ("processor s", "least-most", "times the peer's", f"{rate} of processor")
    return table((*header, *own), lines)


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
