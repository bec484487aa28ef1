"""The notice board with open notices and objections behind it; the peer is the same board with a tenth of both.

`python -m bench.notices [notices] [objections]`
"""

from __future__ import annotations

import sys

from bench.beside import beside, costs

NOTICES, OBJECTIONS, TIMES = 1_000, 10_000, 10
WORK = "bench.notices_work"


def measure(notices: int = NOTICES, objections: int = OBJECTIONS) -> str:
    """Every page of the board; returns the report."""
    return beside(
        lambda home: costs(home, WORK, notices, objections),
        lambda home: costs(home, WORK, notices // TIMES, objections // TIMES),
        said=f"{notices:,} open notices and {objections:,} objections, half of them to one, beside a tenth of both",
        part="a tenth",
        what="page",
    )


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
