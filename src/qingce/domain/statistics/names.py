"""Numbers for what rows of counts say: pairs of place and issuer, kinds, and the values that kinds are made of."""

from __future__ import annotations

import polars as pl

from qingce.domain.records.queries import places_today
from qingce.domain.statistics.enums import NOT_STATED, PLACES, UNIT
from qingce.domain.statistics.piles import OF_KIND, ROWS

PAIR = ("place", "issuer")
CODED = ("type", "industry")
_NAMED = dict.fromkeys((*PLACES, UNIT), pl.String())
_PAIRS = {"place": pl.Int32(), "issuer": pl.Categorical(), **_NAMED, "pair": pl.UInt32()}
_KINDS = {name: ROWS[name] for name in (*OF_KIND, "kind")}


class Names:
    """The numbers given so far; a number once given keeps its meaning.

    Args: pairs: place, issuer, province, prefecture, county, unit and pair. kinds: columns as in rows, and kind.
    """

    def __init__(self) -> None:
        self.pairs = pl.DataFrame(schema=_PAIRS)
        self.kinds = pl.DataFrame(schema=_KINDS)
        self.codes: dict[str, dict[str, int]] = {name: {} for name in CODED}

    def rows(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Records as rows of counts. Args: cells: as the files keep them. Returns: columns as `ROWS`."""
        if cells.is_empty():
            return pl.DataFrame(schema=ROWS)
        alike = cells.with_columns(self._coded(cells, name) for name in CODED)
        counted = alike.group_by(*PAIR, *OF_KIND).len("n")
        self._take_pairs(counted)
        self._take_kinds(counted)
        pairs = self.pairs.select(*PAIR, "pair")
        return counted.join(pairs, on=PAIR).join(self.kinds, on=OF_KIND).select(
            pl.col(name).cast(kind) for name, kind in ROWS.items()
        )  # fmt: skip

    def values(self, dimension: str) -> dict[int, str]:
        """Code → value."""
        return {code: value for value, code in self.codes[dimension].items()}

    def _coded(self, cells: pl.DataFrame, name: str) -> pl.Expr:
        codes = self.codes[name]
        for value in cells.get_column(name).unique().sort().to_list():
            codes.setdefault(value, len(codes))
        return pl.col(name).cast(pl.String).replace_strict(codes, return_dtype=ROWS[name])

    def _take_pairs(self, counted: pl.DataFrame) -> None:
        new = counted.select(PAIR).unique().join(self.pairs, on=PAIR, how="anti")
        places = [_places(place) for place in new.get_column("place").to_list()]
        named = [pl.Series(name, [each[name] for each in places], pl.String()) for name in _NAMED]
        self.pairs = pl.concat([self.pairs, _numbered(new.with_columns(named), self.pairs.height, "pair")])

    def _take_kinds(self, counted: pl.DataFrame) -> None:
        new = counted.select(OF_KIND).unique().join(self.kinds, on=OF_KIND, how="anti")
        self.kinds = pl.concat([self.kinds, _numbered(new, self.kinds.height, "kind")])


def _numbered(new: pl.DataFrame, start: int, name: str) -> pl.DataFrame:
    return new.with_columns(pl.int_range(start, start + pl.len(), dtype=pl.UInt32()).alias(name))


def _places(place: int) -> dict[str, str]:
    found = places_today(f"{place:06}") if place else {}
    unit = found.get("prefecture") or found.get("county") or NOT_STATED
    return {name: found.get(name, NOT_STATED) for name in PLACES} | {UNIT: unit}
