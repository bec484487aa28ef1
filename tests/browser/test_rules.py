"""The rules in a browser: on a phone and a desk, light and dark; a table is tried without scripts and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.looking import faults_of
from tests.factories import release_rules

pytestmark = [pytest.mark.browser, pytest.mark.requirement("POL-1", "POL-2", "REM-1", "REM-2")]
VERSION = "/rules/removal/2017-06-01/"
TRY = "/rules/removal/try/"
PROVEN = (
    "record_type=supervision&matters=&matters=exceedance&matters=device-fault&published_on=2024-01-01"
    "&applied_on=2026-11-01&is_device_fault_proven=yes&exceedance_days=2"
)
PAGES = (
    "/rules/",
    "/rules/agencies/",
    f"{VERSION}table/removal/record-wrong/",
    f"{VERSION}condition/severe-measure/",
    f"{VERSION}parameter/removal-period/",
    f"{VERSION}fact/matters/",
    f"{TRY}?record_type=supervision",
    f"{TRY}?{PROVEN}",
    f"{TRY}?record_type=supervision&matters=waste-mixed&waste_t=abc",
    f"{TRY}?all=1&waste_t=2.5",
)


@pytest.fixture(autouse=True)
def _rules(site: str) -> None:
    del site  # its database is there
    release_rules()
    release_rules("agencies")


def opened(page: Page) -> None:
    """Opens whatever is folded, so that it is looked at as well."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.parametrize(("viewport", "prefix"), [(PHONE, ""), (DESKTOP, "/en")], ids=["phone-zh", "desktop-en"])
def test_every_page_is_accessible_and_fits(
    site: str, open_page: OpenPage, viewport: dict[str, int], prefix: str
) -> None:
    found = []
    page = open_page(f"{site}{prefix}/rules/", viewport=viewport, bypass_csp=True)
    for path in PAGES:
        page.goto(f"{site}{prefix}{path}")
        opened(page)
        found += faults_of(page)
    assert found == []


def test_table_is_tried_without_scripts_and_by_keyboard(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/en{TRY}", viewport=PHONE, java_script_enabled=False)
    expect(page.locator(".outcome")).to_have_text(re.compile("Not decided"))
    page.get_by_label("Pollutants were released above a national or provincial standard").press("Space")
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").press("Enter")
    for _ in range(8):
        if page.get_by_role("heading", name="No more questions").count():
            break
        answer(page)
    expect(page.locator(".outcome")).to_have_text(re.compile("Third-party on-site audit"))
    expect(page.locator(".rule-row").first).to_contain_text("IPE-2017 §2.2.2 (1)")
    page.get_by_role("link", name="change What it is about").click()
    expect(page.locator(".outcome")).to_have_text(re.compile("Not decided"))


def answer(page: Page) -> None:
    """Answers what is asked: dates, the type of record; whatever else is not known."""
    if page.locator("#published_on").count():
        page.locator("#published_on").fill("2025-01-01")
    elif page.locator("#applied_on").count():
        page.locator("#applied_on").fill("2026-11-01")
    elif page.locator("#record_type").count():
        page.get_by_label("Environmental supervision record").check()
    else:
        go_on(page, "I don't know")
        return
    go_on(page, "Continue")


def go_on(page: Page, button: str) -> None:
    """Sends the answer and waits until the next question is there."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def test_determination_stands_beside_the_question_on_a_desk(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}{TRY}?{PROVEN}", viewport=DESKTOP)
    asked, so_far = page.locator(".ask").bounding_box(), page.locator(".so-far").bounding_box()
    assert asked
    assert so_far
    assert so_far["x"] >= asked["x"] + asked["width"]
    assert so_far["y"] == asked["y"]
    expect(page.locator(".so-far-line")).to_be_hidden()
