"""A table file as text columns: what every reader returns, and the choice of the reader by content."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from qingce.pure.kernel.wording import sentence
from qingce.shared.intake.enums import Problem
from qingce.shared.intake.errors import (
    DuplicateColumns,
    EmptyFile,
    LockedFile,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
)
from qingce.shared.intake.layouts import heading
from qingce.shared.intake.staging import Rows, Stage, StagingFolder, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from qingce.pure.kernel.errors import InvalidValue
    from qingce.shared.intake.layouts import LeftOut

ROW = "__row__"
PROBLEM_SCHEMA = pl.Schema(
    {"row": pl.UInt32, "column": pl.String, "code": pl.String, "value": pl.String, "detail": pl.String}
)
_LONGEST_TOLD = 2000
_TOLD_TOGETHER = 20_000
MAX_COLUMNS = 2000
MAX_BYTES = 2 * 1024**3
MAX_UNPACKED_BYTES = 2 * 1024**3
_PDF, _PDF_WITHIN = b"%PDF-", 1024
_ZIP, _OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHERS = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"PAR1": "Parquet",
    b"SQLite format 3": "SQLite",
    b"\x1f\x8b": "gzip",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"<!DOCTYPE": "HTML",
    b"<html": "HTML",
    b"<?xml": "XML",
}


class FileKind(StrEnum):
    """Formats of table files."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    DOCX = "docx"
    PDF = "pdf"


def no_problems() -> pl.DataFrame:
    """A table of problems without rows: row, column, code, value, detail."""
    return pl.DataFrame(schema=PROBLEM_SCHEMA)


def problems_frame(problems: Sequence[Problem]) -> pl.DataFrame:
    """Problems as a table: row, column, code, value, detail."""
    rows = [(each.row, each.column, each.code, each.value, each.detail) for each in problems]
    return pl.DataFrame(rows, schema=PROBLEM_SCHEMA, orient="row")


@dataclass(frozen=True)
class RowError:
    """What a reader found wrong with a row.

    Args: value: the row, or its beginning, as written. column: of the file; empty: the row as a whole.
    """

    row: int
    value: str
    error: InvalidValue
    column: str = ""


def told(found: Sequence[RowError], language: str) -> pl.DataFrame:
    """What readers found, as a table of problems in the language of the person."""
    return problems_frame(
        [
            Problem(each.row, each.column, each.error.code, each.value[:_LONGEST_TOLD], sentence(each.error, language))
            for each in found
        ]
    )


@dataclass(frozen=True)
class Table:
    """One table of a file. Its rows need not be in memory: work through `slices`.

    Args:
        sheet: name of the worksheet, or place in the document; empty for formats without sheets.
        columns: names as in the file, in its order; of a header of several rows the lowest name, with those above it
            before it and a space between where it would not be unique.
        rows: `__row__`: UInt32 row of the file, the first row being 1, and one String column per name, null where the
            cell is empty.
        found: rows not read as the header promises (row, column, code, value, detail); they stand in `rows` as far as
            readable.
        kind: format of the file.
        title: text above the table, line by line.
        left_out: rows that are not of the table: titles, repeated headers, totals, notes; the first of them.
    """

    sheet: str
    columns: tuple[str, ...]
    rows: Rows | pl.DataFrame
    found: Rows | pl.DataFrame = field(default_factory=no_problems)
    kind: FileKind = FileKind.CSV
    title: str = ""
    left_out: tuple[LeftOut, ...] = ()

    @property
    def height(self) -> int:
        """How many rows there are; those that could not be read as the header promises are counted too."""
        return self.rows.height

    @property
    def frame(self) -> pl.DataFrame:
        """All rows in memory: of small tables, and of slices."""
        return self.rows if isinstance(self.rows, pl.DataFrame) else self.rows.frame()

    @property
    def problems(self) -> pl.DataFrame:
        """All of `found` in memory: of small tables, and of slices."""
        return self.found if isinstance(self.found, pl.DataFrame) else self.found.frame()

    def lazy(self) -> pl.LazyFrame:
        """The rows for an engine that reads them part by part."""
        rows = self.rows.lazy()
        return rows.select(ROW, *self.columns)

    def head(self, rows: int) -> Table:
        """The first rows as a table of its own, in memory, with their problems."""
        return next(self.slices(rows), self)

    def slices(self, rows: int) -> Iterator[Table]:
        """The table in parts of at most so many rows, each in memory with its problems."""
        whole = rows_of(self.rows, ROW) if isinstance(self.rows, pl.DataFrame) else self.rows
        found = rows_of(self.found, "row") if isinstance(self.found, pl.DataFrame) else self.found
        for part in whole.slices(rows):
            yield replace(self, rows=part, found=found.between(part[ROW][0], part[ROW][-1]))


class TableStage:
    """A table while it is read: rows go in part by part, and need not fit in memory."""

    def __init__(self, sheet: str, kind: FileKind, *, language: str = "en") -> None:
        folder = StagingFolder()
        self._sheet = sheet
        self._kind = kind
        self._language = language
        self._rows = Stage(ROW, folder)
        self._found = Stage("row", folder)
        self._filled: set[str] = set()

    def add(self, frame: pl.DataFrame, found: Iterable[RowError] = ()) -> None:
        """Puts rows down, with what is wrong with them; what is wrong with other rows is not kept.

        Args: frame: `__row__` first, then String columns.
        Raises: DiskFull.
        """
        self._rows.add(frame)
        self._filled |= {column.name for column in frame if column.null_count() < frame.height}
        rest = iter(found)
        while some := list(islice(rest, _TOLD_TOGETHER)):
            problems = told(some, self._language)
            self._found.add(
                problems.join(frame.select(ROW), left_on="row", right_on=ROW, how="semi", maintain_order="left")
            )

    def table(self, columns: Sequence[str], *, title: str = "", left_out: Sequence[LeftOut] = ()) -> Table:
        """The table with these columns; those without a name in which nothing stands are dropped."""
        kept = tuple(name for name in columns if name in self._filled or not name.startswith("#"))
        schema = pl.Schema({ROW: pl.UInt32, **dict.fromkeys(kept, pl.String)})
        return Table(
            self._sheet,
            kept,
            self._rows.rows(schema),
            self._found.rows(PROBLEM_SCHEMA),
            self._kind,
            title,
            tuple(left_out),
        )


def read_tables(path: Path, *, language: str = "en") -> list[Table]:
    """The tables of a CSV, XLSX (XLS, ODS), JSON Lines, DOCX or PDF file, recognised by content, whatever its name.

    Rows of large files lie in a folder that goes away with the last of these tables, and of their slices.

    Args: language: zh or en, of what is said about rows that cannot be read.
    Returns: at least one table with at least one row.
    Raises: EmptyFile, TooLarge, UnknownFormat, UnreadableFile, LockedFile, NothingToRead, DuplicateColumns, DiskFull.
    """
    from qingce.shared.intake import csv_files, json_lines, pdf_files, word_files, workbooks

    size = path.stat().st_size
    if size > MAX_BYTES:
        raise TooLarge(
            f"{path.name} has {size:,} bytes; one run takes in {MAX_BYTES:,}. Split the file.",
            cause="file", file=path.name, size_mb=megabytes(size), limit_mb=megabytes(MAX_BYTES),
        )  # fmt: skip
    readers: dict[FileKind, Callable[[Path], list[Table]]] = {
        FileKind.CSV: partial(csv_files.read, language=language),
        FileKind.XLSX: partial(workbooks.read, language=language),
        FileKind.JSONL: partial(json_lines.read, language=language),
        FileKind.DOCX: partial(word_files.read, language=language),
        FileKind.PDF: partial(pdf_files.read, language=language),
    }
    tables = [table for table in readers[recognise(path)](path) if table.height]
    if not tables:
        raise empty(path)
    return tables


def recognise(path: Path) -> FileKind:
    """The format of a file, by its first bytes.

    Raises: EmptyFile: no bytes, or white space only; UnknownFormat: another kind of file; UnreadableFile, LockedFile,
        TooLarge: a workbook or document that cannot be opened, or not within bounds.
    """
    from qingce.shared.intake.archives import check_archive, check_compound

    with path.open("rb") as file:
        head = file.read(65536)
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise empty(path)
    if head.startswith(_ZIP):
        return check_archive(path)
    if head.startswith(_OLE2):
        return check_compound(path)
    if _PDF in head[:_PDF_WITHIN]:
        return FileKind.PDF
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, name in _OTHERS.items():
        if start.lower().startswith(magic.lower()):
            raise unknown(path, "html" if name == "HTML" else "format", name)
    if start.startswith(b"["):
        raise unknown(path, "json-array", "one JSON array; write one object per line (JSON Lines)")
    return FileKind.JSONL if start.startswith(b"{") else FileKind.CSV


def unique_names(names: Sequence[str], path: Path) -> tuple[str, ...]:
    """Column names of a header: cleaned, unnamed ones called `#<place>`, places counted from 1.

    Raises: DuplicateColumns; TooLarge: more than `MAX_COLUMNS`.
    """
    if len(names) > MAX_COLUMNS:
        raise TooLarge(
            f"{path.name} has {len(names):,} columns; {MAX_COLUMNS:,} can be taken in. Is the separator the right one?",
            cause="wide", file=path.name, columns=f"{len(names):,}", limit=f"{MAX_COLUMNS:,}",
        )  # fmt: skip
    named = tuple(_no_pattern(heading(name)) or f"#{place}" for place, name in enumerate(names, 1))
    twice = sorted(name for name, times in Counter(named).items() if times > 1)
    if twice or ROW in named:
        listed = ", ".join(twice or [ROW])
        raise DuplicateColumns(
            f"{path.name} has more than one column {listed}; give each column its own name.",
            file=path.name, columns=listed,
        )  # fmt: skip
    return named


def _no_pattern(name: str) -> str:
    """A name that the column engine would take for a pattern of names, with a full-width character in its place."""
    if name == "*":
        return "＊"
    return f"＾{name[1:]}" if name.startswith("^") and name.endswith("$") else name


def empty(path: Path) -> EmptyFile:
    """The error for a file in which there is no row."""
    return EmptyFile(f"{path.name} has no row below its header; is it the file you meant?", file=path.name)


def unreadable(path: Path, cause: str, why: str) -> UnreadableFile:
    """The error for a damaged file.

    Args: cause: chooses the sentence in other languages. why: half a sentence that follows a colon.
    """
    detail = f"{path.name} cannot be read: {why}. Save it again, or as CSV (UTF-8)."
    return UnreadableFile(detail, cause=cause, file=path.name)


def locked(path: Path) -> LockedFile:
    """The error for a file with a password."""
    detail = f"{path.name} is protected by a password; open it, take the password out, and save it again."
    return LockedFile(detail, file=path.name)


def unknown(path: Path, cause: str, what: str) -> UnknownFormat:
    """The error for a file of another kind.

    Args: cause: chooses the sentence in other languages. what: the kind, in English.
    """
    detail = f"{path.name} holds {what}; CSV, XLSX, DOCX, PDF with text and JSON Lines can be taken in."
    return UnknownFormat(detail, cause=cause, file=path.name, what=what)


def megabytes(size: int) -> str:
    """A size in bytes as whole MiB, for people."""
    return f"{size / 1024**2:,.0f}"
