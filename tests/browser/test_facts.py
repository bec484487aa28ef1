"""Confirming facts in a browser: keys, two windows at once, wrong figures, the override; with axe on each page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from qingce.domain.records.models import Record
from qingce.domain.removal.models import Confirmation, Override
from qingce.shared.parties.enums import StaffRole
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.factories import penalty, register, release_rules, staff_member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("POL-2", "POL-4", "REM-1"),
]


@pytest.fixture
def waiting(site: str) -> list[int]:
    """Three records to which removal applies, the newest first."""
    release_rules()
    register(penalty(doc_no="1号", title="甲项"), penalty(doc_no="2号", title="乙项"))
    numbers = Record.objects.filter(type="supervision").order_by("-pk").values_list("pk", flat=True)
    return list(numbers[:3])


def office(site: str, open_page: OpenPage, language: str, viewport: dict[str, int]) -> Page:
    staff_member(StaffRole.SENIOR_REVIEWER)
    address = f"{site}{language}/office/facts/"
    page = open_page(address, viewport=viewport, bypass_csp=True)
    enter(page)
    page.wait_for_url(address)
    assert faults_of(page) == []
    return page


@pytest.mark.parametrize(("viewport", "language"), [(PHONE, ""), (DESKTOP, "/en")], ids=["phone-zh", "desktop-en"])
def test_facts_are_confirmed_by_keys(
    site: str, open_page: OpenPage, waiting: list[int], language: str, viewport: dict[str, int]
) -> None:
    page = office(site, open_page, language, viewport)
    base = f"{site}{language}/office/facts/"
    page.keyboard.press("j")
    page.wait_for_url(f"{base}{waiting[0]}/")
    assert faults_of(page) == []
    page.keyboard.press("j")
    page.wait_for_url(f"{base}{waiting[1]}/")
    page.keyboard.press("k")
    page.wait_for_url(f"{base}{waiting[0]}/")
    assert page.locator("#v1-matters-exceedance").is_checked()
    page.locator("#v1-matters-exceedance").uncheck()
    page.locator("#v1-matters-noise-disturbance").check()
    with page.expect_navigation():
        page.keyboard.press("c")  # a box that was just ticked does not swallow the key
    assert page.locator("#v1-matters-noise-disturbance").is_checked()
    assert not page.locator("#v1-matters-exceedance").is_checked()
    assert not Confirmation.objects.exists()
    assert faults_of(page) == []
    page.keyboard.press("y")
    page.wait_for_url(f"{base}{waiting[1]}/?kept={waiting[0]}")
    assert Confirmation.objects.get().violations == [{"text": "", "facts": {"matters": ["noise-disturbance"]}}]
    page.goto(f"{site}{language}/records/{waiting[0]}/")
    assert faults_of(page) == []


def test_wrong_figure_is_told_and_led_to(site: str, open_page: OpenPage, waiting: list[int]) -> None:
    page = office(site, open_page, "/en", DESKTOP)
    page.goto(f"{site}/en/office/facts/{waiting[0]}/")
    page.locator("#v1-waste_t").fill("three")
    page.locator("button[value=confirm]").click()
    page.get_by_role("alert").get_by_role("link").click()
    assert page.url.endswith("#v1-waste_t")
    assert page.locator("#v1-waste_t").input_value() == "three"
    assert faults_of(page) == []
    page.locator("#v1-waste_t").fill("3")
    page.locator("#v1-waste_t").press("Enter")  # checks, and keeps nothing
    page.get_by_role("heading", name="What the rules say of it, not kept yet").wait_for()
    assert not Confirmation.objects.exists()


def test_second_window_is_told_and_keeps_what_was_typed(site: str, open_page: OpenPage, waiting: list[int]) -> None:
    page = office(site, open_page, "/en", DESKTOP)
    address = f"{site}/en/office/facts/{waiting[0]}/"
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    other.locator("button[value=confirm]").click()
    other.wait_for_url(f"{site}/en/office/facts/{waiting[1]}/?kept={waiting[0]}")
    page.locator("#v1-waste_t").fill("2.5")
    page.locator("button[value=confirm]").click()
    page.get_by_role("heading", name="Somebody else was faster").wait_for()
    assert page.locator("#v1-waste_t").input_value() == "2.5"
    assert faults_of(page) == []
    page.locator("button[value=confirm]").click()
    page.wait_for_url(f"{site}/en/office/facts/{waiting[1]}/?kept={waiting[0]}")
    assert [each.place for each in Confirmation.objects.order_by("place")] == [1, 2]


def test_override_is_decided_and_ended(site: str, open_page: OpenPage, waiting: list[int]) -> None:
    page = office(site, open_page, "/en", DESKTOP)
    address = f"{site}/en/office/facts/{waiting[0]}/"
    page.goto(address)
    page.locator("button[value=override]").click()
    page.get_by_role("alert").wait_for()
    page.locator("#outcome-off-site").check()
    with page.expect_navigation():
        page.locator("button[value=insert]").click()
    assert page.locator("#outcome-off-site").is_checked()
    page.locator("button[value=override]").click()
    page.get_by_role("status").wait_for()
    assert faults_of(page) == []
    page.goto(f"{site}/en/records/{waiting[0]}/")
    assert page.locator(".removal .override").is_visible()
    assert faults_of(page) == []
    page.goto(address)
    page.locator("#reason").fill("证明被撤回")
    page.locator("button[value=end-override]").click()
    page.get_by_role("status").wait_for()
    assert list(Override.objects.order_by("place").values_list("outcome", flat=True)) == ["off-site", ""]
