"""CSV as people save it: encodings, separators, line breaks in quotes, titles, rows of the wrong length."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from qingce.shared.intake.bodies import Body
from qingce.shared.intake.csv_records import CsvRecords, record_blocks
from qingce.shared.intake.errors import WrongRowLength
from qingce.shared.intake.layouts import HEAD_ROWS, find_layout
from qingce.shared.intake.odd_cells import without_odd_cells
from qingce.shared.intake.tables import ROW, FileKind, RowError, Table, TableStage, empty, unique_names
from qingce.shared.intake.text_blocks import FOREIGN, blocks, encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from qingce.shared.intake.layouts import Layout

_SEPARATORS = ",;\t|"
_HEAD_CHARACTERS = 1_048_576
_ROWS_COMPARED = 10
_EXTRA = "__extra__"


@dataclass(frozen=True)
class _Form:
    """How the rows of a file are written: their separator, where they begin, what their columns are called."""

    separator: str
    layout: Layout
    columns: tuple[str, ...]
    encoding: str


def read(path: Path, *, language: str) -> list[Table]:
    """The one table of a CSV file; beside its rows on the disk a few blocks are in memory.

    Rows of another length than the header are kept as far as the header reaches and named as problems; so are cells
    with NUL bytes, in another encoding than the file, or without end.

    Args: language: zh or en, of those problems.
    Raises: UnreadableFile, EmptyFile, DuplicateColumns, TooLarge, DiskFull.
    """
    encoding = encoding_of(path)
    text = blocks(path, encoding)
    first = next(text, b"")
    form = _form(first, path, encoding)
    stage = TableStage("", FileKind.CSV, language=language)
    body = Body(form.layout, form.columns)
    for frame, found in _parts(_again(first, text), form, path):
        stage.add(body.kept(frame, ROW), found)
    return [stage.table(form.columns, title=form.layout.title, left_out=body.left_out)]


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _form(first: bytes, path: Path, encoding: str) -> _Form:
    """How the file is written, told from its beginning."""
    start = first[:_HEAD_CHARACTERS].decode(errors="ignore").replace(FOREIGN, "")
    heads = {each: _head(start, each) for each in _SEPARATORS}
    separator, head = max(heads.items(), key=lambda item: _splits(item[1]))
    layout = find_layout(head)
    if layout is None:
        raise empty(path)
    return _Form(separator, layout, unique_names(layout.names, path), encoding)


def _head(start: str, separator: str) -> list[list[str]]:
    records = csv.reader(io.StringIO(start), delimiter=separator)
    head: list[list[str]] = []
    try:
        for cells in records:
            head.append(cells)
            if len(head) == HEAD_ROWS:
                break
    except csv.Error:  # a cell longer than Python reads
        pass
    return head


def _splits(head: list[list[str]]) -> tuple[int, int]:
    """How well a separator splits: the earlier, then the more columns."""
    widths = [len(cells) for cells in head[:_ROWS_COMPARED]]
    place = next((place for place, width in enumerate(widths) if width > 1), _ROWS_COMPARED)
    return -place, widths[place] if place < len(widths) else 1


def _parts(text: Iterator[bytes], form: _Form, path: Path) -> Iterator[tuple[pl.DataFrame, Iterable[RowError]]]:
    """The rows below the header, a block at a time, with what is wrong with them."""
    row = 1
    for part in record_blocks(text, form.separator, path):
        frame, found = _regular(part, form, row) if part.is_regular else _careful(part, form, row)
        row += part.count
        below = frame.filter(pl.col(ROW) >= form.layout.first_row)
        frame, odd = without_odd_cells(below, form.columns, text=part.text, encoding=form.encoding)
        yield frame, chain(found, odd)


def _regular(part: CsvRecords, form: _Form, row: int) -> tuple[pl.DataFrame, Iterable[RowError]]:
    """Rows whose quotes are in order; one more column than the header tells rows that are too long."""
    frame = pl.read_csv(
        part.text,
        has_header=False,
        separator=form.separator,
        schema=dict.fromkeys([*form.columns, _EXTRA], pl.String),
        missing_columns="insert",
        truncate_ragged_lines=True,
        row_index_name=ROW,
        row_index_offset=row,
        low_memory=True,
    )
    frame = frame.with_columns(pl.col(ROW).cast(pl.UInt32))
    # As many separators as full rows have: no row is short. Only else is every record counted, which is slower.
    is_full = part.separators == (len(form.columns) - 1) * frame.height
    is_full = is_full and frame[_EXTRA].null_count() == frame.height
    return frame.drop(_EXTRA), () if is_full else _ragged(part, form, row)


def _ragged(part: CsvRecords, form: _Form, row: int) -> Iterator[RowError]:
    """Rows with more or fewer cells than the header: the engine fills or cuts them without a word."""
    if b'"' not in part.text:
        yield from _ragged_lines(part, form, row)
        return
    for number, (cells, _) in enumerate(part.records(), row):
        if len(cells) != len(form.columns) and cells and _is_ragged(cells, len(form.columns)):
            yield _ragged_row(number, cells, len(form.columns))


def _ragged_lines(part: CsvRecords, form: _Form, row: int) -> Iterator[RowError]:
    """As `_ragged` for rows without quotes, of which each is a line: ten times faster."""
    lines = pl.DataFrame({"line": part.text.decode().split("\n")}).with_row_index(ROW, offset=row)
    line, separator, width = pl.col("line"), form.separator, len(form.columns)
    cells = line.str.count_matches(separator, literal=True) + 1
    filled = line.str.strip_chars_end(separator).str.count_matches(separator, literal=True) + 1
    odd = lines.filter((line != "") & ((cells < width) | (filled > width))).with_columns(cells.alias("cells"))
    for number, text, count in odd.iter_rows():
        yield RowError(number, text.replace(separator, "|"), WrongRowLength(count, width))


def _is_ragged(cells: list[str], width: int) -> bool:
    """Empty cells too many at the end say nothing: spreadsheets write them."""
    return len(cells) < width or any(cells[width:])


def _ragged_row(row: int, cells: list[str], width: int) -> RowError:
    return RowError(row, "|".join(cells), WrongRowLength(len(cells), width))


def _careful(part: CsvRecords, form: _Form, row: int) -> tuple[pl.DataFrame, Iterable[RowError]]:
    """Rows of which some have quotes that don't close: slower, and each broken line is told."""
    width = len(form.columns)
    rows: list[tuple[object, ...]] = []
    found: list[RowError] = []
    for number, (cells, error) in enumerate(part.records(), row):
        if error:
            found.append(RowError(number, cells[0].strip(), error))
        elif len(cells) != width and cells and _is_ragged(cells, width):
            found.append(_ragged_row(number, cells, width))
        rows.append((number, *(cell or None for cell in cells[:width]), *[None] * (width - len(cells))))
    schema = {ROW: pl.UInt32, **dict.fromkeys(form.columns, pl.String)}
    return pl.DataFrame(rows, schema=schema, orient="row"), found
