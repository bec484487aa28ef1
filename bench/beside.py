"""Pages of a filled house beside the same house with a part of what fills it: a cost must not grow with the data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import machine, table
from tools.steps import BIN, run


def beside(work: str, size: Sequence[int], peer: Sequence[int], *, said: str, part: str = "a tenth") -> str:
    """The report: what each page took in both.

    Args: work: the module that fills and measures a house; size: what it is given; peer: what it is given for the peer;
        said: what fills the house; part: what the peer has of it.
    """
    with temporary_folder() as folder:
        large, small = costs(folder / "large", work, *size), costs(folder / "small", work, *peer)
    lines = [
        [page, str(queries), f"{ms:.1f}", str(small[page][0]), f"{small[page][1]:.1f}", f"{ms / small[page][1]:.1f}"]
        for page, (queries, ms) in large.items()
    ]
    header = ("what", "queries", "ms", f"queries, {part}", f"ms, {part}", "times")
    return f"{said}; milliseconds of the processor, the median of nine; {machine()}\n\n{table(header, lines)}"


def costs(home: Path, work: str, *words: int) -> Any:
    """What a module prints as JSON once it filled a house of its own, and measured it. Args: words: it is given."""
    house = House(home)
    house.migrate()
    run([BIN / "python", "-m", "django", "collectstatic", "--no-input", "--verbosity=0"], env=house.environment)
    return json.loads(house.python(work, *words).splitlines()[-1])
