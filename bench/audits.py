"""Audits on site, many of them; the peer is the same house with a tenth.

`python -m bench.audits [audits]`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import machine, table
from tools.steps import BIN, run

AUDITS, TIMES = 10_000, 10
HEADER = ("page", "queries", "ms", "queries, a tenth", "ms, a tenth", "times")


def measure(audits: int = AUDITS) -> str:
    """Each list, one audit as each party sees it, and the sweeps; returns the report."""
    with temporary_folder() as folder:
        large = _measured(folder / "large", audits)
        small = _measured(folder / "small", audits // TIMES)
    lines = [
        [page, str(queries), f"{ms:.1f}", str(small[page][0]), f"{small[page][1]:.1f}", f"{ms / small[page][1]:.1f}"]
        for page, (queries, ms) in large.items()
    ]
    said = f"{audits:,} audits, five in six of them open, an agency with sixty of them, beside a tenth"
    return f"{said}; milliseconds of the processor, the median of nine; {machine()}\n\n{table(HEADER, lines)}"


def _measured(home: Path, audits: int) -> dict[str, tuple[int, float]]:
    house = House(home)
    house.migrate()
    run([BIN / "python", "-m", "django", "collectstatic", "--no-input", "--verbosity=0"], env=house.environment)
    found: dict[str, tuple[int, float]] = json.loads(house.python("bench.audits_work", audits).splitlines()[-1])
    return found


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
