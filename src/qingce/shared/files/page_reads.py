"""What stands on the pages of files that come back, read in a process of its own; nothing of them is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from qingce.shared.files import store
from qingce.shared.files.checked import checked, done_apart
from qingce.shared.files.enums import FileType
from qingce.shared.files.limits import MB, limits

COMPARED = (FileType.PDF, FileType.JPEG, FileType.PNG)


@dataclass(frozen=True)
class PageRead:
    """A page. Args: file: its name. codes: what its QR codes say. text: empty: a picture. has_red: maybe sealed."""

    file: str
    codes: tuple[str, ...]
    text: str
    has_red: bool


@dataclass(frozen=True)
class FileRead:
    """A file. Args: sha256: of what came."""

    sha256: str
    pages: tuple[PageRead, ...]


def read_pages(
    chunks: Iterable[bytes], *, name: str, largest_mb: int, accepts: Collection[FileType] = COMPARED
) -> FileRead:
    """Reads a file page by page; it is checked and cleaned first, and gone when this returns.

    Cost: two processes, half a second, and a fifth of a second for each page.
    Raises: the errors of this room.
    """
    with store.working_folder() as folder:
        came, cleaned = folder / "came", folder / "cleaned"
        store.receive(chunks, came, largest_bytes=min(largest_mb, limits().file_mb) * MB)
        with came.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        kind = checked(came, cleaned, accepts=accepts)
        told = done_apart("read", cleaned if cleaned.exists() else came, kind.value)
    pages = tuple(PageRead(name, tuple(each["codes"]), each["text"], each["has_red"]) for each in told["pages"])
    return FileRead(sha256, pages)
