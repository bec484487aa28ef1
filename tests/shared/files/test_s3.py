"""The store with an S3-compatible service: the same store, elsewhere (DIS-4)."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from click.testing import CliRunner
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings

from qingce.doors.cli.main import main
from qingce.shared.files import store
from qingce.shared.files.actions import Area, discard_files, keep_upload, redact_file, sweep_files
from qingce.shared.files.enums import FileType, KeptFile, Preview
from qingce.shared.files.errors import FileNotFound, StoreAway
from qingce.shared.files.queries import files_by_ids, open_bytes, open_file, size_of_original
from tests import hostile_files as made
from tests.factories import work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4")]
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(service: str, settings: Settings, home: Path) -> str:
    name = f"files-{home.parent.name}-{time.monotonic_ns()}".lower().replace("_", "-")[-60:].strip("-")
    client = boto3.client(
        "s3", endpoint_url=service, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s"
    )
    client.create_bucket(Bucket=name)
    settings.FILES_S3_BUCKET, settings.FILES_S3_ENDPOINT = name, service
    settings.FILES_S3_REGION, settings.FILES_S3_KEY = "us-east-1", "k:s"
    return name


def keep(content: bytes) -> KeptFile:
    return keep_upload([content], name="a.pdf", accepts=FileType, purpose="test", at=AT)


def served(file: KeptFile) -> bytes:
    with open_file(file) as stream:
        return stream.read()


def on_disk(home: Path) -> list[str]:
    return [path.name for path in home.rglob("*") if path.is_file()]


def test_file_is_kept_drawn_and_redacted_in_the_bucket(bucket: str, home: Path) -> None:
    content = made.acting_pdf()
    file = keep(content)
    work()
    [file] = files_by_ids([file.id])
    assert (file.preview, len(file.pages), size_of_original(file)) == (Preview.READY, 1, len(content))
    assert len(served(file)) == file.size_bytes
    with open_bytes(file.original_sha256) as stream:
        assert stream.read() == content
    copy = redact_file(file.id, [Area(1, 0, 0, 9, 9)], reason="x", by=None, signature="", at=AT)
    assert served(copy).startswith(b"%PDF-")
    assert on_disk(home) == []
    assert {piece.sha256 for piece in store.pieces()} == {
        file.sha256, file.original_sha256, file.pages[0].sha256, copy.sha256,
    }  # fmt: skip


def test_lost_and_needless_bytes_are_found_and_swept(bucket: str, home: Path) -> None:
    lost, orphan = keep(made.picture()), keep(made.picture("PNG"))
    store.drop(lost.sha256)
    with pytest.raises(FileNotFound):
        open_file(lost)
    told = CliRunner().invoke(main, ["--lang", "en", "files", "check"])
    assert (told.exit_code, told.stdout.splitlines()[0]) == (
        1,
        f"{lost.sha256} Lost: a file needs it, and it is not there (file {lost.id})",
    )
    discard_files([orphan.id, lost.id], at=AT)
    assert sweep_files(before=AT) == 0
    assert sweep_files(before=datetime.now(UTC) + timedelta(days=1)) == 1
    assert list(store.pieces()) == []


def test_service_that_does_not_answer_is_told(bucket: str, settings: Settings, home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening
        settings.FILES_S3_ENDPOINT = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(StoreAway):
            keep(made.plain_pdf())
    assert on_disk(home) == []


def test_wrong_key_or_bucket_is_told(bucket: str, settings: Settings) -> None:
    settings.FILES_S3_BUCKET = "no-such-bucket-here"
    with pytest.raises(StoreAway):
        keep(made.plain_pdf())


def test_key_is_not_written_out() -> None:
    assert "topsecret" not in repr(store.bucket("b", "http://x", "r", "id:topsecret"))
