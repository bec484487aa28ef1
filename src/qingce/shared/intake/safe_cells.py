"""Cells that a spreadsheet would run as a formula, made harmless in everything we hand out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# Written so that Python and the column engine read them alike: their \s, \d and $ differ.
_STARTS = r"^(?:[\t\r\n]|[\s\x00-\x1f]*[=+\-@＝＋－＠])"
_PLAIN_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?%?"
_RUNS = re.compile(_STARTS)
_IS_NUMBER = re.compile(_PLAIN_NUMBER)


def formula_safe(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet could run it; plain numbers such as -5.2 stay."""
    return f"'{text}" if _RUNS.search(text) and not _IS_NUMBER.fullmatch(text) else text


def formula_safe_column(column: pl.Expr) -> pl.Expr:
    """`formula_safe` for a whole String column."""
    import polars as pl

    runs = column.str.contains(_STARTS) & ~column.str.contains(f"^(?:{_PLAIN_NUMBER})$")
    return pl.when(~runs).then(column).otherwise(pl.lit("'") + column)
