"""Cases of the removal of records, many of them; the peer is the same house with a tenth.

`python -m bench.cases [open cases]`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import machine, table
from tools.steps import BIN, run

CASES, TIMES = 100_000, 10
HEADER = ("page", "queries", "ms", "queries, a tenth", "ms, a tenth", "times")


def measure(cases: int = CASES) -> str:
    """The queue, a case as each audience sees it, the public list and figures, and the sweep; returns the report."""
    with temporary_folder() as folder:
        large = _measured(folder / "large", cases)
        small = _measured(folder / "small", cases // TIMES)
    lines = [
        [page, str(queries), f"{ms:.1f}", str(small[page][0]), f"{small[page][1]:.1f}", f"{ms / small[page][1]:.1f}"]
        for page, (queries, ms) in large.items()
    ]
    said = f"{cases:,} open cases and a ninth more that are over, each of a record of its own, beside a tenth of them"
    return f"{said}; milliseconds of the processor, the median of nine; {machine()}\n\n{table(HEADER, lines)}"


def _measured(home: Path, cases: int) -> dict[str, tuple[int, float]]:
    house = House(home)
    house.migrate()
    run([BIN / "python", "-m", "django", "collectstatic", "--no-input", "--verbosity=0"], env=house.environment)
    found: dict[str, tuple[int, float]] = json.loads(house.python("bench.cases_work", cases).splitlines()[-1])
    return found


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
