"""What governments published of cleaner production, over many years and prefectures; the peer is the same house with a
quarter of the years.

`python -m bench.survey [years [prefectures]]`
"""

from __future__ import annotations

import sys

from bench.beside import beside

YEARS, PREFECTURES, PART = 20, 340, 4


def measure(years: int = YEARS, prefectures: int = PREFECTURES) -> str:
    """The matrix with all charts, the pages, the report as a page and as a document; returns the report."""
    return beside(
        "bench.survey_work",
        [years, prefectures],
        [max(1, years // PART), prefectures],
        said=f"{years} years of both lists in 32 units and {prefectures} prefectures, beside a quarter of the years",
        part="a quarter",
    )


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
