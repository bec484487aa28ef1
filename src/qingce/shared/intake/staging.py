"""Rows that need not fit in memory: what grows beyond a bound lies in a folder that goes away with its last user."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import polars as pl
from django.conf import settings

from qingce.shared.intake.disk import room_on_disk

if TYPE_CHECKING:
    from collections.abc import Iterator

SPILL_BYTES = 64 * 1024 * 1024
_LOCK = ".lock"


class StagingFolder:
    """A folder for rows of one file, made at its first use; it goes with this object, or at the end of the program.

    After a kill nobody holds its lock any more, and the next folder that is made sweeps it away.
    """

    def __init__(self) -> None:
        self._path: Path | None = None
        self._files = 0

    def next_file(self) -> Path:
        """The path of a file that does not exist yet.

        Raises: DiskFull.
        """
        if self._path is None:
            with room_on_disk(settings.HOME):
                self._path, lock = _make_folder(Path(settings.HOME) / "staging")
            weakref.finalize(self, _remove, self._path, lock)
        self._files += 1
        return self._path / f"{self._files}.parquet"


def _make_folder(home: Path) -> tuple[Path, int]:
    """A new locked folder; folders whose owners are gone are removed first.

    One lock over the whole keeps a folder that is not locked yet from being swept away by somebody else.
    """
    home.mkdir(parents=True, exist_ok=True)
    gate = _lock(home / _LOCK, fcntl.LOCK_EX)
    try:
        for other in home.iterdir():
            if other.is_dir():
                _sweep(other)
        folder = Path(tempfile.mkdtemp(dir=home))
        return folder, _lock(folder / _LOCK, fcntl.LOCK_EX)
    finally:
        os.close(gate)


def _sweep(folder: Path) -> None:
    try:
        lock = _lock(folder / _LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # somebody works with it, or removes it at this moment
        return
    _remove(folder, lock)


def _lock(path: Path, how: int) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how)
    except OSError:
        os.close(handle)
        raise
    return handle


def _remove(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        os.close(lock)


@dataclass(frozen=True)
class _Piece:
    """Rows that follow one another: in memory, or in a file."""

    rows: pl.DataFrame | Path
    height: int
    first: int
    last: int

    def read(self) -> pl.DataFrame:
        return self.rows if isinstance(self.rows, pl.DataFrame) else pl.read_parquet(self.rows, memory_map=False)


@dataclass(frozen=True)
class Rows:
    """Rows in the order of their file, in memory or beside it.

    Args:
        number: the column that holds the number of the row in the file.
        schema: of what is read; columns that a piece lacks are null.
        folder: kept as long as the rows are.
    """

    number: str
    schema: pl.Schema
    pieces: tuple[_Piece, ...] = ()
    folder: StagingFolder | None = field(default=None, compare=False)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return sum(piece.height for piece in self.pieces)

    def frame(self) -> pl.DataFrame:
        """All rows in memory: for small files, and for parts of large ones."""
        return pl.concat([self.schema.to_frame(), *(self._read(piece) for piece in self.pieces)])

    def slices(self, rows: int) -> Iterator[pl.DataFrame]:
        """The rows in parts of at most so many; beside a part, one piece is in memory."""
        rest = self.schema.to_frame()
        for piece in self.pieces:
            rest = pl.concat([rest, self._read(piece)]) if rest.height else self._read(piece)
            while rest.height >= rows:
                yield rest.head(rows)
                rest = rest.slice(rows)
        if rest.height:
            yield rest

    def between(self, first: int, last: int) -> pl.DataFrame:
        """The rows with numbers from the first to the last, both included."""
        parts = [self._read(piece) for piece in self.pieces if piece.first <= last and piece.last >= first]
        whole = pl.concat([self.schema.to_frame(), *parts])
        return whole.filter(pl.col(self.number).is_between(first, last))

    def lazy(self) -> pl.LazyFrame:
        """The rows for an engine that reads them part by part."""
        parts = [
            piece.rows.lazy() if isinstance(piece.rows, pl.DataFrame) else pl.scan_parquet(piece.rows)
            for piece in self.pieces
        ]
        return pl.concat([self.schema.to_frame().lazy(), *parts], how="diagonal").select(self.schema.names())

    def _read(self, piece: _Piece) -> pl.DataFrame:
        frame = piece.read()
        return frame.select(
            pl.col(name) if name in frame.columns else pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in self.schema.items()
        )


def rows_of(frame: pl.DataFrame, number: str) -> Rows:
    """A table in memory as rows."""
    pieces = (_piece(frame, frame, number),) if frame.height else ()
    return Rows(number, frame.schema, pieces)


def _piece(rows: pl.DataFrame | Path, frame: pl.DataFrame, number: str) -> _Piece:
    numbers = frame[number]
    return _Piece(rows, frame.height, cast("int", numbers.min()), cast("int", numbers.max()))


class Stage:
    """Where a reader puts rows down, part by part: the first in memory, what grows beyond `SPILL_BYTES` in a folder."""

    def __init__(self, number: str, folder: StagingFolder) -> None:
        self._number = number
        self._folder = folder
        self._pieces: list[_Piece] = []
        self._held: list[pl.DataFrame] = []
        self._held_bytes = 0
        self.height = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Puts rows down after those before.

        Raises: DiskFull.
        """
        if frame.is_empty():
            return
        self.height += frame.height
        self._held.append(frame)
        self._held_bytes += int(frame.estimated_size())
        if self._held_bytes > SPILL_BYTES:
            self._spill()

    def rows(self, schema: pl.Schema) -> Rows:
        """All rows put down so far, with these columns."""
        held = tuple(_piece(frame, frame, self._number) for frame in self._held)
        return Rows(self._number, schema, (*self._pieces, *held), self._folder)

    def _spill(self) -> None:
        frame = pl.concat(self._held, how="diagonal")
        path = self._folder.next_file()
        with room_on_disk(path):
            frame.write_parquet(path, compression="zstd", compression_level=1, statistics=False)
        self._pieces.append(_piece(path, frame, self._number))
        self._held = []
        self._held_bytes = 0
