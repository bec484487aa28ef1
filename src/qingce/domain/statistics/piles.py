"""Rows of counts in memory: records that are alike in everything that is counted are one row with their number.

A row names a pair (place and issuer) and a kind (year, type, industry and so on) by number. What a question says of
kinds is looked up in one pass over the rows, what it says of pairs in the rows of these pairs, which stand together.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

ROWS = {
    "pair": pl.UInt32(),
    "kind": pl.UInt32(),
    "n": pl.Int32(),
    "year": pl.Int16(),
    "type": pl.UInt16(),
    "industry": pl.UInt16(),
    "is_corrected": pl.Boolean(),
    "is_synthetic": pl.Boolean(),
}
OF_KIND = ("year", "type", "industry", "is_corrected", "is_synthetic")
_SUM = pl.col("n").sum().cast(pl.Int64)


class Pile:
    """Rows by pair, and what is known of them without a pass. Args: rows: columns as `ROWS`; `n` may be below 0."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self.rows = rows.select(*ROWS).sort("pair").rechunk()
        self._by_pair = self.rows.group_by("pair").agg(_SUM)
        self._by_kind = self.rows.group_by("kind").agg(_SUM)
        runs = self.rows.select(pl.col("pair").rle()).unnest("pair")
        end = pl.col("len").cum_sum().cast(pl.Int64)
        self._spans = runs.select(pl.col("value").alias("pair"), first=end - pl.col("len"), end=end)

    def pairs(self, kinds: pl.Expr | None) -> pl.DataFrame:
        """Records of each pair: pair, n. Args: kinds: of these kinds alone, said of their columns."""
        if kinds is None:
            return self._by_pair
        return self.rows.lazy().filter(kinds).select("pair", "n").group_by("pair").agg(_SUM).collect()

    def kinds(self, pairs: pl.Series | None) -> pl.DataFrame:
        """Records of each kind: kind, n. Args: pairs: of these pairs alone."""
        if pairs is None:
            return self._by_kind
        spans = self._spans.filter(pl.col("pair").is_in(pairs.implode()))
        places = spans.select(pl.int_ranges("first", "end").explode().drop_nulls()).to_series()
        return self.rows.select("kind", "n")[places].group_by("kind").agg(_SUM)


def laid_together(piles: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Rows of several piles as one row for each pair and kind; those that come to nothing are left out."""
    rows = pl.concat([pl.DataFrame(schema=ROWS), *(each.select(*ROWS) for each in piles)])
    first = [pl.col(name).first() for name in OF_KIND]
    return rows.group_by("pair", "kind").agg(pl.col("n").sum(), *first).filter(pl.col("n") != 0)
