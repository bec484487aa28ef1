"""Audits on site, many of them; the peer is the same house with a tenth.

`python -m bench.audits [audits]`
"""

from __future__ import annotations

import sys

from bench.beside import beside

AUDITS, TIMES = 10_000, 10


def measure(audits: int = AUDITS) -> str:
    """Each list, one audit as each party sees it, and the sweeps; returns the report."""
    return beside(
        "bench.audits_work",
        [audits],
        [audits // TIMES],
        said=f"{audits:,} audits, five in six of them open, an agency with sixty of them, beside a tenth",
    )


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
