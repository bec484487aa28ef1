"""The tables shipped with the kernel: read as written, every field text."""

from __future__ import annotations

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of one shipped CSV table, in the order of the file.

    Args: name: file name below `kernel/data`, with its ending.
    Returns: one dict per row, column name to text; an empty field is "".
    """
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
