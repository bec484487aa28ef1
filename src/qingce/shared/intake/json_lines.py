"""JSON Lines: one object per line, figures kept as written, lists and objects as their JSON text."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl

from qingce.shared.intake.errors import TooLarge, UnreadableLine
from qingce.shared.intake.tables import (
    ROW,
    FileKind,
    RowError,
    Table,
    told,
    trim_columns,
    unique_names,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_COLUMNS = 2000
_UNREADABLE = "_line"
_LONGEST_SHOWN = 2000
_LINES_TOGETHER = 20_000
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")

_Row = dict[str, str | None]


def read(path: Path, *, language: str) -> list[Table]:
    """The one table of a JSON Lines file; columns in the order in which they first appear.

    A line that is not an object stays in the column `_line` and is named as a problem. Lines are read a part at a
    time: beside the table only one part is in memory.

    Args: language: zh or en, of those problems.
    Raises: UnreadableFile: not UTF-8; TooLarge: more than `MAX_COLUMNS` names; DuplicateColumns.
    """
    parts: list[pl.DataFrame] = []
    problems: list[RowError] = []
    names: dict[str, None] = {}
    lines = _lines(path)
    while together := list(islice(lines, _LINES_TOGETHER)):
        rows = [_read_line(line, row, problems) for row, line in together]
        names |= dict.fromkeys(name for values in rows for name in values)
        _check_width(names, path)
        parts.append(_frame([row for row, _ in together], rows))
    given = [name for name in names if name != ROW]
    columns = unique_names(list(names), path)
    frame = pl.concat(parts, how="diagonal") if parts else _frame([], [])
    kept, frame = trim_columns(columns, frame.select(ROW, *given).rename(dict(zip(given, columns, strict=True))))
    return [Table("", kept, frame, told(problems, language), FileKind.JSONL)]


def _frame(numbers: list[int], rows: list[_Row]) -> pl.DataFrame:
    names = dict.fromkeys(name for values in rows for name in values if name != ROW)
    data = {name: [values.get(name) for values in rows] for name in names}
    return pl.DataFrame({ROW: numbers, **data}, schema={ROW: pl.UInt32, **dict.fromkeys(names, pl.String)})


def _check_width(names: dict[str, None], path: Path) -> None:
    if len(names) > MAX_COLUMNS:
        raise TooLarge(
            f"{path.name} names more than {MAX_COLUMNS} columns; give every line the same few names.",
            cause="columns", file=path.name, limit=MAX_COLUMNS,
        )  # fmt: skip


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their numbers."""
    with path.open("rb") as file:
        for row, raw in enumerate(file, 1):
            try:
                line = raw.decode("utf-8-sig" if row == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise unreadable(path, "json-encoding", "JSON Lines must be UTF-8") from error
            if line.strip():
                yield row, line


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
