"""The staff's way through the office: log in, what waits, one's account, log out; with axe on each page."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.entering import enter
from tests.factories import staff_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("ACC-1")]
LOG_IN = "main form.form button[type=submit]"
SMALL_PHONE = {"width": 320, "height": 640}
OWN_PAGES = (
    "account/",
    "account/security/",
    "account/activity/",
    "account/2fa/",
    "account/sessions/",
    "organisations/",
    "organisations/new/",
    "office/",
)


def look_at(page: Page, width: int) -> None:
    """What holds on each page of the walk."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") == width, page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL_PHONE, DESKTOP], ids=["small-phone", "desktop"])
@pytest.mark.parametrize("language", ["", "/en"], ids=["zh", "en"])
def test_staff_log_in_and_out(
    site: str, open_page: OpenPage, language: str, viewport: dict[str, int], scheme: str
) -> None:
    staff_member(name="复核员")
    office = f"{site}{language}/office/"
    page = open_page(office, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    look_at(page, viewport["width"])
    page.locator("input[name=login]").fill("a@example.org")
    page.locator("input[name=password]").fill("a wrong one")
    page.locator(LOG_IN).click()
    page.get_by_role("alert").wait_for()
    assert page.locator("input[name=login]").input_value() == "a@example.org"
    look_at(page, viewport["width"])
    enter(page)
    page.wait_for_url(office)
    own = f"{site}{language}/"
    for path in OWN_PAGES:
        page.goto(own + path)
        look_at(page, viewport["width"])
    page.locator(".office-nav button").click()
    page.wait_for_url(own)
    page.goto(office)
    assert page.locator("input[name=password]").is_visible()
