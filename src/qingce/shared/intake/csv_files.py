"""CSV as people save it: encodings, separators, line breaks in quotes, rows of the wrong length."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

import polars as pl

from qingce.shared.intake.errors import OpenQuote, WrongRowLength
from qingce.shared.intake.tables import (
    ROW,
    FileKind,
    RowError,
    Table,
    empty,
    told,
    trim_columns,
    unique_names,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SEPARATORS = ",;\t|"
_CHUNK = 8 * 1024 * 1024
_MOST_BROKEN_ROWS = 100
_HEADER_CHARACTERS = 262_144
_EXTRA = "__extra__"
csv.field_size_limit(64 * 1024 * 1024)


def read(path: Path, *, language: str) -> list[Table]:
    """The one table of a CSV file.

    Rows of another length than the header are kept as far as the header reaches and named as problems.

    Args: language: zh or en, of those problems.
    Raises: UnreadableFile, EmptyFile, DuplicateColumns.
    """
    source = _utf8(path)
    separator, header = _header(source, path)
    columns = unique_names(header, path)
    try:
        frame, ragged = _read_whole(source, columns, separator)
    except pl.exceptions.PolarsError:
        frame, ragged = _read_broken(source, columns, separator, path)
    kept, rows = trim_columns(columns, frame)
    return [Table("", kept, rows, told(ragged, language), FileKind.CSV)]


def _utf8(path: Path) -> Path | bytes:
    """The path itself when the file is UTF-8 with line feeds, else its text as such."""
    with path.open("rb") as file:
        head = file.read(len(codecs.BOM_UTF16_LE))
    if head in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return _line_feeds(_recoded(path, "utf-16"))
    if not _is_utf8(path):
        return _line_feeds(_recoded(path, "gb18030"))
    return _line_feeds(path.read_bytes()) if _has_bare_returns(path) else path


def _has_bare_returns(path: Path) -> bool:
    """Whether a line ends as on old Macs; the engine and Python's reader would count such rows differently."""
    bare, last = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            bare += chunk.count(b"\r") - chunk.count(b"\r\n") - (last == b"\r" and chunk[:1] == b"\n")
            last = chunk[-1:]
    return bare > 0


def _line_feeds(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _recoded(path: Path, encoding: str) -> bytes:
    try:
        return path.read_bytes().decode(encoding).removeprefix("\ufeff").encode()
    except UnicodeDecodeError as error:
        raise unreadable(path, "encoding", "its text is neither UTF-8 nor GB18030 (GBK)") from error


def _open_text(source: Path | bytes) -> io.TextIOWrapper:
    raw = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    return io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")


def _header(source: Path | bytes, path: Path) -> tuple[str, list[str]]:
    """The separator that splits the header into most columns, and the header."""
    with _open_text(source) as file:
        start = file.read(_HEADER_CHARACTERS)
    headers = {each: next(csv.reader(io.StringIO(start), delimiter=each), []) for each in _SEPARATORS}
    separator, header = max(headers.items(), key=lambda item: len(item[1]))
    if not any(name.strip() for name in header):
        raise empty(path)
    return separator, header


def _read_whole(source: Path | bytes, columns: tuple[str, ...], separator: str) -> tuple[pl.DataFrame, list[RowError]]:
    """The rows of a well-formed file; one more column than the header tells rows that are too long."""
    frame = pl.read_csv(
        source,
        has_header=False,
        separator=separator,
        schema=dict.fromkeys([*columns, _EXTRA], pl.String),
        missing_columns="insert",
        truncate_ragged_lines=True,
        row_index_name=ROW,
        row_index_offset=1,
        low_memory=True,
    )
    frame = frame.with_columns(pl.col(ROW).cast(pl.UInt32)).slice(1)
    # As many separators as full rows have: no row is short. Only else is every record counted, which is slower.
    is_full = _separators(source, separator) == (len(columns) - 1) * (frame.height + 1)
    is_regular = is_full and frame[_EXTRA].null_count() == frame.height
    return frame.drop(_EXTRA), [] if is_regular else _ragged(source, len(columns), separator)


def _separators(source: Path | bytes, separator: str) -> int:
    """How many separators stand outside quotes."""
    count = in_quotes = 0
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            parts = chunk.split(b'"')
            count += b"".join(parts[in_quotes::2]).count(separator.encode())
            in_quotes = (in_quotes + len(parts) - 1) % 2
    return count


def _ragged(source: Path | bytes, width: int, separator: str) -> list[RowError]:
    """Rows with more or fewer cells than the header: the engine fills or cuts them without a word."""
    with _open_text(source) as file:
        records = csv.reader(file, delimiter=separator)
        return [
            _ragged_row(row, cells, width)
            for row, cells in enumerate(records, 1)
            if len(cells) != width and cells and _is_ragged(cells, width)
        ]


def _is_ragged(cells: list[str], width: int) -> bool:
    """Empty cells too many at the end say nothing: spreadsheets write them."""
    return len(cells) < width or any(cells[width:])


def _ragged_row(row: int, cells: list[str], width: int) -> RowError:
    return RowError(row, "|".join(cells), WrongRowLength(len(cells), width))


def _read_broken(
    source: Path | bytes, columns: tuple[str, ...], separator: str, path: Path
) -> tuple[pl.DataFrame, list[RowError]]:
    """The rows of a file with quotes that don't close: slower, and each broken line is told."""
    with _open_text(source) as file:
        lines = file.readlines()
    rows: list[tuple[object, ...]] = []
    problems: list[RowError] = []
    width = len(columns)
    for row, (cells, is_broken) in enumerate(_records(lines, separator, path), 1):
        if is_broken:
            problems.append(RowError(row, cells[0].strip(), OpenQuote()))
        elif len(cells) != width and cells and _is_ragged(cells, width):
            problems.append(_ragged_row(row, cells, width))
        padded = [cell or None for cell in cells[:width]] + [None] * (width - len(cells))
        rows.append((row, *padded))
    schema = {ROW: pl.UInt32, **dict.fromkeys(columns, pl.String)}
    return pl.DataFrame(rows, schema=schema, orient="row").slice(1), problems


def _records(lines: list[str], separator: str, path: Path) -> Iterator[tuple[list[str], bool]]:
    """Records one after another; after a broken one reading goes on with the next line."""
    start = broken = 0
    while start < len(lines):
        read_before = 0
        reader = csv.reader(iter(lines[start:]), delimiter=separator, strict=True)
        try:
            for cells in reader:
                yield cells, False
                read_before = reader.line_num
        except csv.Error as error:
            broken += 1
            if broken > _MOST_BROKEN_ROWS:
                raise unreadable(path, "quotes", "quotes do not close in more than 100 rows") from error
            start += read_before + 1
            yield [lines[start - 1]], True
        else:
            return
