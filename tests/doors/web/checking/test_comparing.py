"""What came back beside what was issued: scans, photographs, other documents; said page by page."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qingce.doors.web.upload_tickets import received_token
from qingce.shared.files.actions import begin_upload, receive_piece
from qingce.shared.files.models import StoredFile
from qingce.shared.files.queries import read_pages
from qingce.shared.files.store import store_folder
from qingce.shared.issuing.enums import Compared, MarkFound, TextFound
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.issuing.queries import compared, issued_by_code
from tests.doors.web.checking import scans
from tests.doors.web.checking.test_extracts import HERE, issue
from tests.factories import penalty, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(client: Client) -> IssuedDocument:
    """The extract of a record: two pages."""
    record = register(penalty())[0]
    found = issue(client, f"/records/{record.pk}/extract/")
    assert found.pages == 2
    return found


def held_against(row: IssuedDocument, *files: bytes) -> Compared:
    """What the comparison of files with a document finds."""
    read = [read_pages([each], name=f"{place}", largest_mb=15) for place, each in enumerate(files)]
    pages = [page for each in read for page in each.pages]
    return compared(issued_by_code(row.code), pages, digests=[each.sha256 for each in read])


def told(found: Compared) -> Sequence[tuple[int, MarkFound, TextFound]]:
    return [(each.page, each.mark, each.text) for each in found.pages]


@pytest.mark.requirement("DIS-3")
def test_issued_file_itself_fits_byte_for_byte(row: IssuedDocument) -> None:
    found = held_against(row, scans.issued_file(row))
    assert (found.is_same_file, found.fits, found.missing, found.unread) == (True, True, (), 0)
    assert told(found) == [(1, MarkFound.RIGHT, TextFound.SAME), (2, MarkFound.RIGHT, TextFound.SAME)]


@pytest.mark.requirement("DIS-3")
def test_sealed_scan_fits_and_its_seal_is_a_hint(row: IssuedDocument) -> None:
    first, second = scans.scanned(scans.issued_file(row))
    found = held_against(row, scans.as_pdf([first, scans.sealed(second)]))
    assert (found.fits, found.is_same_file, found.missing) == (True, False, ())
    assert found.unread == len(found.pages)  # that nothing speaks against it is said with what was not looked at
    assert told(found) == [(1, MarkFound.RIGHT, TextFound.UNREADABLE), (2, MarkFound.RIGHT, TextFound.UNREADABLE)]
    assert [each.has_red for each in found.pages] == [False, True]


@pytest.mark.requirement("DIS-3")
@pytest.mark.parametrize("angle", [8, 37, 203])
def test_photograph_at_an_angle_is_known_by_its_code(row: IssuedDocument, angle: float) -> None:
    first, second = scans.scanned(scans.issued_file(row), dpi=220)
    photographs = [scans.as_jpeg(scans.photographed(each, angle=angle)) for each in (first, second)]
    found = held_against(row, *photographs)
    assert [(each.page, each.mark) for each in found.pages] == [(1, MarkFound.RIGHT), (2, MarkFound.RIGHT)]
    assert found.fits


@pytest.mark.requirement("DIS-3")
def test_pages_in_another_order_missing_and_twice_are_said(row: IssuedDocument) -> None:
    first, second = scans.scanned(scans.issued_file(row))
    turned = held_against(row, scans.as_pdf([second, first]))
    assert (turned.is_in_order, turned.fits, turned.missing) == (False, False, ())
    half = held_against(row, scans.as_pdf([second]))
    assert (half.fits, half.missing) == (False, (1,))
    double = held_against(row, scans.as_pdf([first, first.rotate(0), second]))
    assert [each.is_twice for each in double.pages] == [False, True, False]
    assert not double.fits


@pytest.mark.requirement("DIS-3")
def test_another_document_and_a_foreign_code_are_said(client: Client, row: IssuedDocument) -> None:
    other = issue(client, f"/en/records/{row.subject}/extract/")
    found = held_against(row, scans.issued_file(other))
    assert {each.mark for each in found.pages} == {MarkFound.OTHER_DOCUMENT}
    assert found.pages[0].other.replace("-", "") == other.code
    assert (found.fits, found.missing) == (False, (1, 2))
    first, second = scans.scanned(scans.issued_file(row))
    foreign = held_against(row, scans.as_pdf([first, scans.with_foreign_code(second)]))
    assert [each.mark for each in foreign.pages] == [MarkFound.RIGHT, MarkFound.FOREIGN]
    assert foreign.pages[1].other == "https://elsewhere.example.org/verify/12345"
    assert foreign.missing == (2,)


@pytest.mark.requirement("DIS-3")
def test_changed_amount_in_a_pdf_is_shown_beside_the_issued_one(client: Client, row: IssuedDocument) -> None:
    other = IssuedDocument.objects.get(pk=row.pk)
    other.texts = [text.replace("125,000", "25,000") for text in row.texts or []]
    other.save(update_fields=["texts"])
    found = held_against(row, scans.issued_file(row) + b"\n% saved again\n")
    assert not found.fits
    assert found.pages[0].text == TextFound.DIFFERENT
    (difference,) = found.pages[0].differences
    assert (difference.issued, difference.returned) == ("染罚款(元)", "染罚款(元)1")


@pytest.mark.requirement("DIS-3")
def test_page_tells_the_result_and_keeps_nothing(client: Client, row: IssuedDocument) -> None:
    before = StoredFile.objects.count()
    sent = SimpleUploadedFile("回执.pdf", scans.as_pdf(scans.scanned(scans.issued_file(row))[:1]), "application/pdf")
    answer = client.post(f"/check/{row.code}/compare/", {"files": sent}, **HERE)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "有不符之处" in text
    assert "未找到的页： 2" in text
    assert "有 1 页是图片" in text
    assert StoredFile.objects.count() == before
    assert [each.name for each in store_folder().glob(".part-*")] == []


@pytest.mark.requirement("DIS-3")
def test_code_is_found_on_the_pages_where_none_was_typed(client: Client, row: IssuedDocument) -> None:
    sent = SimpleUploadedFile("a.pdf", scans.issued_file(row), "application/pdf")
    text = client.post("/check/compare/", {"files": sent}, **HERE).content.decode()
    assert f"{row.code[:4]}-{row.code[4:8]}-{row.code[8:]}" in text
    assert "逐字节相同" in text


@pytest.mark.requirement("DIS-3")
def test_pages_that_came_by_pieces_are_compared_and_gone(client: Client, row: IssuedDocument) -> None:
    content, at = scans.issued_file(row), timezone.now()
    tokens = []
    for name in ("a.pdf", "b.pdf"):
        upload = begin_upload(
            name=name, size_bytes=len(content), accepts=(), purpose="comparing", owner="o", at=at, largest_mb=15
        )
        tokens.append(received_token(receive_piece(upload.token, 0, [content], at=at)))
    text = client.post(f"/check/{row.code}/compare/", {"kept": tokens[0]}, **HERE).content.decode()
    assert "逐字节" in text
    assert client.post("/check/compare/", {"kept": tokens[0]}, **HERE).status_code == 422  # read once
    assert client.post("/check/compare/", {"kept": tokens[1]}, **HERE).status_code == 200
    assert list((store_folder() / "partial").iterdir()) == []


@pytest.mark.requirement("DIS-3")
def test_what_cannot_be_compared_is_said(client: Client, row: IssuedDocument) -> None:
    blank = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(blank)
    for content, said in (
        (b"", "请选择要比对的文件"),
        (b"<html>", "此处不接受这种类型的文件"),
        (blank.getvalue(), "没有找到本站文件的二维码"),
    ):
        files = {"files": SimpleUploadedFile("a.pdf", content)} if content else {}
        answer = client.post("/check/compare/", files, **HERE)
        assert (answer.status_code, said in answer.content.decode()) == (422, True), said


@pytest.mark.requirement("DIS-3")
def test_page_of_another_document_leads_to_that_one(client: Client, row: IssuedDocument) -> None:
    other = issue(client, f"/en/records/{row.subject}/extract/")
    sent = SimpleUploadedFile("a.pdf", scans.issued_file(other), "application/pdf")
    text = client.post(f"/check/{row.code}/compare/", {"files": sent}, **HERE).content.decode()
    assert f'href="/check/{other.code}/"' in text


@pytest.mark.requirement("DIS-3")
@pytest.mark.parametrize("typed", ["", "%20"])
def test_form_without_a_code_says_so(client: Client, db: None, typed: str) -> None:
    answer = client.get(f"/en/check/?code={typed}")
    assert (answer.status_code, "Type the code first." in answer.content.decode()) == (422, True)
