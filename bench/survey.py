"""What governments published of cleaner production, over many years and prefectures; the peer is the same house with a
quarter of the years.

`python -m bench.survey [years [prefectures]]`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import machine, table
from tools.steps import BIN, run

YEARS, PREFECTURES, PART = 20, 340, 4
HEADER = ("what", "queries", "ms", "queries, a quarter", "ms, a quarter", "times")


def measure(years: int = YEARS, prefectures: int = PREFECTURES) -> str:
    """The matrix with all charts, the pages, the report as a page and as a document; returns the report."""
    with temporary_folder() as folder:
        large = _measured(folder / "large", years, prefectures)
        small = _measured(folder / "small", max(1, years // PART), prefectures)
    lines = [
        [what, str(queries), f"{ms:.1f}", str(small[what][0]), f"{small[what][1]:.1f}", f"{ms / small[what][1]:.1f}"]
        for what, (queries, ms) in large.items()
    ]
    said = f"{years} years of both lists in 32 units and {prefectures} prefectures, beside a quarter of the years"
    return f"{said}; milliseconds of the processor, the median of nine; {machine()}\n\n{table(HEADER, lines)}"


def _measured(home: Path, years: int, prefectures: int) -> dict[str, tuple[int, float]]:
    house = House(home)
    house.migrate()
    run([BIN / "python", "-m", "django", "collectstatic", "--no-input", "--verbosity=0"], env=house.environment)
    found: dict[str, tuple[int, float]] = json.loads(
        house.python("bench.survey_work", years, prefectures).splitlines()[-1]
    )
    return found


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
