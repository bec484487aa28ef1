"""Saved copies of what came in: the bytes as received, named by their digest, and their rows for quick reading."""

from __future__ import annotations

import hashlib
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from django.conf import settings

from qingce.shared.intake.disk import room_on_disk, written_whole
from qingce.shared.intake.errors import RowNotSaved
from qingce.shared.intake.tables import ROW, read_tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from qingce.shared.intake.tables import Table

_CHUNK = 8 * 1024 * 1024
_ROWS_PER_GROUP = 20_000


def copy_path(sha256: str) -> Path:
    """Where the saved copy with this digest lies: bytes as received."""
    return Path(settings.HOME) / "copies" / sha256[:2] / sha256


def rejects_folder(batch_id: int) -> Path:
    """Where the rejected rows of a batch lie, for download."""
    return Path(settings.HOME) / "rejects" / str(batch_id)


def rejects_files(batch_id: int) -> list[Path]:
    """The files of a batch's rejected rows, one per sheet, by name."""
    folder = rejects_folder(batch_id)
    return sorted(folder.iterdir()) if folder.is_dir() else []


def save_copy(path: Path, tables: Sequence[Table] | None = None) -> str:
    """Keeps the bytes of a file, and its rows, under their digest; keeping it twice changes nothing.

    Args: tables: what `read_tables` gave for this path, if it is already at hand.
    Returns: SHA-256 of the bytes as 64 hexadecimal digits.
    Raises: DiskFull; what `read_tables` raises.
    """
    sha256 = keep_bytes(path)
    _save_rows(sha256, tables if tables is not None else read_tables(path))
    return sha256


def keep_bytes(path: Path) -> str:
    """Keeps the bytes of a file under their digest.

    Returns: SHA-256 as 64 hexadecimal digits.
    Raises: DiskFull: nothing half-written stays.
    """
    sha256 = file_sha256(path)
    target = copy_path(sha256)
    with room_on_disk(Path(settings.HOME)):
        target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        with written_whole(target) as temporary, path.open("rb") as source, temporary.open("wb") as copy:
            while chunk := source.read(_CHUNK):
                copy.write(chunk)
    return sha256


@contextmanager
def named_copy(sha256: str, file_name: str) -> Iterator[Path]:
    """The saved copy under the name its file had, so that what is said about it names it as people know it.

    Raises: RowNotSaved: there is no such copy.
    """
    copy = copy_path(sha256)
    if not copy.exists():
        raise RowNotSaved("The saved copy of the file is gone; bring the file in again.", sheet="", row=0)
    with tempfile.TemporaryDirectory(dir=copy.parent, prefix=".named-") as folder:
        named = Path(folder) / _safe_name(file_name)
        named.symlink_to(copy)
        yield named


def _safe_name(name: str) -> str:
    """A file name without folders, short enough for every file system."""
    name = re.sub(r"[\x00-\x1f/\\]", "_", name).strip(". ") or "file"
    stem, dot, suffix = name.rpartition(".")
    return f"{(stem or suffix)[:60]}{dot if stem else ''}{suffix[:10] if stem else ''}"


def file_sha256(path: Path) -> str:
    """SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_row(sha256: str, sheet: str, row: int, *, columns: Collection[str]) -> dict[str, str]:
    """One row of a saved copy, as text under the file's own column names; empty cells are left out.

    Args: columns: those that may be read; one that the file lacks is passed over.
    Raises: RowNotSaved: no copy, no sheet or no row of that number.
    """
    rows = _rows_path(sha256, sheet)
    if not rows.exists() and copy_path(sha256).exists():
        _save_rows(sha256, read_tables(copy_path(sha256)))
    found = _find(rows, row, columns) if rows.exists() else pl.DataFrame()
    if found.is_empty():
        raise RowNotSaved(f"The saved copy has no row {row}.", sheet=sheet, row=row)
    return {name: value for name, value in found.drop(ROW).row(0, named=True).items() if value is not None}


def _find(rows: Path, row: int, columns: Collection[str]) -> pl.DataFrame:
    # Rows lie in order: the file's own statistics lead to the one group that holds the row.
    saved = pl.scan_parquet(rows)
    names = [name for name in saved.collect_schema().names() if name in columns]
    return saved.filter(pl.col(ROW) == row).select(ROW, *names).collect()


def _rows_path(sha256: str, sheet: str) -> Path:
    name = hashlib.sha256(sheet.encode()).hexdigest()[:8]
    return copy_path(sha256).with_name(f"{sha256}.{name}.parquet")


def _save_rows(sha256: str, tables: Sequence[Table]) -> None:
    for table in tables:
        target = _rows_path(sha256, table.sheet)
        if not target.exists():
            with written_whole(target) as temporary:
                table.lazy().sink_parquet(
                    temporary, compression="zstd", compression_level=1, row_group_size=_ROWS_PER_GROUP
                )
