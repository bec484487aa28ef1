"""Large files come piece by piece, go on where they stopped, and become one file of the form (DIS-3, DIS-4)."""

from __future__ import annotations

import base64
import errno
import fcntl
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.doors.web.uploads import UploadLimits, upload_ticket
from qingce.shared.files import partial, store
from qingce.shared.files.actions import receive_piece, sweep_files
from qingce.shared.files.errors import StoreFull
from qingce.shared.files.limits import MB, limits
from qingce.shared.files.models import PartialUpload, StoredFile
from qingce.shared.files.queries import files_by_ids
from tests import hostile_files as made

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-3", "DIS-4")]
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
FORM = UploadLimits("test", 1, 10)


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def begin(client: Client, content: bytes, *, ticket: str | None = None, size: int | None = None) -> HttpResponse:
    said = {"filename": "证据.pdf", "ticket": upload_ticket(FORM, "form-1") if ticket is None else ticket}
    packed = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())
    return client.post(
        "/uploads/",
        headers={"Upload-Length": str(len(content) if size is None else size), "Upload-Metadata": packed},
    )


def send(client: Client, address: str, offset: int, piece: bytes) -> HttpResponse:
    kind = "application/offset+octet-stream"
    # As a header, too: of an empty piece the client would not say the kind.
    headers = {"Upload-Offset": str(offset), "Content-Type": kind}
    return client.patch(address, piece, content_type=kind, headers=headers)


def offset_of(client: Client, address: str) -> int:
    return int(client.head(address)["Upload-Offset"])


def told_as(answer: HttpResponse) -> list[object]:
    """What the form will hand in: the file and whose it is."""
    told: list[object] = signing.loads(answer["Upload-Kept"], salt="qingce.form-file")
    return told


def large_pdf() -> bytes:
    doc = made.pdf(3)
    doc.pages[0].obj.Filler = doc.make_stream(bytes(range(256)) * 400)
    return made.saved(doc)


def test_file_comes_in_pieces_and_is_kept_once_whole(client: Client, home: Path) -> None:
    content = large_pdf()
    answer = begin(client, content)
    assert (answer.status_code, answer["Tus-Resumable"]) == (201, "1.0.0")
    address = answer["Location"]
    for offset in range(0, len(content), 1000):
        answer = send(client, address, offset, content[offset : offset + 1000])
        assert answer.status_code == 204
        assert int(answer["Upload-Offset"]) == min(len(content), offset + 1000)
    file = StoredFile.objects.get()
    kept = files_by_ids([file.pk])[0]
    assert told_as(answer) == [file.pk, "form-1"]
    assert (kept.name, kept.purpose, kept.type) == ("证据.pdf", "test", "pdf")
    assert store.path_of(kept.original_sha256).read_bytes() == content
    # Asked again, because the answer was lost: the same file, once.
    assert told_as(send(client, address, len(content), b"")) == [file.pk, "form-1"]
    assert told_as(client.head(address)) == [file.pk, "form-1"]
    assert StoredFile.objects.count() == 1
    assert list((home / "files" / "partial").iterdir()) == []


def test_piece_out_of_order_is_refused_with_where_it_goes_on(client: Client) -> None:
    content = large_pdf()
    address = begin(client, content)["Location"]
    send(client, address, 0, content[:500])
    for offset in (0, 499, 1000, 10**14):
        answer = send(client, address, offset, content[1000:1500])
        assert (answer.status_code, answer["Upload-Offset"]) == (409, "500")
    assert offset_of(client, address) == 500


def test_cut_line_leaves_what_came_and_it_goes_on(client: Client) -> None:
    content = large_pdf()
    address = begin(client, content)["Location"]
    token = address.rstrip("/").rpartition("/")[2]

    def cut() -> Iterator[bytes]:
        yield content[:700]
        raise ConnectionResetError(errno.ECONNRESET, "gone")

    with pytest.raises(ConnectionResetError):
        receive_piece(token, 0, cut(), at=AT)
    assert offset_of(client, address) == 700
    assert "Upload-Kept" in send(client, address, 700, content[700:])
    assert StoredFile.objects.count() == 1


def test_same_upload_twice_gives_the_same_bytes_once(client: Client) -> None:
    content = large_pdf()
    for _ in range(2):
        send(client, begin(client, content)["Location"], 0, content)
    assert StoredFile.objects.count() == 2
    assert StoredFile.objects.values("sha256").distinct().count() == 1
    assert len(list(store.pieces())) == 2  # what is served, and the original


def test_two_pieces_at_once_are_refused(client: Client, home: Path) -> None:
    content = large_pdf()
    address = begin(client, content)["Location"]
    [path] = (home / "files" / "partial").iterdir()
    with path.open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert send(client, address, 0, content).status_code == 423
    assert send(client, address, 0, content).status_code == 204


def test_disk_that_fills_is_told_and_what_came_is_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    content = large_pdf()
    address = begin(client, content)["Location"]
    send(client, address, 0, content[:500])

    def full(*_: object, **__: object) -> None:
        raise StoreFull("There is no room to keep files; free some space on the server and try again.")

    with monkeypatch.context() as patched:
        patched.setattr(partial, "keep_upload", full)
        answer = send(client, address, 500, content[500:])
        assert (answer.status_code, answer.json()["code"]) == (507, "store-full")
    assert offset_of(client, address) == len(content)
    assert "Upload-Kept" in send(client, address, len(content), b"")

    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreFull):
        partial._append(Full(), [b"x"], 9)


def test_what_the_checks_refuse_is_told_and_gone(client: Client, home: Path) -> None:
    content = b"<html>" + b"x" * 500
    address = begin(client, content)["Location"]
    answer = send(client, address, 0, content)
    assert (answer.status_code, answer.json()["code"]) == (400, "upload-type")
    assert client.head(address).status_code == 404
    assert [path for path in home.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("size", "ticket", "code", "status"),
    [
        (0, None, "upload-empty", 400),
        (10 * MB + 1, None, "upload-too-large", 400),
        (100, "", "upload-ticket", 400),
        (100, "x:y:z", "upload-ticket", 400),
        (100, signing.dumps(["test", "n", 10, ["pdf"]], salt="other"), "upload-ticket", 400),
    ],
)
def test_upload_that_may_not_begin_is_told(client: Client, size: int, ticket: str, code: str, status: int) -> None:
    answer = begin(client, b"", ticket=ticket, size=size)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert PartialUpload.objects.count() == 0


def test_more_than_was_announced_is_not_taken(client: Client) -> None:
    address = begin(client, b"", size=10)["Location"]
    assert send(client, address, 0, b"x" * 11).json()["code"] == "upload-too-large"
    assert offset_of(client, address) == 0


def test_too_much_on_its_way_is_told(client: Client) -> None:
    waiting = limits().unattached_mb * MB
    PartialUpload.objects.create(
        token="t", owner="o", name="n", size_bytes=waiting, purpose="test", accepts="pdf", most_mb=1, begun_at=AT
    )
    assert begin(client, b"", size=10).status_code == 507


def test_purpose_decides_how_large_a_file_may_be(client: Client) -> None:
    for purpose, most in (("document", 200), ("test", limits().file_mb)):
        ticket = upload_ticket(UploadLimits(purpose, 1, 500), "n")
        assert begin(client, b"", ticket=ticket, size=most * MB).status_code == 201
        assert begin(client, b"", ticket=ticket, size=most * MB + 1).json()["code"] == "upload-too-large"


def test_upload_that_nobody_finished_is_swept(client: Client, home: Path) -> None:
    address = begin(client, large_pdf())["Location"]
    sweep_files(before=datetime(2000, 1, 1, tzinfo=UTC))
    assert client.head(address).status_code == 200
    sweep_files(before=datetime.now(UTC) + timedelta(days=1))
    assert client.head(address).status_code == 404
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_pieces_of_other_sites_and_kinds_are_refused(client: Client) -> None:
    address = begin(client, b"", size=10)["Location"]
    away = {"Origin": "https://evil.example", "Upload-Offset": "0"}
    kind = "application/offset+octet-stream"
    assert client.patch(address, b"x", content_type=kind, headers=away).status_code == 403
    assert client.patch(address, b"x", content_type="text/plain", headers={"Upload-Offset": "0"}).status_code == 415
    assert offset_of(client, address) == 0


def test_unknown_upload_is_not_there(client: Client) -> None:
    for token in ("nothing", "%2e%2e", "..%5cx"):
        assert client.head(f"/uploads/{token}/").status_code == 404
        assert send(client, f"/uploads/{token}/", 0, b"x").status_code == 404
