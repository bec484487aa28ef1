"""Marking what goes by drawing over a page, in a real browser; the pages as pictures beside the file."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from qingce.domain.records.enums import EVIDENCE
from qingce.domain.records.models import CorrectionRequest, Record
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.files.models import Redaction
from qingce.shared.parties.enums import StaffRole
from tests import hostile_files as made
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.domain.documents.keeping import kept, paper, release_types, upload
from tests.factories import AT, ask, staff_member, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("REC-2", "DIS-4")]
NAMES = ("page", "left", "top", "width", "height")
SECRET = "13800000000"


def named_pdf() -> bytes:
    """A page with a telephone number in its text and in what the file says of itself."""
    doc = made.pdf()
    doc.pages[0].obj.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(
            F1=pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
    )  # fmt: skip
    doc.pages[0].obj.Contents = doc.make_stream(f"BT /F1 12 Tf 20 150 Td ({SECRET}) Tj ET".encode())
    doc.docinfo["/Subject"] = SECRET
    return made.saved(doc)


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).strip()


@pytest.fixture
def file(settings: Settings, tmp_path: Path, records: list[Record]) -> str:
    settings.HOME = tmp_path
    kept = keep_upload([made.saved(made.pdf(2))], name="证据.pdf", accepts=FileType, purpose=EVIDENCE, at=AT).id
    ask(records[0], files=(kept,))
    work()
    return f"office/requests/{CorrectionRequest.objects.get().pk}/files/{kept}/"


@pytest.mark.parametrize(("viewport", "language"), [(PHONE, ""), (DESKTOP, "en/")], ids=["phone-zh", "desktop-en"])
def test_area_is_drawn_and_taken_out(
    site: str, open_page: OpenPage, file: str, language: str, viewport: dict[str, int]
) -> None:
    staff_member(StaffRole.SENIOR_REVIEWER, name="复核员")
    page = open_page(f"{site}/{language}{file}redact/", viewport=viewport, bypass_csp=True)
    enter(page)
    picture = page.locator("[data-page='2']")
    picture.evaluate("place => place.scrollIntoView({ block: 'start' })")
    expect(picture.locator("img")).to_have_js_property("complete", True)
    box = picture.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 80)
    page.mouse.up()
    row = page.locator("tbody tr").first
    said = {name: row.locator(f"[name={name}]").input_value() for name in ("page", "left", "width")}
    assert said["page"] == "2"
    assert (round(float(said["left"])), round(float(said["width"]))) == (25, 50)
    assert picture.locator("rect").count() == 1
    assert faults_of(page) == []
    row.locator("[name=without]").click()
    assert picture.locator("rect").count() == 0
    for corner in ((0.2, 10), (0.6, 40)):  # without holding anything down
        picture.click(position={"x": box["width"] * corner[0], "y": corner[1]})
    assert round(float(row.locator("[name=width]").input_value())) == 40
    page.locator("#reason").fill("个人隐私")
    page.locator("button[value=redact]").click()
    page.wait_for_url(f"**{file.partition('files/')[0]}")
    work()
    page.reload()
    for each in page.locator("details.page-pictures summary").all():
        each.click()
    assert page.locator("details.page-pictures img").count() == 4
    assert faults_of(page) == []
    assert Redaction.objects.get().turned == [2]


def test_page_of_a_public_document_is_redacted_by_keyboard(
    site: str, open_page: OpenPage, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    release_types()
    staff_member(name="复核员")
    pk = paper(kept(), files=[upload("许可证.pdf", named_pdf())])
    work()
    page = open_page(f"{site}/en/documents/{pk}/", viewport=PHONE, bypass_csp=True)
    address = f"{site}{page.locator('ul.files a').first.get_attribute('href')}"
    assert SECRET in text_of(page.request.get(address).body())
    page.goto(f"{address}redact/")
    enter(page)
    page.locator("[data-page='1']").focus()
    for keys in ("Enter", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown", "Enter", "Enter", "Enter", "Delete"):
        page.keyboard.press(keys)
    told = page.locator("[data-redact-told]")
    assert told.text_content() == "The area on page 1 was taken back."
    assert page.locator("[data-page='1'] rect").count() == 1
    row = page.locator("tbody tr").first
    assert [row.locator(f"[name={name}]").input_value() for name in NAMES] == ["1", "11", "10", "31", "5"]
    page.locator("button[value=redact]").click()
    page.locator("#reason-fault").wait_for()
    assert faults_of(page) == []
    page.locator("#reason").fill("电话号码")
    page.locator("button[value=redact]").click()
    page.wait_for_url(f"**/documents/{pk}/")
    assert SECRET in text_of(page.request.get(f"{address}?original").body())  # kept aside for who may have it
    public = open_page(f"{site}/en/documents/{pk}/", viewport=PHONE)
    content = public.request.get(address).body()
    assert (text_of(content), SECRET.encode() in content) == ("", False)
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert (dict(opened.docinfo), "/Metadata" in opened.Root) == ({}, False)
    assert public.request.get(f"{address}?original").status == 404
    assert "电话号码" in public.locator("main").inner_text()
