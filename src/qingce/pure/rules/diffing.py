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

    names = (*dict.fromkeys((*old.outcomes, *new.outcomes)), None)
    before, after = _places(old, frame, names), _places(new, frame, names)
    counted = (before.cast(pl.UInt16) * len(names) + after).alias("pair").value_counts().iter_rows()
    counts = [Change(names[pair // len(names)], names[pair % len(names)], count) for pair, count in counted]
    changing = (before != after).arg_true()
    rows = pl.DataFrame({ROW_NUMBER: changing.cast(pl.UInt32), BEFORE: before[changing], AFTER: after[changing]})
    named = pl.col(BEFORE, AFTER).replace_strict(range(len(names)), names, return_dtype=pl.String)
    return Diff(frame.height, tuple(sorted(counts, key=_most_first)), rows.with_columns(named))


def _places(table: CompiledTable, frame: pl.DataFrame, names: tuple[str | None, ...]) -> pl.Series:
    """Outcomes as their places among these names, of which the last is None."""
    import polars as pl

    codes = decide_columns(table, frame).get_column(OUTCOME).to_physical().cast(pl.UInt8)
    places = [names.index(each) for each in table.outcomes]
    if places != list(range(len(places))):
        codes = codes.replace_strict(range(len(places)), places, return_dtype=pl.UInt8)
    return codes.fill_null(len(names) - 1)


def _most_first(change: Change) -> tuple[bool, int, str, str]:
    return not change.is_change, -change.count, change.before or "", change.after or ""


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
