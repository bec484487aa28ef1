"""The store read again at the command line: damaged, lost and needless bytes are told; nothing else changes (DIS-4)."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django.fixtures import Settings

from qingce.doors.cli.main import main
from qingce.shared.files import store
from qingce.shared.files.actions import begin_upload, discard_files, keep_upload, receive_piece
from qingce.shared.files.enums import FileType, KeptFile
from qingce.shared.files.models import PartialUpload
from tests import hostile_files as made

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def run(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["--lang", language, "files", "check", *arguments])


def keep(content: bytes) -> KeptFile:
    return keep_upload([content], name="a.pdf", accepts=FileType, purpose="test", at=AT)


def aged(file: KeptFile) -> None:
    long_ago = time.time() - 100 * 3600
    os.utime(store.path_of(file.sha256), (long_ago, long_ago))


def bytes_kept(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_sound_store_is_told(home: Path) -> None:
    first = keep(made.acting_pdf())
    size = first.size_bytes + len(made.acting_pdf())
    told = run()
    assert (told.exit_code, told.stdout) == (0, f"Read 2 pieces, {size} bytes: 0 damaged, 0 lost, 0 orphans.\n")
    told = run(language="zh")
    assert told.stdout == f"已读取 2 项内容，共 {size} 字节：损坏 0，丢失 0，无主 0。\n"


def test_damaged_and_lost_bytes_are_named_with_the_files_that_need_them(home: Path) -> None:
    damaged, lost = keep(made.picture()), keep(made.picture("PNG"))
    with store.path_of(damaged.sha256).open("r+b") as file:
        file.write(b"\0")
    store.path_of(lost.sha256).unlink()
    before = bytes_kept(home)
    told = run("--drop-orphans")
    assert told.exit_code == 1
    assert told.stdout.splitlines()[:2] == [
        f"{damaged.sha256} Damaged: its bytes are not those that were kept (file {damaged.id})",
        f"{lost.sha256} Lost: a file needs it, and it is not there (file {lost.id})",
    ]
    assert bytes_kept(home) == before


def test_orphan_is_told_and_removed_only_when_asked(home: Path) -> None:
    orphan, young = keep(made.picture()), keep(made.picture("PNG"))
    discard_files([orphan.id, young.id], at=AT)
    aged(orphan)
    told = run()
    assert told.stdout.splitlines()[0] == f"{orphan.sha256} Orphan: no file needs it"
    assert (told.exit_code, sorted(bytes_kept(home))) == (0, sorted([orphan.sha256, young.sha256]))
    told = run("--drop-orphans")
    assert told.stdout.splitlines()[-1] == "Removed 1 orphan."
    assert list(bytes_kept(home)) == [young.sha256]


def test_unfinished_upload_is_no_orphan_before_its_time_is_over(home: Path) -> None:
    def begun(at: datetime) -> str:
        upload = begin_upload(
            name="a.pdf", size_bytes=9, accepts=FileType, purpose="test", owner="o", at=at, largest_mb=1
        )  # fmt: skip
        receive_piece(upload.token, 0, [b"12345"], at=at)
        return upload.token

    now = datetime.now(UTC)
    going_on, given_up = begun(now), begun(now)
    PartialUpload.objects.filter(token=given_up).update(begun_at=now - timedelta(hours=25))
    (home / "files" / "partial" / "of-a-kill").touch()
    young = home / "files" / "partial" / "young"
    young.touch()
    os.utime(home / "files" / "partial" / "of-a-kill", (0, 0))
    told = run().stdout.splitlines()
    assert sorted(told[:2]) == sorted(f"partial/{name} Orphan: no file needs it" for name in (given_up, "of-a-kill"))
    assert told[2:] == [
        "Read 0 pieces, 0 bytes: 0 damaged, 0 lost, 2 orphans.",
        "Besides, 2 unfinished uploads: 5 bytes so far.",
    ]
    assert run("--drop-orphans").stdout.splitlines()[-1] == "Removed 2 orphans."
    assert sorted(bytes_kept(home)) == sorted([going_on, "young"])
    assert [row.token for row in PartialUpload.objects.all()] == [going_on]
