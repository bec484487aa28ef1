"""The notice board with open notices and objections behind it; the peer is the same board with a tenth of both.

`python -m bench.notices [notices] [objections]`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import machine, table
from tools.steps import BIN, run

NOTICES, OBJECTIONS, TIMES = 1_000, 10_000, 10
HEADER = ("page", "queries", "ms", "queries, a tenth", "ms, a tenth", "times")


def measure(notices: int = NOTICES, objections: int = OBJECTIONS) -> str:
    """Every page of the board; returns the report."""
    with temporary_folder() as folder:
        large = _measured(folder / "large", notices, objections)
        small = _measured(folder / "small", notices // TIMES, objections // TIMES)
    lines = [
        [page, str(queries), f"{ms:.1f}", str(small[page][0]), f"{small[page][1]:.1f}", f"{ms / small[page][1]:.1f}"]
        for page, (queries, ms) in large.items()
    ]
    said = f"{notices:,} open notices and {objections:,} objections, half of them to one, beside a tenth of both"
    return f"{said}; milliseconds of the processor, the median of nine; {machine()}\n\n{table(HEADER, lines)}"


def _measured(home: Path, notices: int, objections: int) -> dict[str, tuple[int, float]]:
    house = House(home)
    house.migrate()
    run([BIN / "python", "-m", "django", "collectstatic", "--no-input", "--verbosity=0"], env=house.environment)
    found: dict[str, tuple[int, float]] = json.loads(
        house.python("bench.notices_work", notices, objections).splitlines()[-1]
    )
    return found


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
