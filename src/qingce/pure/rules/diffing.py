"""What a changed table would change: two versions over the same facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.pure.rules.book import rows_of
from qingce.pure.rules.columns import OUTCOME, columns_of, decide_columns
from qingce.pure.rules.places import SECTION_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from qingce.pure.rules.book import Book
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


def changed_rows(found: Diff, frame: pl.DataFrame, books: Sequence[Book]) -> pl.DataFrame:
    """The rows that change, with those columns of the frame that are no facts of the books.

    Returns: as `Diff.rows`; a column of the frame that is called like one of these is told as `facts.<name>`.
    """
    facts = {name for book in books for name in columns_of(book)}
    others = frame.select(name for name in frame.columns if name not in facts)
    if not others.width:
        return found.rows
    others = others[found.rows.get_column(ROW_NUMBER).to_list()]
    return found.rows.hstack(others.rename(lambda name: f"facts.{name}" if name in found.rows.columns else name))


@dataclass(frozen=True)
class PartChange:
    """A part that two versions do not have alike. Args: kind: "added", "removed" or "changed"."""

    kind: str
    section: str
    name: str


def parts_changed(old: Book, new: Book) -> tuple[PartChange, ...]:
    """What differs between two versions, part by part; rows of tables each by themselves, as table/row."""
    found: list[PartChange] = []
    for section in SECTION_FIELDS:
        before, after = _parts(old, section), _parts(new, section)
        for name in dict.fromkeys([*before, *after]):
            if before.get(name) != after.get(name):
                kind = "added" if name not in before else "removed" if name not in after else "changed"
                found.append(PartChange(kind, section, name))
    return tuple(found)


def _parts(book: Book, section: str) -> dict[str, object]:
    if section != "table":
        return dict(getattr(book, SECTION_FIELDS[section]))
    tables = {name: table.model_copy(update={"group": ()}) for name, table in book.tables.items()}
    rows = {
        f"{name}/{row.id}": (group.model_copy(update={"row": ()}), row)
        for name, table in book.tables.items()
        for group, row in rows_of(table)
    }
    return {**tables, **rows}
