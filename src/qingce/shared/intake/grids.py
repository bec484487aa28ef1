"""Cells row by row, as sheets, documents and pages give them, read as one table."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

import polars as pl

from qingce.shared.intake.bodies import Body
from qingce.shared.intake.layouts import HEAD_ROWS, find_layout
from qingce.shared.intake.odd_cells import without_odd_cells
from qingce.shared.intake.tables import ROW, TableStage, unique_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from qingce.shared.intake.layouts import LeftOut, Span
    from qingce.shared.intake.tables import FileKind, Table

_ROWS_TOGETHER = 5_000


def read_grid(
    rows: Iterable[Sequence[str | None]],
    *,
    path: Path,
    kind: FileKind,
    sheet: str = "",
    spans: Sequence[Span] = (),
    above: Sequence[str] = (),
    left_out: Sequence[LeftOut] = (),
    language: str = "en",
) -> Table | None:
    """The table of a sheet; cells merged downwards say the same in each of their rows.

    Args: rows: all rows from the first, null for empty cells. spans: merged cells. above: lines of text above the rows.
        left_out: what else of the file is not in the table.
    Returns: None: no row stands below a header.
    Raises: DuplicateColumns, DiskFull.
    """
    filled = _filled_down(rows, spans)
    head = list(islice(filled, HEAD_ROWS))
    layout = find_layout(head, spans)
    if layout is None:
        return None
    columns = unique_names(layout.names, path)
    stage = TableStage(sheet, kind, language=language)
    body = Body(layout, columns)
    below = islice(enumerate(chain(head, filled), 1), layout.first_row - 1, None)
    while part := list(islice(below, _ROWS_TOGETHER)):
        frame, found = without_odd_cells(_frame(part, columns), columns)
        stage.add(body.kept(frame, ROW), found)
    table = stage.table(
        columns, title="\n".join(filter(None, [*above, layout.title])), left_out=[*left_out, *body.left_out]
    )
    return table if table.height else None


def _frame(part: Sequence[tuple[int, Sequence[str | None]]], columns: Sequence[str]) -> pl.DataFrame:
    """Rows as columns; what stands beside the columns of the header has columns without a name."""
    numbers = pl.Series(ROW, [number for number, _ in part], dtype=pl.UInt32)
    texts = [
        pl.Series(name, [cells[place] if place < len(cells) else None for _, cells in part], dtype=pl.String)
        for place, name in enumerate(columns)
    ]
    return pl.DataFrame([numbers, *texts])


def _filled_down(rows: Iterable[Sequence[str | None]], spans: Sequence[Span]) -> Iterator[Sequence[str | None]]:
    """The rows with the text of cells that are merged downwards in each of their rows."""
    tall = sorted((span for span in spans if span.bottom > span.top), key=lambda span: span.top)
    if not tall:
        yield from rows
        return
    coming = iter(tall)
    following = next(coming, None)
    open_spans: list[tuple[Span, str | None]] = []
    for place, cells in enumerate(rows):
        told = list(cells)
        for span, text in open_spans:
            if span.left < len(told):
                told[span.left] = text
        while following and following.top <= place:
            if following.top == place and following.left < len(told):
                open_spans.append((following, told[following.left]))
            following = next(coming, None)
        open_spans = [(span, text) for span, text in open_spans if span.bottom > place]
        yield told
