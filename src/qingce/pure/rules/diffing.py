"""What a changed table would change: two versions over the same facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.pure.rules.columns import OUTCOME, decide_columns

if TYPE_CHECKING:
    import polars as pl

    from qingce.pure.rules.compiling import CompiledTable

BEFORE, AFTER, ROW_NUMBER = "before", "after", "row"


@dataclass(frozen=True)
class Change:
    """How many come from one outcome to another. Args: before, after: None is unknown."""

    before: str | None
    after: str | None
    count: int

    @property
    def is_change(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True, eq=False)
class Diff:
    """A policy diff.

    Args: counts: every pair of outcomes that occurs, those that change first, the most frequent first. rows: those
        that change: `row` (its place in the frame, from 0), `before`, `after` (text; null = unknown).
    """

    total: int
    counts: tuple[Change, ...]
    rows: pl.DataFrame

    @property
    def changed(self) -> int:
        """How many come to another outcome."""
        return self.rows.height


def diff(old: CompiledTable, new: CompiledTable, frame: pl.DataFrame) -> Diff:
    """Decides each row of a frame by both tables.

    Args: frame: columns of facts as `columns_of` names them, of both books; what is missing is unknown.
    Raises: InvalidFact: a column has another type, or holds what the fact cannot be.
    """
    import polars as pl

    outcomes = [decide_columns(table, frame).get_column(OUTCOME).cast(pl.String) for table in (old, new)]
    both = pl.DataFrame({BEFORE: outcomes[0], AFTER: outcomes[1]}).with_row_index(ROW_NUMBER)
    changing = ~pl.col(BEFORE).eq_missing(pl.col(AFTER))
    counted = (
        both.lazy()
        .group_by(BEFORE, AFTER)
        .len()
        .sort(changing, "len", BEFORE, AFTER, descending=[True, True, False, False])
        .collect()
    )
    counts = tuple(Change(before, after, count) for before, after, count in counted.iter_rows())
    return Diff(frame.height, counts, both.filter(changing))
