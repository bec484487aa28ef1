"""Uploads: judged by content, cleaned, kept whole or not at all."""

from __future__ import annotations

import errno
import io
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from qingce.shared.files import store
from qingce.shared.files.actions import attach_files, discard_files, keep_upload, sweep_files
from qingce.shared.files.enums import FileType, KeptFile
from qingce.shared.files.errors import (
    ActiveUpload,
    DamagedUpload,
    EmptyUpload,
    EncryptedUpload,
    FileNotFound,
    StoreFull,
    UploadTooHeavy,
    UploadTooLarge,
    UploadTypeRefused,
)
from qingce.shared.files.limits import MB
from qingce.shared.files.models import StoredFile
from qingce.shared.files.names import served_name
from qingce.shared.files.queries import files_by_ids, open_file, waiting_files
from qingce.shared.files.taking import sizes_waiting
from tests import hostile_files as made
from tests.query_plans import plan_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
ALL = frozenset(FileType)
PICTURES = frozenset({FileType.PDF, FileType.JPEG, FileType.PNG})


def keep(content: bytes, name: str = "a.pdf", accepts: frozenset[FileType] = ALL) -> KeptFile:
    return keep_upload([content], name=name, accepts=accepts, purpose="test", at=AT)


def served(file: KeptFile) -> bytes:
    with open_file(file) as stream:
        return stream.read()


def left_behind(home: Path) -> list[str]:
    return [path.name for path in home.rglob("*") if path.is_file()]


def heavy_office() -> bytes:
    """Unpacks to more than is read; like the huge picture, made only where it is tried."""
    return made.office("docx", word__big=b"0" * (201 * MB))


@pytest.mark.parametrize(
    ("content", "name", "file_type", "kept_name"),
    [
        (made.plain_pdf(), "决定书.pdf", FileType.PDF, "决定书.pdf"),
        (made.plain_pdf(), "eicar.com", FileType.PDF, "eicar.pdf"),
        (made.plain_pdf(), "../../etc/passwd", FileType.PDF, "passwd.pdf"),
        (made.picture(), "照片.pdf", FileType.JPEG, "照片.jpg"),
        (made.picture("PNG"), "C:\\fakepath\\scan.PNG", FileType.PNG, "scan.png"),
        (made.office("docx"), "x.docx", FileType.DOCX, "x.docx"),
        (made.office("xlsx"), "x.docx", FileType.XLSX, "x.xlsx"),
    ],
)
def test_type_is_told_by_content_and_the_name_follows(
    content: bytes, name: str, file_type: FileType, kept_name: str
) -> None:
    file = keep(content, name)
    assert (file.type, file.name) == (file_type, kept_name)
    assert file.size_bytes == len(served(file))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyUpload),
        (b"\0", UploadTypeRefused),
        (made.EICAR, UploadTypeRefused),
        (b"<html><script>alert(1)</script>", UploadTypeRefused),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", UploadTypeRefused),
        (b"MZ" + b"\0" * 100, UploadTypeRefused),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, UploadTypeRefused),
        (b"GIF89a" + made.plain_pdf(), UploadTypeRefused),
        (b"\n" + made.plain_pdf(), UploadTypeRefused),
        (made.office("docx")[:-30], UploadTypeRefused),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, EncryptedUpload),
        (b"%PDF-1.7\n" + b"garbage " * 50, DamagedUpload),
        (b"%PDF-1.7\n<html><script>alert(1)</script></html>", DamagedUpload),
        (made.locked_pdf(), EncryptedUpload),
        (made.locked_pdf(""), EncryptedUpload),
        (made.picture()[:200], DamagedUpload),
        (b"\xff\xd8\xff" + b"<?php system('x'); ?>", DamagedUpload),
        (made.picture("PNG")[:60], DamagedUpload),
        (made.huge_png, UploadTooHeavy),
        (heavy_office, UploadTooHeavy),
        (made.office("docx", word__vbaProject__bin="x"), ActiveUpload),
        (made.office("docx", **{"word__vbaProject.bin": "x"}), ActiveUpload),
        (made.office("docx", **{"word__activeX__activeX1.xml": "<x/>"}), ActiveUpload),
        (made.office("docx", **{"word__embeddings__oleObject1.bin": "x"}), ActiveUpload),
        (made.office("xlsx", **{"xl__externalLinks__externalLink1.xml": "<x/>"}), ActiveUpload),
        (
            made.office("docx", **{"word___rels__settings.xml.rels": made.relation("attachedTemplate", "http://e/")}),
            ActiveUpload,
        ),
        (made.office("docx", **{"..__..__evil.sh": "x"}), DamagedUpload),
        (made.office("docx", **{"word__x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), DamagedUpload),
        (made.office("docx", comment=b"more"), DamagedUpload),
        (made.office("docx") + b"MZ program", DamagedUpload),
    ],
    ids=lambda value: getattr(value, "__name__", f"{len(value)} bytes" if isinstance(value, bytes) else ""),
)
def test_hostile_file_is_refused_and_nothing_is_left(
    content: bytes | Callable[[], bytes], error: type[Exception], home: Path
) -> None:
    with pytest.raises(error):
        keep(content if isinstance(content, bytes) else content())
    assert left_behind(home) == []
    assert StoredFile.objects.count() == 0


def test_pdf_with_too_many_pages_is_told() -> None:
    with pytest.raises(UploadTooHeavy) as told:
        keep(made.saved(made.pdf(1001)))
    assert told.value.params["limit"] == 1000


def test_pdf_whose_objects_unpack_to_too_much_hurts_only_the_checking_process(home: Path) -> None:
    with pytest.raises((UploadTooHeavy, DamagedUpload)):
        keep(made.bomb_pdf())
    assert left_behind(home) == []


def test_office_files_are_taken_only_where_asked_for() -> None:
    with pytest.raises(UploadTypeRefused):
        keep(made.office("docx"), accepts=PICTURES)


def test_document_with_links_for_people_is_kept() -> None:
    parts = {"word___rels__document.xml.rels": made.relation("hyperlink", "https://example.org/")}
    assert keep(made.office("docx", **parts)).type == FileType.DOCX


def test_pdf_is_disarmed_and_its_original_kept_aside() -> None:
    content = made.acting_pdf()
    file = keep(content)
    clean = served(file)
    with pikepdf.open(io.BytesIO(clean)) as opened:
        told = b"".join(each.unparse(resolved=True) for each in opened.objects)
        streams = b"".join(each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream))
        assert len(opened.pages) == 1
        assert [str(note.Subtype) for note in opened.pages[0].Annots] == ["/Link", "/Link"]
    for gone in (b"JavaScript", b"owned", b"Launch", b"calc", b"evil.example", b"payload", b"somebody-private"):
        assert gone not in told + streams + clean, gone
    assert store.path_of(file.original_sha256).read_bytes() == content


def test_same_pdf_gives_the_same_bytes() -> None:
    content = made.acting_pdf()
    assert keep(content).sha256 == keep(content, "b.pdf").sha256


def test_archive_behind_a_pdf_is_gone() -> None:
    file = keep(made.plain_pdf() + made.office("docx"))
    assert b"PK\x03\x04" not in served(file)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_keeps_its_pixels_upright_and_nothing_else(kind: str) -> None:
    file = keep(made.picture(kind) + b"PK\x03\x04 tail")
    content = served(file)
    with Image.open(io.BytesIO(content)) as opened:
        assert (opened.format, opened.size, dict(opened.getexif())) == (kind, (20, 40), {})
    assert b"somebody-private" not in content
    assert b"PK\x03\x04" not in content
    assert file.original_sha256 == ""


def test_stream_is_bounded_while_it_comes() -> None:
    asked = 0

    def endless() -> Iterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield b"%PDF-" + b"0" * (MB - 5)

    with pytest.raises(UploadTooLarge) as told:
        keep_upload(endless(), name="x", accepts=ALL, purpose="test", at=AT, largest_mb=3)
    assert (asked, told.value.params) == (4, {"limit_mb": 3})


def test_full_disk_is_told_and_nothing_is_left(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store, "put", full)
    with pytest.raises(StoreFull):
        keep(made.plain_pdf())
    assert left_behind(home) == []
    assert StoredFile.objects.count() == 0


def test_store_is_readable_by_its_owner_only(home: Path) -> None:
    keep(made.plain_pdf())
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (home / "files").rglob("*") if path.is_file()}
    assert modes == {0o600}
    assert stat.S_IMODE((home / "files").stat().st_mode) == 0o700


def test_checking_process_sees_neither_secret_nor_database(monkeypatch: pytest.MonkeyPatch) -> None:
    from qingce.shared.files import checked

    seen: dict[str, str] = {}
    run = checked.subprocess.run

    def note(*words: object, env: dict[str, str], **options: object) -> object:
        seen.update(env)
        return run(*words, env=env, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(checked.subprocess, "run", note)
    keep(made.plain_pdf())
    assert [name for name in seen if name.startswith(("QINGCE", "DJANGO"))] == []


def test_upload_is_attached_once() -> None:
    file = keep(made.plain_pdf())
    assert waiting_files([file.id], purpose="other") == []
    assert waiting_files([file.id], purpose="test") == [file]
    attach_files([file.id], purpose="test", at=AT)
    assert waiting_files([file.id], purpose="test") == []
    with pytest.raises(FileNotFound):
        attach_files([file.id], purpose="test", at=AT)


def test_upload_nobody_took_up_leaves_with_its_bytes() -> None:
    first, second = keep(made.plain_pdf()), keep(made.plain_pdf(), "same.pdf")
    other = keep(made.picture())
    attach_files([second.id], purpose="test", at=AT)
    later = datetime.now(UTC) + timedelta(days=1)
    assert sweep_files(before=AT) == 0
    assert sweep_files(before=later) == 1
    assert files_by_ids([first.id, second.id, other.id]) == [second]
    assert served(second).startswith(b"%PDF-")
    with pytest.raises(FileNotFound):
        open_file(other)


def test_discarded_file_is_gone_after_the_sweep(home: Path) -> None:
    file = keep(made.plain_pdf())
    attach_files([file.id], purpose="test", at=AT)
    discard_files([file.id], at=AT)
    assert files_by_ids([file.id]) == []
    sweep_files(before=datetime.now(UTC) + timedelta(days=1))
    assert left_behind(home) == []


@given(name=st.text(max_size=300))
def test_served_name_is_harmless(name: str) -> None:
    told = served_name(name, FileType.PDF)
    assert told.endswith(".pdf")
    assert len(told) <= 110
    assert not set(told) & set('\\/:*?"<>|\r\n\t\0')
    assert not told.startswith(".")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "file.pdf"),
        ("..", "file.pdf"),
        ("CON", "_CON.pdf"),
        ("a\u202egpj.exe", "agpj.pdf"),
        (".htaccess", "htaccess.pdf"),
    ],
)
def test_served_name_of_a_trick(name: str, told: str) -> None:
    assert served_name(name, FileType.PDF) == told


def test_what_waits_is_summed_by_an_index_of_nothing_else() -> None:
    sent, waiting = keep(made.plain_pdf()), keep(made.picture())
    attach_files([sent.id], purpose="test", at=AT)
    assert list(sizes_waiting()) == [{"size_bytes": waiting.size_bytes}]
    assert "files_unattached" in plan_of(sizes_waiting(), "files_unattached")
