"""The staff's way through the office: log in, what waits, one's account, log out; with axe on each page."""

from __future__ import annotations

import pytest

from qingce.shared.parties.enums import StaffRole
from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
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


@pytest.mark.parametrize("viewport", [SMALL_PHONE, DESKTOP], ids=["small-phone", "desktop"])
@pytest.mark.parametrize("language", ["", "/en"], ids=["zh", "en"])
def test_staff_log_in_and_out(site: str, open_page: OpenPage, language: str, viewport: dict[str, int]) -> None:
    staff_member(StaffRole.SENIOR_REVIEWER, name="复核员")
    office = f"{site}{language}/office/"
    page = open_page(office, viewport=viewport, bypass_csp=True)
    assert faults_of(page) == []
    page.locator("input[name=login]").fill("a@example.org")
    page.locator("input[name=password]").fill("a wrong one")
    page.locator(LOG_IN).click()
    page.get_by_role("alert").wait_for()
    assert page.locator("input[name=login]").input_value() == "a@example.org"
    assert faults_of(page) == []
    enter(page)
    page.wait_for_url(office)
    own = f"{site}{language}/"
    for path in OWN_PAGES:
        page.goto(own + path)
        assert faults_of(page) == []
    page.locator(".office-nav button").click()
    page.wait_for_url(own)
    page.goto(office)
    assert page.locator("input[name=password]").is_visible()
