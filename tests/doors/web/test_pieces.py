"""Large files come piece by piece, go on where they stopped, and become one file of the form (DIS-3, DIS-4)."""

from __future__ import annotations

import base64
import errno
import fcntl
import os
import resource
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.http import http_date
from pytest_django.fixtures import Settings

from qingce.doors.web.checking import sent as sent_pages
from qingce.doors.web.upload_tickets import form_of, received_before
from qingce.doors.web.uploads import UploadLimits, bound_uploads, files_sent
from qingce.shared.files import partial, store
from qingce.shared.files.actions import attach_files, reading_upload, receive_piece, sweep_files
from qingce.shared.files.errors import FileNotFound, StoreFull
from qingce.shared.files.limits import MB, limits
from qingce.shared.files.models import PartialUpload, StoredFile
from qingce.shared.files.queries import files_by_ids
from tests import hostile_files as made

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-3", "DIS-4")]
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
FORM = UploadLimits("test", 1, 10)
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def begin(client: Client, content: bytes, *, ticket: str | None = None, size: int | None = None) -> HttpResponse:
    said = {"filename": "证据.pdf", "ticket": FORM.ticket("form-1").text if ticket is None else ticket}
    packed = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())
    return client.post(
        "/uploads/",
        headers={**TUS, "Upload-Length": str(len(content) if size is None else size), "Upload-Metadata": packed},
    )


def send(client: Client, address: str, offset: int, piece: bytes) -> HttpResponse:
    kind = "application/offset+octet-stream"
    # As a header, too: of an empty piece the client would not say the kind.
    headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": kind}
    return client.patch(address, piece, content_type=kind, headers=headers)


def offset_of(client: Client, address: str) -> int:
    return int(client.head(address, headers=TUS)["Upload-Offset"])


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
    assert told_as(answer) == [file.pk, form_of("form-1")]
    assert (kept.name, kept.purpose, kept.type) == ("证据.pdf", "test", "pdf")
    assert store.path_of(kept.original_sha256).read_bytes() == content
    # Asked again, because the answer was lost: the same file, once.
    assert told_as(send(client, address, len(content), b"")) == [file.pk, form_of("form-1")]
    assert told_as(client.head(address, headers=TUS)) == [file.pk, form_of("form-1")]
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
        receive_piece(token, 0, cut(), at=datetime.now(UTC))
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
        patched.setattr(partial, "keep_received", full)
        answer = send(client, address, 500, content[500:])
        assert (answer.status_code, answer.json()["code"]) == (507, "store-full")
    assert offset_of(client, address) == len(content)
    assert "Upload-Kept" in send(client, address, len(content), b"")


def test_what_the_checks_refuse_is_told_and_gone(client: Client, home: Path) -> None:
    content = b"<html>" + b"x" * 500
    address = begin(client, content)["Location"]
    answer = send(client, address, 0, content)
    assert (answer.status_code, answer.json()["code"]) == (400, "upload-type")
    assert client.head(address, headers=TUS).status_code == 404
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
    ids=["empty", "too-large", "no-ticket", "no-signature", "signed-for-another"],  # a signature holds the time
)
def test_upload_that_may_not_begin_is_told(client: Client, size: int, ticket: str, code: str, status: int) -> None:
    answer = begin(client, b"", ticket=ticket, size=size)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert PartialUpload.objects.count() == 0


def test_more_than_was_announced_is_not_taken(client: Client) -> None:
    address = begin(client, b"", size=10)["Location"]
    assert send(client, address, 0, b"x" * 11).json()["code"] == "upload-too-large"
    assert offset_of(client, address) == 0


def test_only_what_lies_there_takes_room(client: Client, home: Path) -> None:
    address = begin(client, b"", size=10)["Location"]
    for _ in range(3):  # announced, and never sent
        assert begin(client, b"", size=10 * MB).status_code == 201
    heap = home / "files" / "partial" / "heap"
    heap.touch()
    os.truncate(heap, limits().unattached_mb * MB)
    answer = begin(client, b"", size=10)
    assert (answer.status_code, answer.json()["code"]) == (507, "store-full")
    heap.write_bytes(b"")
    os.truncate(heap, limits().unattached_mb * MB + 1)
    assert send(client, address, 0, b"x").status_code == 507
    heap.unlink()
    assert send(client, address, 0, b"x").status_code == 204


def test_disk_that_is_full_in_the_middle_of_a_piece_keeps_what_fitted(client: Client, home: Path) -> None:
    address = begin(client, b"", size=5 * MB)["Location"]
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails, as on a full disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        answer = send(client, address, 0, b"x" * 3000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handled)
    assert (answer.status_code, answer.json()["code"]) == (507, "store-full")
    assert offset_of(client, address) == 1000
    assert send(client, address, 1000, b"x" * 2000)["Upload-Offset"] == "3000"


def test_purpose_decides_how_large_a_file_may_be(client: Client) -> None:
    for purpose, most in (("document", 200), ("test", limits().file_mb)):
        ticket = UploadLimits(purpose, 1, 500).ticket("n").text
        assert begin(client, b"", ticket=ticket, size=most * MB).status_code == 201
        assert begin(client, b"", ticket=ticket, size=most * MB + 1).json()["code"] == "upload-too-large"


def test_upload_that_nobody_finished_is_swept(client: Client, home: Path) -> None:
    address = begin(client, large_pdf())["Location"]
    sweep_files(before=datetime(2000, 1, 1, tzinfo=UTC))
    assert client.head(address, headers=TUS).status_code == 200
    sweep_files(before=datetime.now(UTC) + timedelta(days=1))
    assert client.head(address, headers=TUS).status_code == 404
    assert [path for path in home.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("sent", [0, 500, 10**6], ids=["announced", "half", "whole"])
def test_upload_that_its_sender_ends_leaves_nothing(client: Client, home: Path, sent: int) -> None:
    content = large_pdf()
    address = begin(client, content)["Location"]
    send(client, address, 0, content[:sent])
    assert client.delete(address, headers=TUS).status_code == 204
    assert client.head(address, headers=TUS).status_code == 404
    assert client.delete(address, headers=TUS).status_code == 404
    assert (PartialUpload.objects.count(), StoredFile.objects.count()) == (0, 0)
    sweep_files(before=datetime.now(UTC) + timedelta(days=1))
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_only_who_has_its_address_ends_an_upload_and_only_while_it_is_nothing_else(client: Client, home: Path) -> None:
    content = large_pdf()
    address = begin(client, content)["Location"]
    for headers, status in (({**TUS, "Origin": "https://evil.example"}, 403), ({}, 412)):
        assert client.delete(address, headers=headers).status_code == status
    assert client.delete("/uploads/nothing/", headers=TUS).status_code == 404
    [path] = (home / "files" / "partial").iterdir()
    with path.open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert client.delete(address, headers=TUS).status_code == 423
    send(client, address, 0, content)
    attach_files([StoredFile.objects.get().pk], purpose="test", at=AT)
    assert client.delete(address, headers=TUS).status_code == 404
    assert StoredFile.objects.count() == 1


def test_pieces_of_other_sites_and_kinds_are_refused(client: Client) -> None:
    address = begin(client, b"", size=10)["Location"]
    away = {**TUS, "Origin": "https://evil.example", "Upload-Offset": "0"}
    kind = "application/offset+octet-stream"
    assert client.patch(address, b"x", content_type=kind, headers=away).status_code == 403
    assert (
        client.patch(address, b"x", content_type="text/plain", headers={**TUS, "Upload-Offset": "0"}).status_code == 415
    )
    assert offset_of(client, address) == 0


def test_unknown_upload_is_not_there(client: Client) -> None:
    for token in ("nothing", "%2e%2e", "..%5cx"):
        assert client.head(f"/uploads/{token}/", headers=TUS).status_code == 404
        assert send(client, f"/uploads/{token}/", 0, b"x").status_code == 404


def test_other_versions_are_told_which_is_spoken(client: Client) -> None:
    address = begin(client, b"", size=10)["Location"]
    for headers in ({}, {"Tus-Resumable": "0.2.2"}):
        answer = client.head(address, headers=headers)
        assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    told = client.options("/uploads/")
    assert (told.status_code, told["Tus-Extension"]) == (204, "creation,expiration,termination")


def test_upload_whose_day_is_over_is_gone_before_it_is_swept(client: Client) -> None:
    address = begin(client, b"", size=10)["Location"]
    row = PartialUpload.objects.get()
    answer = client.head(address, headers=TUS)
    assert answer["Upload-Expires"] == http_date((row.begun_at + timedelta(hours=24)).timestamp())
    PartialUpload.objects.update(begun_at=row.begun_at - timedelta(hours=25))
    assert client.head(address, headers=TUS).status_code == 404
    assert send(client, address, 0, b"x").json()["code"] == "file-not-found"


def test_killed_between_keeping_and_telling_keeps_one_file_in_the_end(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = large_pdf()
    address = begin(client, content)["Location"]

    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    monkeypatch.setattr(PartialUpload, "save", killed)
    with pytest.raises(Killed):
        send(client, address, 0, content)
    monkeypatch.undo()
    assert offset_of(client, address) == len(content)
    file_id, _ = told_as(send(client, address, len(content), b""))
    attach_files([int(str(file_id))], purpose="test", at=AT)
    sweep_files(before=datetime.now(UTC) + timedelta(days=1))
    assert [row.pk for row in StoredFile.objects.all()] == [file_id]
    kept = files_by_ids([int(str(file_id))])[0]
    assert store.path_of(kept.original_sha256).read_bytes() == content


def test_file_without_a_row_is_swept_in_its_time(client: Client, home: Path) -> None:
    begin(client, b"", size=10)
    [path] = (home / "files" / "partial").iterdir()
    PartialUpload.objects.all().delete()  # killed before its row was written
    now = datetime.now(UTC)
    sweep_files(before=now - timedelta(hours=24))
    assert path.exists()
    os.utime(path, (now.timestamp() - 30 * 3600,) * 2)
    sweep_files(before=now - timedelta(hours=24))
    assert not path.exists()


def test_upload_of_another_machine_or_of_a_restored_database_begins_anew(client: Client, home: Path) -> None:
    address = begin(client, b"", size=10)["Location"]
    [path] = (home / "files" / "partial").iterdir()
    path.unlink()
    assert client.head(address, headers=TUS).status_code == 404
    assert send(client, address, 0, b"x").status_code == 404


def test_file_of_somebody_else_does_not_go_with_ones_own_form(client: Client) -> None:
    content = large_pdf()
    answer = send(client, begin(client, content)["Location"], 0, content)
    for nonce, files in (("form-2", []), ("form-1", [StoredFile.objects.get().pk])):
        request = RequestFactory().post("/", {"kept": answer["Upload-Kept"]})
        sent = files_sent(request, bound_uploads(request, FORM), FORM, nonce=nonce, at=AT)
        assert [file.id for file in sent.kept] == files


def test_address_of_an_upload_is_worth_nothing_once_its_form_was_sent(client: Client) -> None:
    content = large_pdf()
    address = begin(client, content)["Location"]
    send(client, address, 0, content)
    attach_files([StoredFile.objects.get().pk], purpose="test", at=AT)
    assert client.head(address, headers=TUS).status_code == 404
    assert send(client, address, len(content), b"").status_code == 404


def test_neither_ticket_nor_row_tells_what_names_the_form(client: Client) -> None:
    ticket = FORM.ticket("secret-of-the-form")
    assert "secret-of-the-form" not in str(signing.loads(ticket.text, salt="qingce.upload-ticket"))
    begin(client, b"", size=10, ticket=ticket.text)
    assert PartialUpload.objects.get().owner == ticket.form == form_of("secret-of-the-form")


def test_pages_to_compare_are_read_once_and_gone(client: Client, home: Path) -> None:
    ticket = sent_pages.ticket().text
    answer = send(client, begin(client, b"12345", ticket=ticket)["Location"], 0, b"12345")
    assert StoredFile.objects.count() == 0
    [token] = received_before([answer["Upload-Kept"], "x", "x:y:z"])
    now = datetime.now(UTC)
    with pytest.raises(FileNotFound), reading_upload(token, purpose="other", at=now):
        pass
    with reading_upload(token, purpose="comparing", at=now) as (name, chunks):
        assert (name, b"".join(chunks)) == ("证据.pdf", b"12345")
    assert [path for path in home.rglob("*") if path.is_file()] == []
    with pytest.raises(FileNotFound), reading_upload(token, purpose="comparing", at=now):
        pass
