"""Rejected rows given back: the same format and columns, and beside them what is wrong and what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from qingce.pure.kernel.wording import short
from qingce.shared.intake.safe_cells import formula_safe_column
from qingce.shared.intake.tables import ROW, FileKind

if TYPE_CHECKING:
    from pathlib import Path

    from qingce.shared.intake.tables import Table

_HEADINGS = {"zh": ("问题", "怎么改"), "en": ("problem", "fix")}
# Between column and problem, problems, sentences.
_MARKS = {"zh": ("：", "；", ""), "en": (": ", "; ", " ")}


def rejected_rows(table: Table, problems: pl.DataFrame, *, locale: str = "zh") -> pl.DataFrame:
    """The rows of a table that have a problem, in the order of the file.

    Args:
        problems: what `check_columns` (or the room that takes the rows in) found; those of the table are added.
        locale: zh or en, of the two last columns; the sentences in the second are told as the problems were.
    Returns: `__row__`, the table's columns, and two more: what is wrong (column and short words), and what to do.
    """
    found = pl.concat([table.problems, problems]).unique(maintain_order=True)
    colon, semicolon, space = _MARKS[locale]
    words = pl.col("code").replace({code: short(code, locale) for code in found["code"].unique()})
    named = pl.when(pl.col("column") != "").then(pl.col("column") + colon + words).otherwise(words)
    what, fix = _HEADINGS[locale]
    per_row = found.group_by(pl.col("row").alias(ROW), maintain_order=True).agg(
        named.str.join(semicolon).alias(_free(what, table)), pl.col("detail").str.join(space).alias(_free(fix, table))
    )
    return table.frame.join(per_row, on=ROW, how="inner", maintain_order="left").select(
        ROW, *table.columns, _free(what, table), _free(fix, table)
    )


def write_rejects(path_out: Path, table: Table, problems: pl.DataFrame, *, locale: str = "zh") -> int:
    """Writes the rejected rows of a table as a file of the same format; nothing in it runs in a spreadsheet.

    Args: path_out: an existing file is replaced. problems, locale: as for `rejected_rows`.
    Returns: how many rows were written.
    """
    rows = rejected_rows(table, problems, locale=locale).drop(ROW)
    writer = {FileKind.CSV: _write_csv, FileKind.XLSX: _write_xlsx, FileKind.JSONL: _write_jsonl}[table.kind]
    writer(path_out, rows, table.sheet)
    return rows.height


def _free(heading: str, table: Table) -> str:
    """The heading, or one like it when a rejected file comes back with it."""
    while heading in table.columns:
        heading += "+"
    return heading


def _write_csv(path: Path, rows: pl.DataFrame, _sheet: str) -> None:
    with path.open("wb") as file:
        # Spreadsheet programs take a CSV for the local encoding unless it starts with a byte order mark.
        file.write(b"\xef\xbb\xbf")
        rows.with_columns(formula_safe_column(pl.col(name)).alias(name) for name in rows.columns).write_csv(file)


def _write_xlsx(path: Path, rows: pl.DataFrame, sheet: str) -> None:
    """Every cell is written as text: a spreadsheet runs formula cells only."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(sheet or None)
        for number, cells in enumerate([tuple(rows.columns), *rows.rows()]):
            for place, cell in enumerate(cells):
                if cell is not None:
                    page.write_string(number, place, cell)


def _write_jsonl(path: Path, rows: pl.DataFrame, _sheet: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows.iter_rows(named=True):
            kept = {name: value for name, value in row.items() if value is not None}
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")
