"""Rows of a table of columns, for the rooms that know rows only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from qingce.shared.intake.enums import Problem
from qingce.shared.intake.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qingce.shared.intake.enums import Field


def said_columns(frame: pl.DataFrame) -> dict[str, list[Any]]:
    """The columns that say something in any row, as lists; None where a row says nothing.

    Most files bring few of the columns we know. The numbers of the rows are always there.
    """
    said = (column for column in frame if column.name == ROW or column.null_count() < frame.height)
    return {column.name: column.to_list() for column in said}


def problem_list(frame: pl.DataFrame) -> list[Problem]:
    """A table of problems as a list."""
    return [Problem(**row) for row in frame.to_dicts()]


def texts_of_rows(frame: pl.DataFrame, rows: Collection[int]) -> dict[int, dict[str, str]]:
    """Some rows of a table of texts, by their number; empty cells are left out."""
    found = frame.filter(pl.col(ROW).is_in(list(rows)))
    return {
        row.pop(ROW): {name: text for name, text in row.items() if text is not None}
        for row in found.iter_rows(named=True)
    }


def frame_of_texts(rows: Mapping[int, Mapping[str, str]], fields: Sequence[Field]) -> pl.DataFrame:
    """Rows told as text by column, as `map_columns` gives them."""
    columns = {each.name: [cells.get(each.name) for cells in rows.values()] for each in fields}
    schema = {ROW: pl.UInt32, **dict.fromkeys(columns, pl.String)}
    return pl.DataFrame({ROW: list(rows), **columns}, schema=schema).sort(ROW)
