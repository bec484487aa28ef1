"""A draw from the form to the result, on a phone without and with two people (EXP-1)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from qingce.doors.cli.draw_checking import check_draw_file
from qingce.shared.draws.models import Draw
from qingce.shared.ledger.actions import number_entries
from qingce.shared.parties.enums import StaffRole
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.factories import staff_member
from tests.shared.draws.making import due_now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("EXP-1")]


def value(page: Page) -> None:
    """Fills in what the sources of the worked example said."""
    page.locator("#value-1").fill("9319")
    page.locator("#value-2").fill("2 5 12 8 10")
    page.locator("#value-3").fill("9 18 26 34 41 45")
    page.get_by_label("Where you read it").fill("https://example.org/result")


def test_draw_is_frozen_after_a_look_at_it(site: str, open_page: OpenPage) -> None:
    staff_member(StaffRole.SENIOR_REVIEWER, email="x@example.org")
    page = open_page(f"{site}/en/office/draws/", viewport=PHONE, bypass_csp=True)
    enter(page, "x@example.org")
    assert faults_of(page) == []
    page.get_by_role("link", name="Freeze a draw").click()
    page.get_by_role("button", name="See what will be frozen").click()
    page.get_by_role("alert").wait_for()
    assert faults_of(page) == []
    page.get_by_label("What the draw is for").fill("抽取第三方技术评估专家")
    page.get_by_label("Occasion").fill("2026 年第 4 季度技术评估")
    page.get_by_label("The pool: public numbers, in their order").fill("P4K7ZQ2M1X\nP9B3XW5T0C\nP1D8RN6V2E")
    page.get_by_label("Excluded, with reasons").fill("P9B3XW5T0C, Employer, 所评机构的员工")
    page.get_by_label("How many are to be drawn").fill("1")
    page.locator("#what-1").fill("样例彩票 2026 年第 1 期")
    page.locator("#where-1").fill("https://example.org/one")
    page.locator("#due-1").fill((timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    page.locator("#numbers-1").fill("6")
    page.locator("#highest-1").fill("33")
    page.get_by_role("button", name="See what will be frozen").click()
    page.get_by_role("heading", name="What will be frozen").wait_for()
    assert faults_of(page) == []
    assert not Draw.objects.exists()
    page.get_by_role("button", name="Freeze it; this is final").click()
    page.get_by_role("status").wait_for()
    assert faults_of(page) == []
    number_entries(at=timezone.now())
    page.get_by_role("link", name="As the public sees it").click()
    page.get_by_role("heading", name="What was frozen").wait_for()
    assert faults_of(page) == []
    told = page.locator("main").inner_text()
    assert ("P9B3XW5T0C" in told, "before a value could be known" in told) == (True, True)


def test_value_settles_it_and_two_people_correct_it(site: str, open_page: OpenPage) -> None:
    number = due_now()
    staff_member(StaffRole.SENIOR_REVIEWER, email="x@example.org")
    staff_member(StaffRole.ADMINISTRATOR, email="y@example.org")
    one = open_page(f"{site}/en/office/draws/{number}/", viewport=PHONE, bypass_csp=True)
    enter(one, "x@example.org")
    assert faults_of(one) == []
    value(one)
    one.get_by_role("button", name="Enter it and draw").click()
    one.get_by_role("status").wait_for()
    assert faults_of(one) == []
    one.get_by_label("Public number of who declined").select_option("P07")
    one.locator("#replace-reason").fill("出差")
    one.get_by_role("button", name="Put the next of the order in this place").click()
    one.get_by_role("status").wait_for()
    assert "P17 P16 P02" in one.locator("main").inner_text()
    value(one)
    one.locator("#value-1").fill("9318")
    one.locator("#correct-reason").fill("误读一位")
    one.get_by_role("button", name="Propose this value").click()
    one.get_by_role("link", name="Look at it").wait_for()
    assert faults_of(one) == []

    other = open_page(f"{site}/en/office/decisions/", viewport=PHONE, bypass_csp=True)
    enter(other, "y@example.org")
    other.get_by_role("link", name="Correct the random value of a draw").click()
    other.get_by_role("button", name="Confirm and do it").wait_for()
    assert faults_of(other) == []
    other.get_by_role("button", name="Confirm and do it").click()
    other.get_by_role("status").wait_for()
    number_entries(at=timezone.now())
    other.goto(f"{site}/en/draws/{number}/")
    assert faults_of(other) == []
    told = other.locator("main").inner_text()
    assert ("误读一位" in told, "Former value 1, corrected since" in told) == (True, True)
    with other.expect_download() as download:
        other.get_by_role("link", name="Download the draw as JSON").click()
    found = check_draw_file(download.value.path().read_text("utf-8"), None)
    assert (len(found.values), json.dumps(found.values[0].standing)) == (2, '["P17", "P16", "P02"]')
    other.goto(f"{site}/en/draws/")
    assert faults_of(other) == []
