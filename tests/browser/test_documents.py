"""The shelf in a browser: a paper added, many at once, its page, who may see it, and what the public sees."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from qingce.domain.documents.models import Document
from tests import hostile_files
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.domain.documents.keeping import kept, release_types
from tests.domain.documents.keeping import paper as added
from tests.factories import staff_member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("DIS-4", "REM-2", "REM-11", "SVC-4"),
]


def paper(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": hostile_files.plain_pdf()}


def looked_at(page: Page, name: str) -> None:
    """The page is sound at every width."""
    assert faults_of(page) == [], name


@pytest.mark.parametrize(("viewport", "language"), [(PHONE, ""), (DESKTOP, "/en")], ids=["phone-zh", "desktop-en"])
def test_shelf_is_filled_and_shown(site: str, open_page: OpenPage, viewport: dict[str, int], language: str) -> None:
    release_types()
    own = kept()
    staff_member(name="复核员")
    address = f"{site}{language}/enterprises/{own.enterprise}/documents/"
    page = open_page(address, viewport=viewport, bypass_csp=True)
    enter(page, "b@example.org", with_code=False)
    page.locator("#missing").wait_for()
    looked_at(page, "empty")
    page.locator("a[href$='/documents/new/']").first.click()
    page.locator("#type").select_option("discharge-permit")
    page.locator("#files").set_input_files([paper("许可证一.pdf"), paper("许可证二.pdf")])  # type: ignore[list-item]
    page.locator("#issuer").fill("绍兴市生态环境局")
    page.locator("#number").fill("91000000MA0000001R001P")
    page.locator("#issued_on").fill("2024-03-02")
    page.locator("#expires_on").fill("2024-03-01")
    page.locator("main form.form button[type=submit]").click()
    page.locator("#faults").wait_for()
    looked_at(page, "wrong")
    assert page.locator("input[name=kept]").count() == 2
    page.locator("#expires_on").fill("2020-01-31")
    page.locator("#issued_on").fill("2015-02-01")
    page.locator("main form.form button[type=submit]").click()
    page.locator("#withdraw").wait_for()
    looked_at(page, "one")
    page.goto(f"{site}{language}/enterprises/{own.enterprise}/documents/several/")
    files = [paper("危废合同2024.pdf"), paper("环评批复.pdf"), paper("IMG_1.pdf")]
    page.locator("#files").set_input_files(files)  # type: ignore[arg-type]
    page.locator("button[value=look]").click()
    page.locator("button[value=add]").wait_for()
    looked_at(page, "several")
    page.locator("button[value=add]").click()
    page.locator("#shelf").wait_for()
    looked_at(page, "shelf")
    assert Document.objects.count() == 4
    page.goto(f"{site}{language}/account/")
    looked_at(page, "home")
    page.goto(f"{site}{language}/documents/{Document.objects.earliest('pk').pk}/version/")
    looked_at(page, "version")


@pytest.mark.parametrize(("viewport", "language"), [(PHONE, "/en"), (DESKTOP, "")], ids=["phone-en", "desktop-zh"])
def test_public_and_office_see_their_part(
    site: str, open_page: OpenPage, viewport: dict[str, int], language: str
) -> None:
    release_types()
    own = kept()
    staff_member(name="复核员")
    added(own, title="排污许可证（正本）", issuer="绍兴市生态环境局")
    closed = added(own, "waste-contract")
    page = open_page(f"{site}{language}/enterprises/{own.enterprise}/", viewport=viewport, bypass_csp=True)
    looked_at(page, "public")
    assert page.locator("section[aria-labelledby=documents] tbody tr").count() == 1
    page.goto(f"{site}{language}/office/enterprises/{own.enterprise}/documents/")
    enter(page)
    page.locator("#shelf").wait_for()
    looked_at(page, "office")
    page.goto(f"{site}{language}/documents/{closed}/")
    page.locator("#audience").select_option("closed")
    page.locator("#why").fill("含商业秘密")
    page.locator("button[value=audience]").click()
    page.locator(".notice").first.wait_for()
    looked_at(page, "outline")
