"""The name of a place where a follower keeps what it makes: a folder of a home, which may be deleted with all in it."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from qingce.pure.kernel.disk import keep_on_disk


def place_id(folder: Path) -> str:
    """The random name of a folder, made when first asked for; it goes with the folder when that is deleted.

    Returns: 8 hexadecimal digits.
    """
    path = folder / "id"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        _write_once(path, secrets.token_hex(4))
        return path.read_text(encoding="ascii")


def _write_once(path: Path, text: str) -> None:
    """Write a file whole or not at all; of several processes that do so at once the first one stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
    try:
        with written.open("x", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(written)
    finally:
        written.unlink(missing_ok=True)
    keep_on_disk(path.parent)
