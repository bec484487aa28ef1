"""JSON Lines: one object per line, figures kept as written, lists and objects as their JSON text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from qingce.shared.intake.errors import UnreadableLine
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
    from pathlib import Path

_UNREADABLE = "_line"
_LONGEST_SHOWN = 2000


def read(path: Path, *, language: str) -> list[Table]:
    """The one table of a JSON Lines file; columns in the order in which they first appear.

    A line that is not an object stays in the column `_line` and is named as a problem.

    Args: language: zh or en, of those problems.
    Raises: UnreadableFile: not UTF-8.
    """
    rows: list[dict[str, Any]] = []
    numbers: list[int] = []
    problems: list[RowError] = []
    for row, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        values, error = _object(line)
        if error:
            problems.append(RowError(row, line[:_LONGEST_SHOWN], error))
        rows.append(values)
        numbers.append(row)
    columns = unique_names(list(dict.fromkeys(name for values in rows for name in values)), path)
    data = {name: [_text(values.get(name)) for values in rows] for name in columns}
    frame = pl.DataFrame({ROW: numbers, **data}, schema={ROW: pl.UInt32, **dict.fromkeys(columns, pl.String)})
    kept, frame = trim_columns(columns, frame)
    return [Table("", kept, frame, told(problems, language), FileKind.JSONL)]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise unreadable(path, "json-encoding", "JSON Lines must be UTF-8") from error


def _object(line: str) -> tuple[dict[str, Any], UnreadableLine | None]:
    try:
        value = json.loads(line, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        detail = f"The line is not JSON ({error}); write one object per line."
        return {_UNREADABLE: line.strip()}, UnreadableLine(detail, cause="json", position=getattr(error, "pos", 0) + 1)
    if not isinstance(value, dict):
        detail = 'The line is not an object; write {"column": "value", …}.'
        return {_UNREADABLE: line.strip()}, UnreadableLine(detail, cause="object")
    if any(isinstance(each, list | dict) for each in value.values()):
        value |= {name: each for name, each in json.loads(line).items() if isinstance(each, list | dict)}
    return value, None


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)
