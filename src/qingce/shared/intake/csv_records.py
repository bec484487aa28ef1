"""The records of a CSV text: blocks cut between records, and records read with care where quotes are out of order."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qingce.shared.intake.errors import OpenQuote
from qingce.shared.intake.tables import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qingce.pure.kernel.errors import InvalidValue

_MOST_BROKEN_ROWS = 100
# A text in quotes ends within that; what does not is a quote that was never closed.
_LONGEST_QUOTED = 4 * 1024 * 1024
_MOST_LINES_QUOTED = 2000
csv.field_size_limit(256 * 1024 * 1024)


@dataclass(frozen=True)
class CsvRecords:
    """Whole records of a file.

    Args:
        text: UTF-8 with line feeds.
        count: how many records; lines in quotes are not counted, empty lines are.
        separators: how many stand outside quotes.
        is_regular: quotes stand around whole cells only, each one closed.
        broken: how many records have a quote that does not close.
    """

    text: bytes
    separator: str
    count: int
    separators: int
    is_regular: bool
    broken: int = 0

    def records(self) -> Iterator[tuple[list[str], InvalidValue | None]]:
        """The cells of each record, and what is wrong with its quotes; after a broken one the next line is read."""
        return _records(self.text.decode(), self.separator)


def record_blocks(text: Iterator[bytes], separator: str, path: Path) -> Iterator[CsvRecords]:
    """Blocks of lines cut anew between records.

    Raises: UnreadableFile: quotes do not close in more rows than not.
    """
    rest = b""
    broken = rows = 0
    last: bytes | None = b""
    while last is not None:
        last = next(text, None)
        buffer = rest + last if last else rest
        end = len(buffer) if last is None else _end_of_records(buffer)
        if not end and len(buffer) < _LONGEST_QUOTED:
            rest = buffer
            continue
        buffer, rest = buffer[: end or len(buffer)], buffer[end:] if end else b""
        if not buffer:
            continue
        part = _part(buffer, separator)
        broken += part.broken
        rows += part.count
        if broken > _MOST_BROKEN_ROWS and 2 * broken > rows:
            raise unreadable(path, "quotes", "quotes do not close in more than 100 rows")
        yield part


def _end_of_records(buffer: bytes) -> int:
    """Where the last whole record ends: the last line end with as many quotes opened as closed before it; 0: none."""
    quotes = buffer.count(b'"')
    end = len(buffer) if buffer.endswith(b"\n") else buffer.rfind(b"\n") + 1
    while end and quotes % 2:
        before = buffer.rfind(b"\n", 0, end - 1) + 1
        quotes -= buffer.count(b'"', before, end)
        end = before
    return end


def _part(buffer: bytes, separator: str) -> CsvRecords:
    plain = _quoted(separator).sub(b"", buffer) if b'"' in buffer else buffer
    if b'"' in plain:
        errors = [error for _, error in _records(buffer.decode(), separator)]
        return CsvRecords(buffer, separator, len(errors), 0, is_regular=False, broken=len(errors) - errors.count(None))
    count = plain.count(b"\n") + (not buffer.endswith(b"\n"))
    return CsvRecords(buffer, separator, count, plain.count(separator.encode()), is_regular=True)


@cache
def _quoted(separator: str) -> re.Pattern[bytes]:
    """A cell in quotes, from one separator or line end to the next."""
    mark = re.escape(separator).encode()
    return re.compile(rb"(?:(?<=[" + mark + rb'\n])|\A)"[^"]*(?:""[^"]*)*"(?=[' + mark + rb"\n]|\Z)")


class _Lines:
    """Lines for one record after another; a record that goes on too long is cut off, so that its quote is found."""

    def __init__(self, text: str) -> None:
        self._lines = _split(text)
        self.place = 0
        self._until = 0

    def begin(self) -> None:
        self._until = self.place + _MOST_LINES_QUOTED

    def back_to(self, place: int) -> str:
        """Goes on after the line at this place; returns it."""
        self.place = place + 1
        return self._lines[place]

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.place >= min(self._until, len(self._lines)):
            raise StopIteration
        self.place += 1
        return self._lines[self.place - 1]


def _split(text: str) -> list[str]:
    """Lines by line feeds alone: other line ends are text."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _records(text: str, separator: str) -> Iterator[tuple[list[str], InvalidValue | None]]:
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        start = lines.place
        lines.begin()
        try:
            cells = next(reader, None)
        except csv.Error:
            yield [lines.back_to(start)], OpenQuote()
            reader = csv.reader(lines, delimiter=separator, strict=True)
            continue
        if cells is None:
            return
        yield cells, None
