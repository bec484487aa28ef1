"""The files: one Arrow file for each range of record numbers, with a row for each public record.

They are made from the database and can be deleted at any time. A file is written whole beside the old one and put in
its place; the mark beside them is written last, so that whoever looks at it first sees every change as a new mark.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from qingce.domain.statistics.errors import CellsDamaged
from qingce.domain.statistics.following import MARK

if TYPE_CHECKING:
    from qingce.domain.records.queries import RecordCell

PART = 65_536  # record numbers in a file
SCHEMA = {
    "record": pl.Int64(),
    "year": pl.Int16(),
    "place": pl.Int32(),
    "type": pl.Categorical(),
    "industry": pl.Categorical(),
    "issuer": pl.Categorical(),
    "is_corrected": pl.Boolean(),
    "is_synthetic": pl.Boolean(),
}
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """That all parts are there. Args: name: another one after each change. at: when it was written."""

    name: str
    at: datetime


class KeptCells:
    """What each record is counted by, in a folder. Args: folder: made when first written to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, first: int, last: int, rows: Iterable[RecordCell]) -> None:
        """Replaces what is kept of the records with first <= number <= last, which lie in one part.

        Args: rows: of what there is now; a record that is gone has none.
        """
        part = first // PART
        frame = frame_of(rows)
        if self._path(part).exists():
            kept = self.read(part).filter(~pl.col("record").is_between(first, last))
            frame = pl.concat([kept, frame]).sort("record")
        self.write(part, frame)

    def write(self, part: int, frame: pl.DataFrame) -> None:
        """Writes one part whole, whatever was kept of it. Args: frame: columns as `SCHEMA`, by record."""
        with _replacing(self._path(part)) as path:
            frame.write_ipc(path, compression="uncompressed")

    def drop_after(self, part: int) -> None:
        """Deletes the parts behind one."""
        for each in self.stamps():
            if each > part:
                self._path(each).unlink(missing_ok=True)

    def read(self, part: int) -> pl.DataFrame:
        """One part: a row for each record, columns as `SCHEMA`, by record.

        Raises: CellsDamaged: it cannot be read; the mark is gone then, so that the follower makes all anew.
        """
        try:
            return pl.read_ipc(self._path(part))
        except (OSError, pl.exceptions.PolarsError) as error:
            (self.folder / MARK).unlink(missing_ok=True)
            raise CellsDamaged(part) from error

    def stamps(self) -> dict[int, Stamp]:
        """The parts that there are, each with what tells its states apart."""
        found = {}
        for path in self.folder.glob("*.arrow"):
            state = path.stat()
            found[int(path.stem)] = (state.st_mtime_ns, state.st_ino, state.st_size)
        return found

    def set_mark(self, *, at: datetime) -> None:
        """Says that the parts hold all records as of now. Args: at: the present moment."""
        with _replacing(self.folder / MARK) as path:
            path.write_text(f"{secrets.token_hex(8)} {at.isoformat()}", "ascii")

    def mark(self) -> Mark | None:
        """The last mark; None: not everything is there yet."""
        try:
            name, _, at = (self.folder / MARK).read_text("ascii").partition(" ")
        except FileNotFoundError:
            return None
        return Mark(name, datetime.fromisoformat(at))

    def _path(self, part: int) -> Path:
        return self.folder / f"{part}.arrow"


def frame_of(rows: Iterable[RecordCell]) -> pl.DataFrame:
    """Records as columns of `SCHEMA`."""
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


class _replacing:  # noqa: N801  # read as a verb where it is used
    """A path to write to beside another one; what was written takes the other's place."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written = path.with_name(f"{path.name}-{secrets.token_hex(8)}")

    def __enter__(self) -> Path:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return self._written

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._written.replace(self._path)
        self._written.unlink(missing_ok=True)
