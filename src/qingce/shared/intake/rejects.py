"""Rejected rows given back: the same format and columns, and beside them what is wrong and what to do."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

import polars as pl

from qingce.pure.kernel.wording import short
from qingce.shared.intake.disk import written_whole
from qingce.shared.intake.safe_cells import formula_safe_column
from qingce.shared.intake.tables import ROW, FileKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from qingce.shared.intake.problem_logs import ProblemLog
    from qingce.shared.intake.tables import Table

_ROWS_TOGETHER = 20_000
_ROWS_OF_A_SHEET = 1_000_000
_LONGEST_CELL = 32_767  # of a workbook; longer texts only come from other formats
_READABLE = 0o644
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


def write_rejects(path_out: Path, table: Table, problems: pl.DataFrame | ProblemLog, *, locale: str = "zh") -> int:
    """Writes the rejected rows of a table as a file of the same format; nothing in it runs in a spreadsheet.

    Tables of documents (DOCX, PDF) come back as a workbook. Beside the file one part of the table is in memory.

    Args: path_out: an existing file is replaced, in one step. problems, locale: as for `rejected_rows`.
    Returns: how many rows were written.
    Raises: DiskFull: nothing half-written stays.
    """
    writer = {FileKind.CSV: _write_csv, FileKind.JSONL: _write_jsonl}.get(table.kind, _write_xlsx)
    columns = (*table.columns, *(_free(heading, table) for heading in _HEADINGS[locale]))
    with written_whole(path_out) as temporary:
        temporary.chmod(_READABLE)
        return writer(temporary, columns, _rejected_parts(table, problems, locale), table.sheet)


def rejects_suffix(kind: FileKind) -> str:
    """The suffix of the file in which rejected rows of a format come back: documents become workbooks."""
    return f".{kind}" if kind in {FileKind.CSV, FileKind.JSONL} else ".xlsx"


def _rejected_parts(table: Table, problems: pl.DataFrame | ProblemLog, locale: str) -> Iterator[pl.DataFrame]:
    for part in table.slices(_ROWS_TOGETHER):
        first, last = part.frame[ROW][0], part.frame[ROW][-1]
        if isinstance(problems, pl.DataFrame):
            found = problems.filter(pl.col("row").is_between(first, last))
        else:
            found = problems.between(first, last)
        yield rejected_rows(part, found, locale=locale).drop(ROW)


def _free(heading: str, table: Table) -> str:
    """The heading, or one like it when a rejected file comes back with it."""
    while heading in table.columns:
        heading += "+"
    return heading


def _write_csv(path: Path, columns: Sequence[str], parts: Iterator[pl.DataFrame], _sheet: str) -> int:
    written = 0
    with path.open("wb") as file:
        # Spreadsheet programs take a CSV for the local encoding unless it starts with a byte order mark.
        file.write(b"\xef\xbb\xbf")
        pl.DataFrame(schema=dict.fromkeys(columns, pl.String)).write_csv(file)
        for rows in parts:
            safe = rows.select(formula_safe_column(pl.col(name)).alias(name) for name in rows.columns)
            safe.write_csv(file, include_header=False)
            written += rows.height
    return written


def _write_xlsx(path: Path, columns: Sequence[str], parts: Iterator[pl.DataFrame], sheet: str) -> int:
    """Every cell is written as text: a spreadsheet runs formula cells only. A full sheet is followed by another."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".part-") as folder:
        book = xlsxwriter.Workbook(path, {**options, "tmpdir": folder})
        try:
            written = _write_sheets(book, columns, parts, sheet)
            book.close()
        except (FileCreateError, OSError) as error:
            _let_go(book)
            # The writer wraps what the system said, for example that the disk is full.
            raise (error.args[0] if isinstance(error, FileCreateError) else error) from error
    return written


def _let_go(book: Workbook) -> None:
    """Closes the files of a workbook that could not be written; the writer leaves them open."""
    for page in book.worksheets():
        with suppress(OSError, ValueError):
            page.row_data_fh.close()


def _write_sheets(book: Workbook, columns: Sequence[str], parts: Iterator[pl.DataFrame], sheet: str) -> int:
    written = 0
    for rows in parts:
        for cells in rows.iter_rows():
            if written % _ROWS_OF_A_SHEET == 0:
                page = book.add_worksheet(sheet if sheet and not written else None)
                _write_cells(page, 0, columns)
            _write_cells(page, written % _ROWS_OF_A_SHEET + 1, cells)
            written += 1
    if not written:
        _write_cells(book.add_worksheet(sheet or None), 0, columns)
    return written


def _write_cells(page: Worksheet, row: int, cells: Sequence[str | None]) -> None:
    for place, cell in enumerate(cells):
        if cell is not None:
            page.write_string(row, place, cell if len(cell) <= _LONGEST_CELL else cell[: _LONGEST_CELL - 1] + "…")


def _write_jsonl(path: Path, _columns: Sequence[str], parts: Iterator[pl.DataFrame], _sheet: str) -> int:
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for rows in parts:
            for row in rows.iter_rows(named=True):
                kept = {name: value for name, value in row.items() if value is not None}
                file.write(json.dumps(kept, ensure_ascii=False) + "\n")
                written += 1
    return written
