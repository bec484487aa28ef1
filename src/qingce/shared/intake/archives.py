"""Workbooks and documents before they are opened: what they are, what they unpack to, how far their sheets reach.

A reader builds every cell between A1 and the farthest one, and believes what an archive says of its own size. Both are
looked at first, on the bytes as they unpack.
"""

from __future__ import annotations

import mmap
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from operator import methodcaller
from typing import TYPE_CHECKING
from xml.parsers import expat

from qingce.pure.kernel.errors import QingceError
from qingce.shared.intake import tables
from qingce.shared.intake.errors import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from qingce.shared.intake.tables import FileKind

MAX_CELLS = 15_000_000  # a reader takes some 100 bytes for each that is filled, 30 for each that is not
_LOCKED, _DOC = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
_XLS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
MAX_DOCUMENT_BYTES = 128 * 1024**2
DOCUMENT = "word/document.xml"
_CHUNK = 4 * 1024 * 1024
_LOCAL_HEADER = struct.Struct("<26xHH")
_REFERENCE = re.compile(rb' r="([A-Z]{1,3}[0-9]{1,10})"')
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIGURES = b"0123456789"
# All that the readers of archives and of XML raise on bytes that somebody else wrote.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, OSError, EOFError, ValueError, NotImplementedError,
)  # fmt: skip
# Ways of writing a cell that no spreadsheet program uses; a sheet with one of them is read element by element.
_ODD_CELL = re.compile(rb"<c[>/\t\n\r]|:c[ >/\t\n\r]")


@dataclass
class _Reach:
    """How far a sheet reaches from A1; `is_odd`: it cannot be told from the text of its cells alone."""

    columns: int = 0
    rows: int = 0
    is_sheet: bool = False
    is_odd: bool = False

    def add(self, text: bytes) -> None:
        cells = _REFERENCE.findall(text)
        self.is_sheet |= b"sheetData" in text
        self.is_odd |= text.count(b"<c ") != len(cells) or _has_odd_cells(text, len(cells))
        if cells:
            columns = set(map(methodcaller("rstrip", _FIGURES), cells))
            rows = set(map(methodcaller("lstrip", _LETTERS), cells))
            self.reach(max(map(_column_number, columns)), max(map(int, rows)))

    def reach(self, column: int, row: int) -> None:
        self.columns = max(self.columns, column)
        self.rows = max(self.rows, row)


def _has_odd_cells(text: bytes, cells: int) -> bool:
    # Counting is ten times faster than the pattern, and nearly always enough.
    return (text.count(b"<c") != cells or b":c" in text) and _ODD_CELL.search(text) is not None


def check_archive(path: Path) -> FileKind:
    """What an archive is, if it can be opened within bounds.

    Cost: its unpacking once more, and about 1 µs per cell; memory for one part of the file.
    Raises: UnreadableFile: damaged; UnknownFormat: neither workbook nor document, or a binary one; TooLarge: it unpacks
        to more than `MAX_UNPACKED_BYTES`, or its sheets reach over more than `MAX_CELLS`.
    """
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            entries = archive.infolist()
            kind = _kind({entry.filename for entry in entries}, path)
            _check_size(sum(entry.file_size for entry in entries), path)
            _check_entries(file, entries, path)
    except _DAMAGED as error:
        if isinstance(error, QingceError):
            raise
        raise tables.unreadable(path, "workbook", "the workbook is damaged or cut off") from error
    return kind


def check_compound(path: Path) -> FileKind:
    """What a file of older Office programs is, told by the names of the streams within.

    Raises: LockedFile: a newer one under a password; UnknownFormat: no workbook; UnreadableFile.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(_LOCKED) >= 0:
            raise tables.locked(path)
        if any(content.find(name) >= 0 for name in _XLS):
            return tables.FileKind.XLSX
        if content.find(_DOC) >= 0:
            raise tables.unknown(path, "doc", "a document of an older Word")
    raise tables.unreadable(path, "workbook", "the workbook is damaged or cut off")


def _kind(names: set[str], path: Path) -> FileKind:
    if "xl/workbook.bin" in names:
        raise tables.unknown(path, "format", "XLSB")
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return tables.FileKind.XLSX
    if DOCUMENT in names:
        return tables.FileKind.DOCX
    if "content.xml" in names and "mimetype" in names:
        return tables.FileKind.XLSX
    raise tables.unknown(path, "archive", "an archive without a workbook or document in it")


def _check_size(size: int, path: Path, limit: int | None = None) -> None:
    limit = limit or tables.MAX_UNPACKED_BYTES
    if size > limit:
        raise TooLarge(
            f"{path.name} unpacks to {size:,} bytes; one run takes in {limit:,}. Split the file.",
            cause="unpacked", file=path.name, size_mb=tables.megabytes(size), limit_mb=tables.megabytes(limit),
        )  # fmt: skip


def _check_entries(file: BinaryIO, entries: list[zipfile.ZipInfo], path: Path) -> None:
    size = cells = 0
    for entry in entries:
        reach = _Reach()
        rest = b""
        for chunk in _unpacked(file, entry):
            _check_size(size := size + len(chunk), path)
            if entry.filename == DOCUMENT:
                _check_size(size, path, MAX_DOCUMENT_BYTES)
            text, rest = _whole_elements(rest + chunk)
            if b"<!ENTITY" in text:
                raise ValueError("entities: no program of an office writes any")
            reach.add(text)
        reach.add(rest)
        if entry.filename == "content.xml":
            far = _read_open_reach(file, entry)
            _check_cells(cells := cells + far.columns * far.rows, far, path)
        if reach.is_sheet:
            far = _read_reach(file, entry) if reach.is_odd else reach
            _check_cells(cells := cells + far.columns * far.rows, far, path)


def _check_cells(cells: int, far: _Reach, path: Path) -> None:
    if cells > MAX_CELLS:
        corner = f"{_column_name(far.columns)}{far.rows}"
        raise TooLarge(
            f"{path.name} reaches down to cell {corner}, {cells:,} cells; one run takes in {MAX_CELLS:,}. Often a "
            "single cell far outside was filled by mistake: clear it, or save the sheet as CSV (UTF-8).",
            cause="cells", file=path.name, corner=corner, cells=f"{cells:,}", limit=f"{MAX_CELLS:,}",
        )  # fmt: skip


def _unpacked(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of an entry as they unpack; what the archive declares of their number is not believed."""
    file.seek(entry.header_offset)
    name, extra = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    file.seek(name + extra, 1)
    left = entry.compress_size
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise ValueError("packed in a way that workbooks are not")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := file.read(min(_CHUNK, left))):
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        while packed and not inflate.eof:
            yield inflate.decompress(packed, _CHUNK)
            packed = inflate.unconsumed_tail


def _whole_elements(text: bytes) -> tuple[bytes, bytes]:
    """A text up to its last whole tag, and the rest."""
    end = text.rfind(b">") + 1
    return text[:end], text[end:]


def _read_reach(file: BinaryIO, entry: zipfile.ZipInfo) -> _Reach:
    """How far a sheet reaches, told element by element: places that are not written follow from those before."""
    far = _Reach()
    row = column = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        element = name.rpartition(":")[2]
        if element == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif element == "c":
            place = attributes.get("r", "").upper().encode()
            column = _column_number(place.rstrip(_FIGURES)) if place else column + 1
            row = int(place.lstrip(_LETTERS)) if place else max(row, 1)
            far.reach(column, row)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    for chunk in _unpacked(file, entry):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return far


def _read_open_reach(file: BinaryIO, entry: zipfile.ZipInfo) -> _Reach:
    """How far the sheets of an ODS reach: rows and cells there are written once and told to repeat."""
    far = _Reach()
    row = column = rows = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, rows
        element = name.rpartition(":")[2]
        if element == "table":
            row = rows = 0
        elif element == "table-row":
            row, column = row + rows, 0
            rows = _repeats(attributes, "number-rows-repeated")
        elif element in {"table-cell", "covered-table-cell"}:
            column += _repeats(attributes, "number-columns-repeated")
            if any(key.endswith(":value-type") for key in attributes):
                far.reach(column, row + rows)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    for chunk in _unpacked(file, entry):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return far


def _repeats(attributes: dict[str, str], name: str) -> int:
    return int(next((value for key, value in attributes.items() if key.endswith(f":{name}")), 1))


def _column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _column_name(number: int) -> str:
    name = ""
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name
