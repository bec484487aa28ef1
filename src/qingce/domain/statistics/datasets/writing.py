"""A whole data set as a file: written piece by piece, kept until something changes, given out as often as asked for."""

from __future__ import annotations

import csv
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.conf import settings

from qingce.domain.statistics.datasets.shapes import Asked, Dataset, Key, Kind, Value
from qingce.shared.changes.queries import written_changes
from qingce.shared.intake.queries import formula_safe

PIECE = 2_000
FORMS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
_BOM = "\ufeff"  # by which spreadsheets know the encoding
_MAKING = "making-"
_LEFT_S = 24 * 3600  # what was being made so long ago, its process did not live to the end


def version_of(found: Dataset, *, on: date) -> str:
    """Changes whenever the rows could have: with every write, every day and every column; one query."""
    columns = ",".join(each.name for each in found.columns)
    return hashlib.sha256(f"{found.name} {columns} {on} {written_changes()}".encode()).hexdigest()[:16]


def open_dataset(found: Dataset, form: str, *, version: str, on: date) -> IO[bytes]:
    """A data set as a file, made if there is none of this version yet; two queries for each piece or so.

    Args: version: as it was before the first row is read, so that a later write makes it anew.
    """
    folder = Path(settings.HOME) / "bulk"
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / f"{found.name}.{version}.{form}"
    try:
        return path.open("rb")
    except FileNotFoundError:
        pass
    with NamedTemporaryFile(dir=folder, prefix=_MAKING, suffix=f".{form}", delete=False) as made:
        target = Path(made.name)
    try:
        _WRITERS[form](found, target, on)
        body = target.open("rb")
        target.replace(path)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    _tidy(folder, path, f"{found.name}.*.{form}")
    return body


def _tidy(folder: Path, kept: Path, pattern: str) -> None:
    """Former versions go; whoever is reading one keeps it."""
    old = [each for each in folder.glob(pattern) if each != kept]
    old += [each for each in folder.glob(f"{_MAKING}*") if time.time() - each.stat().st_mtime > _LEFT_S]
    for each in old:
        each.unlink(missing_ok=True)


def _pieces(found: Dataset, on: date) -> Iterator[Sequence[tuple[Value, ...]]]:
    after: Key = ()
    while True:
        piece = found.read(Asked(on=on, after=after, limit=PIECE))
        yield piece.rows
        if not piece.after:
            return
        after = piece.after


def _write_csv(found: Dataset, target: Path, on: date) -> None:
    with target.open("w", encoding="utf-8", newline="") as text:
        text.write(_BOM)
        writer = csv.writer(text)
        writer.writerow([each.name for each in found.columns])
        for rows in _pieces(found, on):
            writer.writerows([_cell(each) for each in row] for row in rows)


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return formula_safe(value) if isinstance(value, str) else str(value)


def _write_jsonl(found: Dataset, target: Path, on: date) -> None:
    names = [each.name for each in found.columns]
    with target.open("w", encoding="utf-8") as text:
        for rows in _pieces(found, on):
            for row in rows:
                told = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str)
                text.write(f"{told}\n")


def _write_parquet(found: Dataset, target: Path, on: date) -> None:
    """By way of lines, which the engine reads and writes a part at a time."""
    import polars as pl

    types = {
        Kind.INTEGER: pl.Int64(), Kind.NUMBER: pl.Float64(), Kind.BOOLEAN: pl.Boolean(), Kind.DATE: pl.Date(),
    }  # fmt: skip
    schema = {each.name: types.get(each.kind, pl.String()) for each in found.columns}
    lines = target.with_suffix(".jsonl")
    try:
        _write_jsonl(found, lines, on)
        if not lines.stat().st_size:
            pl.DataFrame(schema=schema).write_parquet(target)
            return
        dates = [name for name, kind in schema.items() if kind == pl.Date()]
        read = pl.scan_ndjson(lines, schema={**schema, **dict.fromkeys(dates, pl.String())})
        read.with_columns(pl.col(dates).str.to_date("%Y-%m-%d")).sink_parquet(target)
    finally:
        lines.unlink(missing_ok=True)


_WRITERS: Mapping[str, Callable[[Dataset, Path, date], None]] = {
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
}
