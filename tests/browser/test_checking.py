"""A document from the button on a public page to a returned scan that is held against it, on a phone (DIS-3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingce.domain.records.models import Record
from qingce.shared.issuing.models import IssuedDocument
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.looking import faults_of
from tests.doors.web.checking import scans

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("DIS-3", "REC-7")]


@pytest.mark.parametrize(("size", "prefix"), [(PHONE, ""), (DESKTOP, "/en")])
def test_extract_is_issued_checked_and_compared(
    site: str, records: list[Record], open_page: OpenPage, tmp_path: Path, size: dict[str, int], prefix: str
) -> None:
    page = open_page(f"{site}{prefix}/records/{records[0].pk}/", viewport=size, bypass_csp=True)
    page.locator("form[action$='/extract/'] button").click()
    page.wait_for_url("**/check/*/")
    assert faults_of(page) == []
    row = IssuedDocument.objects.get()
    first, *rest = scans.scanned(scans.issued_file(row))
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(scans.as_pdf([*map(scans.sealed, rest), scans.with_foreign_code(first)]))
    page.locator("#files").set_input_files(scan)
    page.locator("form[enctype] button[type=submit]").click()
    page.locator("#found").wait_for()
    assert "elsewhere.example.org" in page.locator("main").inner_text()
    assert faults_of(page) == []
    page.goto(f"{site}{prefix}/check/?code=K7QD")
    page.get_by_role("alert").wait_for()
    assert faults_of(page) == []
