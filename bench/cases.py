"""Cases of the removal of records, many of them; the peer is the same house with a tenth.

`python -m bench.cases [open cases]`
"""

from __future__ import annotations

import sys

from bench.beside import beside

CASES, TIMES = 100_000, 10


def measure(cases: int = CASES) -> str:
    """The queue, a case as each audience sees it, the public list and figures, and the sweep; returns the report."""
    return beside(
        "bench.cases_work",
        [cases],
        [cases // TIMES],
        said=f"{cases:,} open cases and a ninth more that are over, each of a record of its own, beside a tenth",
    )


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
