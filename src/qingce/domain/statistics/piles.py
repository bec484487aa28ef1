"""Rows of counts in memory: records that are alike in everything that is counted are one row with their number.

A row names a pair (place and issuer) and a kind (year, type, industry and so on) by number. Rows lie by place, so that
those of a province are one piece of them; what a question says of kinds is looked up in one pass over the rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

ROWS = {"pair": pl.UInt32(), "kind": pl.UInt32(), "n": pl.Int32()}
_SUM = pl.col("n").sum().cast(pl.Int64)
_KIND_BITS = 32


class Pile:
    """Rows by place, and what is known of them without a pass. Args: rows: as `laid_together` gives them."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self.rows = rows.rechunk()
        self._by_pair = _by("pair", self.rows)
        self._by_kind = _by("kind", self.rows)
        runs = self.rows.select(pl.col("pair").rle()).unnest("pair")
        end = pl.col("len").cum_sum().cast(pl.Int64)
        self._spans = runs.select(pl.col("value").alias("pair"), first=end - pl.col("len"), end=end)

    def counts(self, pairs: pl.Series | None, kinds: pl.Expr | None) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Records of each pair, and of each kind.

        Args: pairs: of these alone. kinds: of these alone, said of the column `kind`.
        Returns: pair, n; kind, n; `n` may be 0, or below in a pile of changes.
        """
        if pairs is None:
            if kinds is None:
                return self._by_pair, self._by_kind
            by_pair = self.rows.lazy().filter(kinds).select("pair", "n").group_by("pair").agg(_SUM).collect()
            return by_pair, self._by_kind.filter(kinds)
        found = self._of(pairs)
        if kinds is None:
            return self._by_pair.filter(pl.col("pair").is_in(pairs.implode())), _by("kind", found)
        found = found.filter(kinds)
        return _by("pair", found), _by("kind", found)

    def _of(self, pairs: pl.Series) -> pl.DataFrame:
        """The rows of these pairs; those that lie beside each other are taken as one piece."""
        spans = self._spans.filter(pl.col("pair").is_in(pairs.implode()))
        piece = (pl.col("first") != pl.col("end").shift(fill_value=-1)).cum_sum()
        pieces = spans.group_by(piece.alias("piece")).agg(pl.col("first").min(), pl.col("end").max())
        taken = [self.rows.slice(first, end - first) for _, first, end in pieces.iter_rows()]
        return pl.concat(taken) if taken else self.rows.clear()


def _by(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by(name).agg(_SUM)


def laid_together(piles: Sequence[pl.DataFrame], pairs: pl.DataFrame) -> pl.DataFrame:
    """Rows of several piles as one row for each pair and kind, by place; those that come to nothing are left out.

    Args: pairs: pair and place of every number of a pair, at its own place.
    """
    rows = pl.concat([pl.DataFrame(schema=ROWS), *piles])
    order = pairs.select("place", "pair").sort("place", "pair").get_column("pair")
    ranks = order.arg_sort().cast(pl.UInt64)
    key = ranks.gather(rows.get_column("pair")) * 2**_KIND_BITS + rows.get_column("kind")
    keyed = pl.DataFrame([key.alias("key"), rows.get_column("n")]).sort("key")
    sums = keyed.group_by("key", maintain_order=True).agg(pl.col("n").sum()).filter(pl.col("n") != 0)
    ranked = (sums.get_column("key") // 2**_KIND_BITS).cast(pl.UInt32)
    kinds = (sums.get_column("key") % 2**_KIND_BITS).cast(pl.UInt32)
    return pl.DataFrame([order.gather(ranked).alias("pair"), kinds.alias("kind"), sums.get_column("n").cast(ROWS["n"])])
