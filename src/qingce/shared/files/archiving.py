"""Several files as one ZIP that goes out while it is written: nothing of it lies in memory or on the disk.

Kept files are packed already (PDF, pictures, Office), so they are stored, not deflated again.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils.timezone import localtime

from qingce.shared.files.enums import KeptFile
from qingce.shared.files.names import unique_names

SUMS = "SHA256SUMS.txt"  # no file is called so: their extensions are those of their types
_PIECE = 64 * 1024


class _Outlet(io.RawIOBase):
    """Where a ZIP is written to: what came since it was last emptied. It cannot be sought in, as a line cannot."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # ZipFile writes bytes only
        """Takes a piece."""
        self._pieces.append(bytes(data))
        return len(data)

    def emptied(self) -> bytes:
        """What came."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def archive_pieces(files: Sequence[KeptFile], open_file: Callable[[KeptFile], BinaryIO]) -> Iterator[bytes]:
    """The ZIP, each file under a name of its own, at the end their digests for `sha256sum -c`."""
    outlet, names = _Outlet(), unique_names(file.name for file in files)
    with ZipFile(outlet, "w", ZIP_STORED) as archive:  # one cannot seek in it, which it finds out
        for file, name in zip(files, names, strict=True):
            entry = _entry(file, name)
            entry.file_size = file.size_bytes
            with open_file(file) as source, archive.open(entry, "w") as target:
                while piece := source.read(_PIECE):
                    target.write(piece)
                    yield outlet.emptied()
        if files:
            sums = "".join(f"{file.sha256}  {name}\n" for file, name in zip(files, names, strict=True))
            archive.writestr(_entry(max(files, key=lambda each: each.received_at), SUMS), sums)
    yield outlet.emptied()


def _entry(file: KeptFile, name: str) -> ZipInfo:
    at = localtime(file.received_at)
    entry = ZipInfo(name, (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second))
    entry.external_attr = 0o644 << 16
    return entry
