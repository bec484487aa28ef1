"""The virus scanner: what it finds is refused, and nothing passes while it is away (DIS-4)."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType, KeptFile, Scan
from qingce.shared.files.errors import InfectedUpload, ScannerAway
from qingce.shared.files.models import StoredFile
from qingce.shared.files.queries import files_by_ids
from tests import hostile_files as made
from tests.clamd import scanner

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def keep(content: bytes) -> KeptFile:
    return keep_upload([content], name="a.pdf", accepts=FileType, purpose="test", at=AT)


def test_without_a_scanner_a_file_says_so() -> None:
    assert keep(made.plain_pdf()).scan == Scan.NOT_SCANNED


@pytest.mark.parametrize("by_path", [True, False])
def test_clean_file_is_scanned_as_it_came_and_says_so(by_path: bool, settings: Settings, tmp_path: Path) -> None:
    content = made.acting_pdf() + b"%" + b"x" * 600_000
    with scanner(tmp_path / "clamd.ctl" if by_path else None) as (settings.CLAMD, seen):
        file = keep(content)
    assert seen == [content]
    assert files_by_ids([file.id])[0].scan == Scan.CLEAN


def test_infected_file_is_refused_with_what_was_found(settings: Settings, home: Path) -> None:
    with scanner() as (settings.CLAMD, _), pytest.raises(InfectedUpload) as told:
        keep(made.plain_pdf() + made.EICAR)
    assert told.value.params == {"name": "Eicar-Signature"}
    assert [path for path in home.rglob("*") if path.is_file()] == []
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"stream: OK but\0", b"x" * 9000, b"stream: \xff\0"]
)
def test_scanner_without_a_verdict_lets_nothing_in(answer: bytes, settings: Settings) -> None:
    with scanner(answer=answer) as (settings.CLAMD, _), pytest.raises(ScannerAway):
        keep(made.plain_pdf())
    assert StoredFile.objects.count() == 0


def test_scanner_that_is_down_lets_nothing_in(settings: Settings, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening
        for settings.CLAMD in (str(tmp_path / "nobody.ctl"), f"127.0.0.1:{taken.getsockname()[1]}"):
            with pytest.raises(ScannerAway):
                keep(made.plain_pdf())
    assert StoredFile.objects.count() == 0
