"""Having the disk keep what was written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def keep_on_disk(path: Path) -> None:
    """Have the disk keep a file, or which files a folder holds: keeping a file does not say where it stands."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
