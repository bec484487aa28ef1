"""Numbers for what rows of counts say: pairs of place and issuer, and kinds, which are made of bits."""

from __future__ import annotations

import polars as pl

from qingce.domain.records.queries import places_today
from qingce.domain.statistics.enums import NOT_STATED, PLACES, UNIT
from qingce.domain.statistics.piles import ROWS

PAIR = ("place", "issuer")
CODED = ("type", "industry")
# Of a kind, from the highest bit down: first bit, bits. Years are their own numbers, so that they keep their order.
BITS = {"year": (20, 12), "type": (12, 8), "industry": (2, 10), "is_corrected": (1, 1), "is_synthetic": (0, 1)}
LAST_YEAR = (1 << BITS["year"][1]) - 1
_NAMED = dict.fromkeys((*PLACES, UNIT), pl.String())
_PAIRS = {"place": pl.Int32(), "issuer": pl.Categorical(), **_NAMED, "pair": pl.UInt32()}


class Names:
    """The numbers given so far; a number once given keeps its meaning.

    Args: pairs: place, issuer, province, prefecture, county, unit and pair, each at the place of its number.
        codes: dimension → value → code.
    """

    def __init__(self) -> None:
        self.pairs = pl.DataFrame(schema=_PAIRS)
        self.codes: dict[str, dict[str, int]] = {name: {} for name in CODED}

    def rows(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Records as rows of counts. Args: cells: as the files keep them. Returns: columns as `ROWS`."""
        if cells.is_empty():
            return pl.DataFrame(schema=ROWS)
        self._take_pairs(cells)
        kinds = cells.select(*PAIR, kind=pl.sum_horizontal(self._shifted(cells, name) for name in BITS))
        named = kinds.join(self.pairs.select(*PAIR, "pair"), on=PAIR)
        counted = named.group_by("pair", "kind").len("n")
        return counted.select(pl.col(name).cast(kind) for name, kind in ROWS.items())

    def values(self, dimension: str) -> dict[int, str]:
        """Code → value."""
        return {code: value for value, code in self.codes[dimension].items()}

    def _shifted(self, cells: pl.DataFrame, name: str) -> pl.Expr:
        column = self._coded(cells, name) if name in CODED else pl.col(name)
        if name == "year":
            column = column.clip(0, LAST_YEAR)
        return column.cast(pl.UInt32) * (1 << BITS[name][0])

    def _coded(self, cells: pl.DataFrame, name: str) -> pl.Expr:
        codes = self.codes[name]
        for value in cells.get_column(name).unique().cast(pl.String).sort().to_list():
            codes.setdefault(value, len(codes))
        return pl.col(name).cast(pl.String).replace_strict(codes, return_dtype=pl.UInt32)

    def _take_pairs(self, cells: pl.DataFrame) -> None:
        new = cells.select(PAIR).unique().join(self.pairs, on=PAIR, how="anti")
        places = [_places(place) for place in new.get_column("place").to_list()]
        named = [pl.Series(name, [each[name] for each in places], pl.String()) for name in _NAMED]
        start = self.pairs.height
        numbers = pl.int_range(start, start + pl.len(), dtype=pl.UInt32()).alias("pair")
        self.pairs = pl.concat([self.pairs, new.with_columns(*named, numbers)])


def part_of(name: str) -> pl.Expr:
    """What a kind says of something: its code, the year, or 1 for yes."""
    first, bits = BITS[name]
    return pl.col("kind") // (1 << first) % (1 << bits)


def _places(place: int) -> dict[str, str]:
    found = places_today(f"{place:06}") if place else {}
    unit = found.get("prefecture") or found.get("county") or NOT_STATED
    return {name: found.get(name, NOT_STATED) for name in PLACES} | {UNIT: unit}
