"""Marking what goes by drawing over a page, in a real browser; the pages as pictures beside the file."""

from __future__ import annotations

from pathlib import Path

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
from tests.factories import AT, ask, staff_member, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("REC-2", "DIS-4")]


@pytest.fixture
def file(settings: Settings, tmp_path: Path, records: list[Record]) -> str:
    settings.HOME = tmp_path
    kept = keep_upload([made.saved(made.pdf(2))], name="证据.pdf", accepts=FileType, purpose=EVIDENCE, at=AT).id
    ask(records[0], files=(kept,))
    work()
    return f"office/requests/{CorrectionRequest.objects.get().pk}/files/{kept}/"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
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
    row.locator("[name=page]").fill("")
    assert picture.locator("rect").count() == 0
    row.locator("[name=page]").fill("2")
    page.locator("#reason").fill("个人隐私")
    assert faults_of(page) == []
    page.locator("button[value=redact]").click()
    page.wait_for_url(f"**{file.partition('files/')[0]}")
    work()
    page.reload()
    for each in page.locator("details.page-pictures summary").all():
        each.click()
    assert page.locator("details.page-pictures img").count() == 4
    assert faults_of(page) == []
    assert Redaction.objects.get().turned == [2]
