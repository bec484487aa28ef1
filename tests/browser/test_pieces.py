"""A large file goes with a form piece by piece, in a real browser, on from where the line was cut."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Route
from pytest_django.fixtures import Settings

from qingce.domain.records.models import Record, RequestEvidence
from qingce.shared.files.models import PartialUpload, StoredFile
from tests import hostile_files as made
from tests.browser.conftest import PHONE, OpenPage

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
