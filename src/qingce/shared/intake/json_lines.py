"""JSON Lines: one object per line, figures kept as written, lists and objects as their JSON text."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

import polars as pl

from qingce.shared.intake.errors import TooLarge, UnreadableLine
from qingce.shared.intake.odd_cells import without_odd_cells
from qingce.shared.intake.tables import ROW, FileKind, RowError, Table, TableStage, unique_names
from qingce.shared.intake.text_blocks import blocks, encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qingce.shared.intake.text_blocks import Encoding

MAX_COLUMNS = 2000
_UNREADABLE = "_line"
_LONGEST_SHOWN = 2000
_LINES_TOGETHER = 20_000
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")

_Row = dict[str, str | None]


def read(path: Path, *, language: str) -> list[Table]:
    """The one table of a JSON Lines file; columns in the order in which they first appear.

    A line that is not an object stays in the column `_line` and is named as a problem. Lines are read a part at a
    time: beside its rows on the disk only one part is in memory.

    Args: language: zh or en, of those problems.
    Raises: UnreadableFile: of no known encoding; TooLarge: more than `MAX_COLUMNS` names, or a line without end;
        DuplicateColumns; DiskFull.
    """
    encoding = encoding_of(path)
    stage = TableStage("", FileKind.JSONL, language=language)
    names: dict[str, None] = {}
    for text, first, lines in _parts(path, encoding):
        found: list[RowError] = []
        read_lines = [(row, _read_line(line, row, found)) for row, line in enumerate(lines, first) if line.strip()]
        names |= dict.fromkeys(name for _, values in read_lines for name in values)
        _check_width(names, path)
        renamed = dict(zip(names, unique_names(list(names), path), strict=True))
        frame, odd = without_odd_cells(*_frame(read_lines, renamed), text=text, encoding=encoding)
        stage.add(_filled(frame), chain(found, odd))
    return [stage.table(unique_names(list(names), path))]


def _parts(path: Path, encoding: Encoding) -> Iterator[tuple[bytes, int, list[str]]]:
    """Some lines together: their text, the number of the first, and line by line."""
    row = 1
    for block in blocks(path, encoding):
        lines = block.decode().removesuffix("\n").split("\n")
        for start in range(0, len(lines), _LINES_TOGETHER):
            part = lines[start : start + _LINES_TOGETHER]
            yield block, row, part
            row += len(part)


def _frame(lines: Sequence[tuple[int, _Row]], renamed: dict[str, str]) -> tuple[pl.DataFrame, list[str]]:
    """The lines as columns under the names they have in the table, and these names."""
    names = list(dict.fromkeys(name for _, values in lines for name in values))
    numbers = pl.Series(ROW, [row for row, _ in lines], dtype=pl.UInt32)
    texts = [pl.Series(renamed[name], [values.get(name) for _, values in lines], dtype=pl.String) for name in names]
    return pl.DataFrame([numbers, *texts]), [renamed[name] for name in names]


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows in which something stands."""
    texts = [pl.col(name).is_not_null() for name in frame.columns if name != ROW]
    return frame.filter(pl.any_horizontal(texts)) if texts else frame.clear()


def _check_width(names: dict[str, None], path: Path) -> None:
    if len(names) > MAX_COLUMNS:
        raise TooLarge(
            f"{path.name} names more than {MAX_COLUMNS} columns; give every line the same few names.",
            cause="columns", file=path.name, limit=MAX_COLUMNS,
        )  # fmt: skip


def _read_line(line: str, row: int, problems: list[RowError]) -> _Row:
    """The texts of a line; one that cannot be read is noted, and stands under `_line`."""
    try:
        return _texts(line)
    except UnreadableLine as error:
        problems.append(RowError(row, line.strip()[:_LONGEST_SHOWN], error))
        return {_UNREADABLE: line.strip()}


def _texts(line: str) -> _Row:
    try:
        value = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
        if not isinstance(value, dict):
            raise UnreadableLine('The line is not an object; write {"column": "value", …}.', cause="object")
        if any(isinstance(each, list | dict) for each in value.values()):
            value |= {name: each for name, each in json.loads(line).items() if isinstance(each, list | dict)}
        texts = {name: _text(each) for name, each in value.items()}
    except RecursionError as error:
        detail = "The line holds lists within lists without end; write one plain object per line."
        raise UnreadableLine(detail, cause="nested") from error
    except json.JSONDecodeError as error:
        detail = f"The line is not JSON ({error}); write one object per line."
        raise UnreadableLine(detail, cause="json", position=error.pos + 1) from error
    except ValueError as error:
        if isinstance(error, UnreadableLine):
            raise
        # Python reads no whole number of more than 4,300 figures.
        detail = "A list in the line holds a number of thousands of figures; correct it."
        raise UnreadableLine(detail, cause="number") from error
    # Only what is written as \ud83d can be half a character: UTF-8 has none.
    return {_whole(name): text and (_whole(text) or None) for name, text in texts.items()} if r"\u" in line else texts


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _whole(text: str) -> str:
    r"""The text without halves of characters: JSON can write them (\ud83d), nothing can store them."""
    return _HALF_CHARACTERS.sub("", text)
