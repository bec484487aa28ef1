"""Workbooks (XLSX, and the older XLS): sheets with a header in row 1, cells as the text a reader sees."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import polars as pl

from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.text import clean
from qingce.shared.intake.tables import ROW, FileKind, Table, trim_columns, unique_names, unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from python_calamine import CalamineWorkbook

_DIGITS_OF_A_SPREADSHEET = 15
_LONGEST_NAME = 40


def read(path: Path) -> list[Table]:
    """The tables of a workbook, one per sheet with a header and rows.

    Raises: UnreadableFile: damaged, or protected by a password; DuplicateColumns.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        with CalamineWorkbook.from_path(path) as book:
            names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            # One sheet after another: cells as Python sees them take several times the room of a table.
            tables = [_table(_short_name(name, place), _cells(book, name), path) for place, name in enumerate(names, 1)]
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, QingceError):
            raise
        raise unreadable(path, "workbook-locked", "the workbook is damaged or protected by a password") from error
    return [table for table in tables if table is not None]


def _cells(book: CalamineWorkbook, sheet: str) -> list[list[Any]]:
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _short_name(name: str, place: int) -> str:
    """A sheet's name; one longer than spreadsheet programs allow (31 characters) is cut and numbered."""
    name = clean(name)
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}~{place}"


def _table(sheet: str, cells: list[list[Any]], path: Path) -> Table | None:
    if len(cells) <= 1:
        return None
    columns = unique_names([cell_text(cell) or "" for cell in cells[0]], path)
    series = {
        name: [cell_text(cell) for cell in column]
        for name, column in zip(columns, zip(*cells[1:], strict=True), strict=True)
    }
    rows = pl.Series(ROW, range(2, len(cells) + 1), dtype=pl.UInt32)
    frame = pl.DataFrame([rows, *(pl.Series(name, values, dtype=pl.String) for name, values in series.items())])
    kept, frame = trim_columns(columns, frame)
    return Table(sheet, kept, frame, kind=FileKind.XLSX)


def cell_text(cell: object) -> str | None:
    """The text of a cell: whole numbers without `.0`, dates as 2020-02-20, null when empty."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return None if cell is None else str(cell)


def _number_text(number: float) -> str:
    if number.is_integer() and abs(number) < 10**18:
        return str(int(number))
    return format(number, f".{_DIGITS_OF_A_SPREADSHEET}g")
