"""Where the bytes of the store lie: in a folder of this machine, or with an S3-compatible service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from qingce.pure.kernel.disk import keep_on_disk


@dataclass(frozen=True, slots=True)
class Piece:
    """What lies under one digest; `kept_at`: when it was last put there."""

    sha256: str
    size_bytes: int
    kept_at: datetime


class Place(Protocol):
    """What the store asks of a place; all but `put` and `drop` raise FileNotFoundError for what is not there."""

    def put(self, path: Path, sha256: str) -> None:
        """Takes a finished file over, whole or not at all; also what is there already, which becomes young again."""

    def pieces(self) -> Iterator[Piece]:
        """All that is there, in no order; what leaves meanwhile may be passed over."""

    def piece(self, sha256: str) -> Piece:
        """What lies there."""

    def opened(self, sha256: str) -> BinaryIO:
        """The bytes, for reading piece by piece."""

    def local(self, sha256: str, folder: Path) -> Path:
        """A file of this machine with the bytes, to be read only; in the folder if a copy is needed."""

    def drop(self, sha256: str) -> None:
        """Removes the bytes; nothing happens where there are none."""


@dataclass(frozen=True)
class Folder:
    """A folder of this machine, readable by this user only."""

    root: Path

    def path_of(self, sha256: str) -> Path:
        """Where the bytes with this digest lie."""
        return self.root / sha256[:2] / sha256

    def put(self, path: Path, sha256: str) -> None:
        """Moves it in; a kill at any point leaves it outside or whole inside."""
        target = self.path_of(sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        path.chmod(0o600)
        # Also when it is there already: a sweep goes by the time of the last keeping.
        path.replace(target)
        keep_on_disk(target.parent)

    def pieces(self) -> Iterator[Piece]:
        """As `Place.pieces`."""
        for path in self.root.glob("[0-9a-f][0-9a-f]/*"):
            with suppress(FileNotFoundError):
                yield self.piece(path.name)

    def piece(self, sha256: str) -> Piece:
        """As `Place.piece`."""
        told = self.path_of(sha256).stat()
        return Piece(sha256, told.st_size, datetime.fromtimestamp(told.st_mtime, UTC))

    def opened(self, sha256: str) -> BinaryIO:
        """As `Place.opened`."""
        return self.path_of(sha256).open("rb")

    def local(self, sha256: str, folder: Path) -> Path:
        """The file itself: it lies on this machine."""
        del folder
        self.piece(sha256)
        return self.path_of(sha256)

    def drop(self, sha256: str) -> None:
        """As `Place.drop`."""
        self.path_of(sha256).unlink(missing_ok=True)
