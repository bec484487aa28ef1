"""A schematic of the province-level units as equal tiles: it shows where they are and draws no borders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from qingce.pure.kernel.tables import read_table


@dataclass(frozen=True, slots=True)
class Tile:
    """A province-level unit on the grid; row and column count from 0 at the top left."""

    province_code: str
    name: str
    abbr: str
    row: int
    col: int


@cache
def tiles() -> tuple[Tile, ...]:
    """The 34 tiles in the order of their codes, on a grid of 8 rows and 12 columns; the Corps has none."""
    rows = read_table("tile_grid.csv")
    return tuple(Tile(row["code"], row["name"], row["abbr"], int(row["row"]), int(row["col"])) for row in rows)
