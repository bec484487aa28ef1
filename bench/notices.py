"""The notice board with open notices and objections behind it; the peer is the same board with a tenth of both.

`python -m bench.notices [notices] [objections]`
"""

from __future__ import annotations

import sys

from bench.beside import beside

NOTICES, OBJECTIONS, TIMES = 1_000, 10_000, 10


def measure(notices: int = NOTICES, objections: int = OBJECTIONS) -> str:
    """Every page of the board; returns the report."""
    return beside(
        "bench.notices_work",
        [notices, objections],
        [notices // TIMES, objections // TIMES],
        said=f"{notices:,} open notices and {objections:,} objections, half of them to one, beside a tenth of both",
    )


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
