"""A text file in blocks of whole lines: UTF-8 with line feeds, whatever its encoding and size."""

from __future__ import annotations

import codecs
from enum import StrEnum
from typing import TYPE_CHECKING

from qingce.shared.intake.errors import TooLarge
from qingce.shared.intake.tables import megabytes, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 4 * 1024 * 1024
MAX_LINE = 128 * 1024 * 1024
# Never a character of a text; stands before what had to be read in another encoding than the file.
FOREIGN = "\ufdd0"
_SAMPLE = 64 * 1024
_LINES_COMPARED = 200_000
_MOSTLY = 0.9


class Encoding(StrEnum):
    """Encodings of text files."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"


_OTHER = {Encoding.UTF_8: Encoding.GB18030, Encoding.GB18030: Encoding.UTF_8}


def encoding_of(path: Path) -> Encoding:
    """The encoding of a text file: by its mark, by its bytes, or by what most of its lines can be read in.

    Raises: UnreadableFile: most lines that are not plain ASCII can be read in none.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if head.startswith(codecs.BOM_UTF16_LE):
        return Encoding.UTF_16_LE
    if head.startswith(codecs.BOM_UTF16_BE):
        return Encoding.UTF_16_BE
    return _without_mark(head) or _by_lines(path)


def _without_mark(head: bytes) -> Encoding | None:
    """UTF-16 shows in its separators, line ends and figures, of which every other byte is zero."""
    low, high = head[::2].count(0), head[1::2].count(0)
    few, many = sorted((low, high))
    is_zero = any(not first and not second for first, second in zip(head[::2], head[1::2], strict=False))
    if is_zero or not many or 20 * many < len(head) or 4 * few > many:
        return None
    return Encoding.UTF_16_LE if many == high else Encoding.UTF_16_BE


def _by_lines(path: Path) -> Encoding:
    """UTF-8 unless another encoding reads more lines; a few lines that it cannot read are told row by row."""
    compared = readable = 0
    counts = dict.fromkeys(_OTHER, 0)
    for block in _lines(_chunks(path), path):
        if block.isascii() or _reads(block, Encoding.UTF_8):
            counts[Encoding.UTF_8] += 0 if block.isascii() else block.count(b"\n")
            continue
        for line in block.split(b"\n"):
            if not line.isascii():
                reads = [each for each in counts if _reads(line, each)]
                compared += 1
                readable += bool(reads)
                # Lines of Chinese in UTF-8 often pass for GB18030, hardly ever the other way round.
                if reads:
                    counts[reads[0]] += 1
        if compared > _LINES_COMPARED:
            break
    if compared and readable < _MOSTLY * compared:
        raise unreadable(path, "encoding", "its text is neither UTF-8 nor GB18030 (GBK)")
    return max(counts, key=lambda each: counts[each])


def _reads(text: bytes, encoding: Encoding) -> bool:
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def blocks(path: Path, encoding: Encoding) -> Iterator[bytes]:
    """The text in blocks of whole lines, none empty; only the last may lack its line end.

    A line that cannot be read in the encoding is read in the other one, or with U+FFFD for what cannot be read at
    all, and has `FOREIGN` before its first character that is not ASCII.

    Raises: TooLarge: a line is longer than `MAX_LINE`.
    """
    chunks = _chunks(path)
    if encoding in _OTHER:
        for block in _lines(chunks, path):
            yield block if encoding is Encoding.UTF_8 and _reads(block, encoding) else _utf8(block, encoding)
        return
    decoded = codecs.iterdecode(chunks, encoding, errors="replace")
    yield from _lines((text.encode(errors="replace") for text in decoded), path)


def _utf8(block: bytes, encoding: Encoding) -> bytes:
    try:
        return block.decode(encoding).encode()
    except UnicodeDecodeError:
        return b"\n".join(_line(line, encoding) for line in block.split(b"\n"))


def _line(line: bytes, encoding: Encoding) -> bytes:
    if _reads(line, encoding):
        return line.decode(encoding).encode()
    other = _OTHER[encoding]
    text = line.decode(other) if _reads(line, other) else line.decode(encoding, errors="replace")
    place = next(place for place, character in enumerate(text) if not character.isascii())
    return (text[:place] + FOREIGN + text[place:]).encode()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        mark = file.read(len(codecs.BOM_UTF8))
        if mark != codecs.BOM_UTF8:
            file.seek(len(codecs.BOM_UTF16_LE) if mark[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else 0)
        while chunk := file.read(CHUNK):
            yield chunk


def _lines(chunks: Iterator[bytes], path: Path) -> Iterator[bytes]:
    """Chunks cut anew after line feeds; the line ends of Windows and of old Macs become line feeds."""
    parts: list[bytes] = []
    lines = waiting = 0
    last_return = False
    for raw in chunks:
        chunk = b"\r" + raw if last_return else raw
        last_return = chunk.endswith(b"\r")
        if last_return:
            chunk = chunk[:-1]
        if b"\r" in chunk:
            chunk = chunk.replace(b"\r\n", b"\n")
        if b"\r" in chunk:
            chunk = chunk.replace(b"\r", b"\n")
        end = chunk.rfind(b"\n") + 1
        if not end:
            parts.append(chunk)
            waiting += len(chunk)
            _check_line(waiting, lines, path)
            continue
        block = b"".join([*parts, chunk[:end]])
        lines += block.count(b"\n")
        parts, waiting = [chunk[end:]], len(chunk) - end
        yield block
    if rest := b"".join([*parts, b"\n" if last_return else b""]):
        yield rest


def _check_line(size: int, lines: int, path: Path) -> None:
    if size > MAX_LINE:
        raise TooLarge(
            f"{path.name} has more than {megabytes(MAX_LINE)} MB in line {lines + 1}; is a quote or line end missing?",
            cause="line", file=path.name, row=lines + 1, limit_mb=megabytes(MAX_LINE),
        )  # fmt: skip
