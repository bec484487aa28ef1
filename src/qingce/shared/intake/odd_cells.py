"""Cells that hold what no text should: NUL bytes, another encoding than their file, text without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from qingce.shared.intake.errors import CellTooLong, MixedEncoding, NulBytes
from qingce.shared.intake.tables import ROW, RowError
from qingce.shared.intake.text_blocks import FOREIGN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qingce.pure.kernel.errors import InvalidValue

LONGEST_CELL = 4_000_000  # bytes
_SHOWN = 200
_NOTHING_LEFT = "\ufffd"


def without_odd_cells(
    frame: pl.DataFrame, columns: Sequence[str], *, text: bytes | None = None, encoding: str = ""
) -> tuple[pl.DataFrame, list[RowError]]:
    """The rows without what is no text, and what is wrong with them, cell by cell.

    A cell that is too long is cut: what follows would only be carried along.

    Args: text: from which the rows were read, if it is at hand: a look at it spares most rows the rest. encoding: of
        the file.
    """
    found: list[RowError] = []
    if text is None or b"\x00" in text:
        found += _cells(frame, columns, _holds("\x00"), lambda name, _: NulBytes(name))
        frame = _without(frame, columns, "\x00")
    if text is not None and FOREIGN.encode() in text:
        found += _cells(frame, columns, _holds(FOREIGN), lambda name, _: MixedEncoding(name, encoding.upper()))
        frame = _without(frame, columns, FOREIGN)
    if text is None or len(text) > LONGEST_CELL:
        found += _cells(frame, columns, _is_long, lambda name, size: CellTooLong(name, size, LONGEST_CELL))
        frame = frame.with_columns(
            pl.when(_is_long(name)).then(pl.col(name).str.head(_SHOWN)).otherwise(pl.col(name)) for name in columns
        )
    return frame, found


def _holds(character: str) -> Callable[[str], pl.Expr]:
    return lambda name: pl.col(name).str.contains(character, literal=True)


def _is_long(name: str) -> pl.Expr:
    return pl.col(name).str.len_bytes() > LONGEST_CELL


def _cells(
    frame: pl.DataFrame,
    columns: Sequence[str],
    is_odd: Callable[[str], pl.Expr],
    error: Callable[[str, int], InvalidValue],
) -> Iterator[RowError]:
    for name in columns:
        hits = frame.filter(is_odd(name)).select(
            ROW,
            pl.col(name).str.head(_SHOWN).str.replace_all(f"[\x00{FOREIGN}]", ""),
            pl.col(name).str.len_bytes().alias(""),
        )
        yield from (RowError(row, value, error(name, size), name) for row, value, size in hits.iter_rows())


def _without(frame: pl.DataFrame, columns: Sequence[str], character: str) -> pl.DataFrame:
    """The rows without a character; a cell of nothing else keeps a mark, so that its row is not taken for empty."""
    texts = {name: pl.col(name).str.replace_all(character, "", literal=True) for name in columns}
    return frame.with_columns(
        pl.when(text == "").then(pl.lit(_NOTHING_LEFT)).otherwise(text).alias(name) for name, text in texts.items()
    )
