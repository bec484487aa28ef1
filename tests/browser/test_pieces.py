"""A large file goes with a form piece by piece, in a real browser, on from where the line was cut."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route
from pytest_django.fixtures import Settings

from qingce.domain.documents.models import VersionFile
from qingce.domain.records.models import Record, RequestEvidence
from qingce.shared.files.models import PartialUpload, StoredFile
from tests import hostile_files as made
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.domain.documents.keeping import kept, release_types

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("REC-2", "DIS-3")]
KB = 1024


def large_pdf() -> bytes:
    doc = made.pdf()
    doc.pages[0].obj.Filler = doc.make_stream(os.urandom(1500 * KB))
    return made.saved(doc)


def test_large_file_goes_on_where_it_stopped(
    site: str, open_page: OpenPage, records: list[Record], settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    page = open_page(f"{site}/en/records/{records[0].pk}/report/", viewport=PHONE)
    offsets: list[int] = []

    def cut_once(route: Route) -> None:
        if route.request.method == "PATCH":
            offsets.append(int(route.request.headers["upload-offset"]))
            if len(offsets) == 2:
                route.fulfill(status=423, body="")
                return
        route.continue_()

    page.route("**/uploads/*/", cut_once)
    page.locator("input[name=kind]").first.check()
    page.locator("textarea[name=statement]").fill("罚款金额应为十二万元")
    refused = {"name": "page.pdf", "mimeType": "application/pdf", "buffer": b"<html>" + b"x" * 600 * KB}
    content = {"name": "判决书.pdf", "mimeType": "application/pdf", "buffer": large_pdf()}
    send = page.locator("main form.form button[type=submit]").last
    page.locator("#files").set_input_files(refused)  # type: ignore[arg-type]
    send.click()
    said = page.locator("[data-pieces-told] [role=status]")
    said.filter(has_text="page.pdf:").wait_for()
    offsets.clear()
    page.locator("#files").set_input_files(content)  # type: ignore[arg-type]
    send.click()
    said.filter(has_text="It goes on by itself").wait_for()
    assert page.locator("[data-pieces-told] progress").get_attribute("aria-label") == "How much of the files is there"
    page.wait_for_url("**/requests/**")
    assert offsets[:3] == [0, 256 * KB, 256 * KB]
    assert RequestEvidence.objects.get().file_id == StoredFile.objects.get().pk
    assert [row.file_id for row in PartialUpload.objects.all()] == [StoredFile.objects.get().pk]


def send_report(page: Page, file: Path) -> None:
    page.locator("#type").select_option("eia-report")
    page.locator("#files").set_input_files(file)
    page.locator("main form.form button[type=submit]").last.click()


def test_upload_goes_on_after_the_page_was_loaded_anew_and_is_called_off_in_another_tab(
    site: str, open_page: OpenPage, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    release_types()
    own = kept()
    address = f"{site}/en/enterprises/{own.enterprise}/documents/new/"
    context = open_page(address, viewport=PHONE, bypass_csp=True).context
    enter(context.pages[0], "b@example.org", with_code=False)
    file = tmp_path / "环评 报告.pdf"
    file.write_bytes(large_pdf())
    offsets: list[int] = []
    is_cut = True

    def cut(route: Route) -> None:
        offset = int(route.request.headers.get("upload-offset", "0"))
        if route.request.method == "PATCH":
            offsets.append(offset)
        if is_cut and offset:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    context.route("**/uploads/*/", cut)
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        tab.goto(address)
        send_report(tab, file)
        tab.locator("[role=status]", has_text="The line is cut").wait_for()
    assert PartialUpload.objects.count() == 2
    assert faults_of(second) == []
    second.get_by_text("Cancel the upload").click()
    second.locator("[role=status]", has_text="What had come is deleted").wait_for()
    first.reload()
    first.locator("[role=status]", has_text="choose the same file again").wait_for()
    assert first.locator(".pieces-name").inner_text() == "环评 报告.pdf"
    assert faults_of(first) == []
    assert [row.file_id for row in PartialUpload.objects.all()] == [None]
    is_cut = False
    offsets.clear()
    send_report(first, file)
    first.locator("#withdraw").wait_for()
    assert offsets[0] == 256 * KB
    assert VersionFile.objects.get().file_id == StoredFile.objects.get().pk
