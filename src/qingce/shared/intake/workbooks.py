"""Workbooks (XLSX, ODS and the older XLS): sheets with their tables, cells as the text a reader sees."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.text import clean
from qingce.shared.intake.grids import read_grid
from qingce.shared.intake.layouts import Span
from qingce.shared.intake.tables import FileKind, Table, locked, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from python_calamine import CalamineSheet

_DIGITS_OF_A_SPREADSHEET = 15
_LONGEST_NAME = 40


def read(path: Path, *, language: str) -> list[Table]:
    """The tables of a workbook, one per sheet with a header and rows.

    Args: language: zh or en, of what is said about rows.
    Raises: LockedFile; UnreadableFile: damaged; DuplicateColumns; DiskFull.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        with CalamineWorkbook.from_path(path) as book:
            names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            # One sheet after another: a sheet takes several times the room of its table.
            tables = [
                _table(book.get_sheet_by_name(name), _short_name(name, place), path, language)
                for place, name in enumerate(names, 1)
            ]
    except PasswordError as error:
        raise locked(path) from error
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, QingceError):
            raise
        raise unreadable(path, "workbook", "the workbook is damaged or cut off") from error
    return [table for table in tables if table is not None]


def _table(sheet: CalamineSheet, name: str, path: Path, language: str) -> Table | None:
    # Of older formats the reader knows no merged cells; their gaps tell the same of headers.
    merged = sheet.merged_cell_ranges or []
    spans = [Span(top, left, bottom, right) for (top, left), (bottom, right) in merged]
    return read_grid(_rows(sheet), path=path, kind=FileKind.XLSX, sheet=name, spans=spans, language=language)


def _rows(sheet: CalamineSheet) -> Iterator[list[str | None]]:
    """The rows from the first, each from column A."""
    left: list[str | None] = [None] * (sheet.start[1] if sheet.start else 0)
    for cells in sheet.iter_rows():
        yield left + [cell_text(cell) for cell in cells]


def _short_name(name: str, place: int) -> str:
    """A sheet's name; one longer than spreadsheet programs allow (31 characters) is cut and numbered."""
    name = clean(name)
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}~{place}"


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
