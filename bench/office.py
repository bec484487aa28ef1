"""The office's pages with many rows behind them; the peer is the same page with a tenth of the rows.

What a page costs ten times the rows for shows in the last column: 1.0 where it reads no more than it shows.
`python -m bench.office [records]`
"""

from __future__ import annotations

import sys

from bench.beside import costs
from bench.ingest import temporary_folder
from bench.measuring import machine, table

RECORDS, FULL = 20_000, 1_000_000
TIMES = 10
WORK = "bench.office_work"
HEADER = ("page", "of", "queries", "ms", "queries, a tenth", "ms, a tenth", "times")

Measured = dict[str, dict[str, tuple[int, float, int]]]


def measure(records: int = RECORDS) -> str:
    """Every page for staff of the whole country, of a province and of a county; returns the report."""
    with temporary_folder() as folder:
        found: list[Measured] = [costs(folder / str(count), WORK, count) for count in (records // TIMES, records)]
        small, large = found
    lines = [
        _line(page, area, large[area][page], small[area].get(page)) for page in large["country"] for area in large
        if page in large[area] and large[area][page][2] in SHOWN
    ]  # fmt: skip
    said = f"{records:,} records beside {records // TIMES:,}; milliseconds of the processor, the median of five"
    return f"{said}; {machine()}\n\n{table(HEADER, lines)}"


SHOWN = (200, 302)


def _line(page: str, area: str, large: tuple[int, float, int], small: tuple[int, float, int] | None) -> list[str]:
    queries, milliseconds, _ = large
    before = [str(small[0]), f"{small[1]:.1f}", f"{milliseconds / small[1]:.1f}"] if small else ["", "", ""]
    return [page, area, str(queries), f"{milliseconds:.1f}", *before]


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
