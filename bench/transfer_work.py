"""An archive of many files, sent nowhere, in a process of its own: `ours` streams, `peer` is zipfile in memory.

`main` prints as JSON: seconds to the first piece, seconds in all, bytes, and how many MB of memory the archive added
to what the process had when it began, at most.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from qingce.shared.files.archiving import archive_pieces
from qingce.shared.files.enums import FileType, KeptFile

RECEIVED_AT = datetime(2026, 11, 20, tzinfo=UTC)


def ours(paths: list[Path]) -> Iterator[bytes]:
    """What a download does."""
    files = [
        KeptFile(
            id=number,
            name="报告.pdf",
            type=FileType.PDF,
            size_bytes=path.stat().st_size,
            sha256="0" * 64,
            original_sha256="",
            purpose="bench",
            received_at=RECEIVED_AT,
        )
        for number, path in enumerate(paths)
    ]
    return archive_pieces(files, lambda file: paths[file.id].open("rb"))


def peer(paths: list[Path]) -> Iterator[bytes]:
    """The usual way: the whole archive, then its bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for number, path in enumerate(paths):
            archive.write(path, f"报告 ({number}).pdf")
    yield whole.getvalue()


def main(way: str, folder: str) -> None:
    """Make the archive once."""
    paths = sorted(Path(folder).iterdir())
    before = _peak_mb()
    began, first, sent = time.perf_counter(), 0.0, 0
    for piece in {"ours": ours, "peer": peer}[way](paths):
        first = first or time.perf_counter() - began
        sent += len(piece)
    print(json.dumps([first, time.perf_counter() - began, sent, _peak_mb() - before]))


def _peak_mb() -> float:
    """The most memory that the process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    import django

    django.setup()
    main(*sys.argv[1:])
