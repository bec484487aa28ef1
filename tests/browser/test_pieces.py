"""A large file goes with a form piece by piece, in a real browser, on from where a piece did not arrive."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Route
from pytest_django.fixtures import Settings

from qingce.domain.records.models import Record, RequestEvidence
from qingce.shared.files.models import StoredFile
from tests import hostile_files as made
from tests.browser.conftest import DESKTOP, PHONE, OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("REC-2", "DIS-3")]
MB = 1024 * 1024


def large_pdf() -> bytes:
    doc = made.pdf()
    doc.pages[0].obj.Filler = doc.make_stream(os.urandom(9 * MB))
    return made.saved(doc)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_large_file_goes_on_where_it_stopped(
    site: str, open_page: OpenPage, records: list[Record], settings: Settings, tmp_path: Path, viewport: dict[str, int]
) -> None:
    settings.HOME = tmp_path
    page = open_page(f"{site}/en/records/{records[0].pk}/report/", viewport=viewport)
    offsets: list[int] = []

    def fail_once(route: Route) -> None:
        if route.request.method == "PATCH":
            offsets.append(int(route.request.headers["upload-offset"]))
            if len(offsets) == 2:
                route.fulfill(status=423, body="")
                return
        route.continue_()

    page.route("**/uploads/*/", fail_once)
    page.locator("input[name=kind]").first.check()
    page.locator("textarea[name=statement]").fill("罚款金额应为十二万元")
    content = {"name": "判决书.pdf", "mimeType": "application/pdf", "buffer": large_pdf()}
    page.locator("#files").set_input_files(content)  # type: ignore[arg-type]
    page.locator("main form.form button[type=submit]").last.click()
    page.wait_for_url("**/requests/**")
    assert offsets == [0, 4 * MB, 4 * MB, 8 * MB]
    assert RequestEvidence.objects.get().file_id == StoredFile.objects.get().pk
    assert StoredFile.objects.get().size_bytes > 9 * MB
