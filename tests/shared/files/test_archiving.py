"""Several files as one ZIP that streams: whole, safe names, in little memory."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from qingce.shared.files.archiving import SUMS
from qingce.shared.files.enums import FileType, KeptFile
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.names import unique_names
from qingce.shared.files.queries import archive_of
from qingce.shared.files.store import path_of

pytestmark = pytest.mark.requirement("REM-2")
AT = datetime(2026, 11, 20, 8, 0, 30, tzinfo=UTC)
MANY, SIZE = 1_000, 100_000
MOST_BYTES = 10_000_000  # of the 100 MB that all together are


def stored(content: bytes, name: str, number: int = 1) -> KeptFile:
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return KeptFile(
        id=number,
        name=name,
        type=FileType.PDF,
        size_bytes=len(content),
        sha256=digest,
        original_sha256="",
        purpose="test",
        received_at=AT,
    )


def opened(files: Sequence[KeptFile]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(archive_of(files))))


def test_archive_holds_each_file_under_a_name_of_its_own_and_their_digests() -> None:
    files = [stored(b"one", "判决书.pdf"), stored(b"two", "A.pdf"), stored(b"three", "a.pdf"), stored(b"", "空.pdf")]
    with opened(files) as archive:
        assert archive.testzip() is None
        names = ["判决书.pdf", "A.pdf", "a (2).pdf", "空.pdf"]
        assert archive.namelist() == [*names, SUMS]
        assert [archive.read(name) for name in names] == [b"one", b"two", b"three", b""]
        lines = [f"{file.sha256}  {name}" for file, name in zip(files, names, strict=True)]
        assert archive.read(SUMS).decode().splitlines() == lines
        assert {each.compress_type for each in archive.infolist()} == {zipfile.ZIP_STORED}
        assert archive.infolist()[0].date_time == (2026, 11, 20, 16, 0, 30)


def test_same_files_make_the_same_bytes() -> None:
    files = [stored(b"one", "a.pdf"), stored(b"two", "b.pdf")]
    assert b"".join(archive_of(files)) == b"".join(archive_of(files))


def test_lost_file_is_told_before_the_first_piece() -> None:
    lost = stored(b"lost", "b.pdf")
    path_of(lost.sha256).unlink()
    with pytest.raises(FileNotFound):
        archive_of([stored(b"one", "a.pdf"), lost])


def test_thousand_files_stream_in_little_memory() -> None:
    files = [stored(bytes([number % 256]) * SIZE, "报告.pdf", number) for number in range(MANY)]
    tracemalloc.start()
    try:
        sent = sum(map(len, archive_of(files)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sent > MANY * SIZE
    assert peak < MOST_BYTES


def test_first_piece_comes_before_the_second_file_is_opened() -> None:
    first, second = stored(b"x" * SIZE, "a.pdf"), stored(b"y", "b.pdf")
    pieces = archive_of([first, second])
    assert b"x" * 60_000 in next(pieces)
    path_of(second.sha256).unlink()
    with pytest.raises(FileNotFound):
        list(pieces)


@pytest.mark.parametrize(
    ("names", "unique"),
    [
        ([], []),
        (["a.pdf", "b.pdf"], ["a.pdf", "b.pdf"]),
        (["a.pdf", "a.pdf", "A.PDF"], ["a.pdf", "a (2).pdf", "A (3).PDF"]),
        (["a (2).pdf", "a.pdf", "a.pdf"], ["a (2).pdf", "a.pdf", "a (3).pdf"]),
    ],
)
def test_names_are_told_apart(names: list[str], unique: list[str]) -> None:
    assert unique_names(names) == unique
