"""Trends and map in a browser: on a phone and a desk, light and dark, without scripts and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.looking import faults_of
from tests.factories import count

pytestmark = [pytest.mark.browser, pytest.mark.requirement("REC-8")]


@pytest.mark.parametrize(("viewport", "prefix"), [(PHONE, ""), (DESKTOP, "/en")], ids=["phone-zh", "desktop-en"])
def test_trends_are_accessible_and_fit(site: str, open_page: OpenPage, viewport: dict[str, int], prefix: str) -> None:
    count()
    page = open_page(f"{site}{prefix}/trends/", viewport=viewport, bypass_csp=True)
    found = []
    for path in ("/", *(f"/trends/{query}" for query in ("", "?province=310000", "?from=abc", "?year=1900"))):
        page.goto(f"{site}{prefix}{path}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found += faults_of(page)
    assert found == []


def test_tile_leads_to_its_records_by_keyboard_and_without_scripts(site: str, open_page: OpenPage) -> None:
    count()
    page = open_page(f"{site}/en/trends/", viewport=PHONE, java_script_enabled=False)
    tile = page.get_by_role("link", name="Shanghai: ")
    records = tile.get_attribute("aria-label") or ""
    with page.expect_navigation():
        tile.press("Enter")
    expect(page.locator("#tab-record b")).to_have_text(records.split(": ")[1].split(" ")[0])
