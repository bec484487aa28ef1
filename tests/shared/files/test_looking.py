"""Files looked into after they came: pages as pictures, signatures with what they are worth (DIS-3, DIS-4)."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from qingce.shared.files import looking
from qingce.shared.files.actions import discard_files, keep_upload, sweep_files
from qingce.shared.files.enums import FileType, KeptFile, Preview, SignatureState
from qingce.shared.files.errors import UploadTooHeavy
from qingce.shared.files.models import PagePicture
from qingce.shared.files.queries import files_by_ids, open_bytes, size_of_original
from tests import hostile_files as made
from tests import signing
from tests.factories import work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-3", "DIS-4")]
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def looked_into(content: bytes, *, at: datetime = AT) -> KeptFile:
    file = keep_upload([content], name="文件.pdf", accepts=FileType, purpose="test", at=at)
    assert file.preview == Preview.WAITING
    work()
    return files_by_ids([file.id])[0]


def test_pages_are_drawn_in_the_background_each_with_its_size() -> None:
    with made.pdf(2) as opened:
        opened.add_blank_page(page_size=(400, 100))
        file = looked_into(made.saved(opened))
    assert (file.preview, file.page_count) == (Preview.READY, 3)
    assert [(page.number, page.width, page.height) for page in file.pages] == [
        (1, 900, 900),
        (2, 900, 900),
        (3, 900, 225),
    ]
    for page in file.pages:
        with open_bytes(page.sha256) as stream:
            content = stream.read()
        with Image.open(io.BytesIO(content)) as picture:
            assert (picture.format, picture.size, len(content)) == ("JPEG", (page.width, page.height), page.size_bytes)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_is_drawn_smaller(kind: str) -> None:
    file = looked_into(made.picture(kind, (3000, 1500)))  # lies on its side
    assert [(page.number, page.width, page.height) for page in file.pages] == [(1, 800, 1600)]


def test_see_through_picture_is_drawn_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, format="PNG")
    with open_bytes(looked_into(out.getvalue()).pages[0].sha256) as stream, Image.open(stream) as picture:
        assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_office_file_has_no_pages() -> None:
    file = looked_into(made.office("docx"))
    assert (file.preview, file.page_count, file.pages) == (Preview.NONE, 0, ())


def test_only_the_first_pages_are_drawn() -> None:
    file = looked_into(made.saved(made.pdf(103)))
    assert (file.page_count, [page.number for page in file.pages]) == (103, list(range(1, 101)))


def test_same_bytes_are_drawn_once() -> None:
    first, second = looked_into(made.plain_pdf()), looked_into(made.plain_pdf())
    assert first.pages == second.pages
    assert PagePicture.objects.count() == 1


def test_what_was_drawn_before_a_bound_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(work: str, source: Path, folder: Path, *words: str) -> None:
        (folder / "count").write_text("9")
        (folder / "1-8x4.jpg").write_bytes(made.picture(size=(8, 4)))
        (folder / "unfinished").write_bytes(b"half")
        raise UploadTooHeavy("killed", cause="work")

    file = keep_upload([made.plain_pdf()], name="a.pdf", accepts=FileType, purpose="test", at=AT)
    monkeypatch.setattr(looking, "done_apart", killed)
    work()
    file = files_by_ids([file.id])[0]
    assert (file.preview, file.page_count, [page.width for page in file.pages]) == (Preview.READY, 9, [8])


def test_pages_leave_with_their_file(home: Path) -> None:
    file = looked_into(made.acting_pdf())
    sweep_files(before=AT)
    assert len(files_by_ids([file.id])[0].pages) == 1
    discard_files([file.id], at=AT)
    sweep_files(before=datetime.now(UTC) + timedelta(days=1))
    assert PagePicture.objects.count() == 0
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_unsigned_file_has_no_signature() -> None:
    assert looked_into(made.acting_pdf()).signatures == ()


def test_signature_of_a_trusted_issuer_is_valid(settings: Settings, tmp_path: Path) -> None:
    by = signing.issuer()
    settings.TRUSTED_ISSUERS = str(by.trust_in(tmp_path / "issuers"))
    content = signing.signed(made.plain_pdf(), by)
    file = looked_into(content)
    (told,) = file.signatures
    assert (told.state, told.signer, told.issuer) == (SignatureState.VALID, "样例企业", "样例证书机构")
    assert told.signed_at is not None
    assert size_of_original(file) == len(content)


def test_signature_of_another_issuer_is_unknown(settings: Settings, tmp_path: Path) -> None:
    content = signing.signed(made.plain_pdf(), signing.issuer())
    assert [each.state for each in looked_into(content).signatures] == [SignatureState.UNKNOWN]
    # One of the same name does not help.
    settings.TRUSTED_ISSUERS = str(signing.issuer().trust_in(tmp_path / "issuers"))
    assert [each.state for each in looked_into(content).signatures] == [SignatureState.UNKNOWN]


def test_certificate_that_had_run_out_when_the_file_came_is_not_trusted(settings: Settings, tmp_path: Path) -> None:
    by = signing.issuer()
    settings.TRUSTED_ISSUERS = str(by.trust_in(tmp_path / "issuers"))
    file = looked_into(signing.signed(made.plain_pdf(), by), at=signing.UNTIL + timedelta(days=1))
    assert [each.state for each in file.signatures] == [SignatureState.UNKNOWN]


def changed_bytes(content: bytes) -> bytes:
    """A byte under the signature is another one."""
    where = content.index(b"/MediaBox")
    return content[:where] + content[where:].replace(b"200", b"201", 1)


def changed_later(content: bytes) -> bytes:
    """Another page was put behind the signature, in a further revision."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.writer import PageObject

    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    stream = writer.add_object(pikepdf_stream())
    writer.insert_page(PageObject(contents=stream, media_box=(0, 0, 100, 100)))
    writer.write(out)
    return out.getvalue()


def pikepdf_stream() -> object:
    from pyhanko.pdf_utils.generic import StreamObject

    return StreamObject(stream_data=b"0 0 50 50 re f")


def written_anew(content: bytes) -> bytes:
    """Opened and saved by a program that knows nothing of signatures."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as opened:
        opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize("change", [changed_bytes, changed_later, written_anew])
def test_file_that_was_altered_after_signing_is_told(change: object, settings: Settings, tmp_path: Path) -> None:
    by = signing.issuer()
    settings.TRUSTED_ISSUERS = str(by.trust_in(tmp_path / "issuers"))
    content = change(signing.signed(made.plain_pdf(), by))  # type: ignore[operator]
    assert [each.state for each in looked_into(content).signatures] == [SignatureState.ALTERED]


def test_second_signature_leaves_the_first_one_valid(settings: Settings, tmp_path: Path) -> None:
    by = signing.issuer()
    settings.TRUSTED_ISSUERS = str(by.trust_in(tmp_path / "issuers"))
    content = signing.signed(signing.signed(made.plain_pdf(), by), by, signer="第二人", field="Signature2")
    told = [(each.state, each.signer) for each in looked_into(content).signatures]
    assert told == [(SignatureState.VALID, "样例企业"), (SignatureState.VALID, "第二人")]


def test_broken_signature_is_told_as_one() -> None:
    content = signing.signed(made.plain_pdf(), signing.issuer())
    where = content.index(b"/Contents <") + 11
    broken = content[:where] + b"30820000" + content[where + 8 :]
    assert [each.state for each in looked_into(broken).signatures] == [SignatureState.UNREADABLE]
