"""A survey of cleaner production from its design to the report, its lead at a desk, its surveyor on a phone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from qingce.domain.cleaner_production.actions import take_in_survey
from qingce.shared.ledger.actions import number_entries
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.queries import operator
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.domain.cleaner_production.surveying import audited
from tests.factories import AT, release_rules, staff_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("CPA-4", "CPA-5")]


def press(page: Page, name: str) -> None:
    """Sends a form, waits for what is told, and finds nothing wrong with the page."""
    page.get_by_role("button", name=name).click()
    page.get_by_role("status").wait_for()
    assert faults_of(page) == []


def design_and_freeze(page: Page) -> None:
    page.get_by_label("Name of the survey").fill("样例调研")
    page.get_by_label("First year of the rosters").fill("2019")
    page.get_by_label("Last year of the rosters").fill("2022")
    page.get_by_label("telephoned first: from").fill("2020")
    page.locator("#preferred_until").fill("2021")
    press(page, "Keep the design")
    page.locator("#what-1").fill("样例彩票第 1 期")
    page.locator("#where-1").fill("https://example.org/one")
    page.locator("#due-1").fill((timezone.localtime() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    page.locator("#numbers-1").fill("1")
    page.locator("#highest-1").fill("9999")
    press(page, "Freeze it; this is final")


def draw_and_give_out(page: Page, survey: str) -> None:
    page.get_by_role("region").get_by_role("link", name=re.compile(r"^Draw \d+$")).click()
    page.locator("#value-1").fill("4711")
    page.get_by_label("Where you read it").fill("https://example.org/result")
    press(page, "Enter it and draw")
    page.goto(survey)
    press(page, "Take the sample from the drawn order")
    page.get_by_role("link", name="Give it out").first.click()
    page.get_by_label("Surveyor", exact=True).select_option(label="调研员一")
    press(page, "Give it to them")


def search_call_and_code(page: Page) -> None:
    page.locator("tbody a").first.click()
    page.get_by_label("Where: site, search engine").fill("样例搜索引擎")
    page.get_by_label("What came of it").select_option("not-found")
    press(page, "Note it")
    page.get_by_label("What you did").select_option("call")
    page.get_by_label("What came of it").select_option("not-reached")
    page.get_by_label("Where: site, search engine").fill("样例办公室")
    press(page, "Note it")
    page.get_by_label("By what you found").select_option("not-published")
    press(page, "Code it so")


def test_survey_is_walked_from_its_design_to_the_report(
    site: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_rules("cleaner-production", at=timezone.now() - timedelta(days=1))
    take_in_survey(operator("test"), at=AT)
    audited()
    staff_member(StaffRole.SENIOR_REVIEWER, email="lead@example.org")
    staff_member(StaffRole.REVIEWER, name="调研员一", email="one@example.org")
    lead = open_page(f"{site}/en/office/cleaner-production/surveys/", bypass_csp=True)
    enter(lead, "lead@example.org")
    assert faults_of(lead) == []
    design_and_freeze(lead)
    survey = lead.url
    number_entries(at=timezone.now())
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=2))  # the lottery was held
    lead.goto(survey)
    draw_and_give_out(lead, survey)
    one = open_page(f"{survey.rstrip('/')}/mine/", viewport=PHONE, bypass_csp=True)
    enter(one, "one@example.org")
    assert faults_of(one) == []
    search_call_and_code(one)
    lead.goto(f"{survey.rstrip('/')}/letters/310000/")
    lead.get_by_label("To", exact=True).fill("样例厅")
    press(lead, "Write it with today’s figures")
    press(lead, "Issue it; it then stays as it is")
    press(lead, "It was sent; publish it")
    one.goto(f"{site}/en/cleaner-production/reports/2022/")
    assert faults_of(one) == []
    assert "1 of 5 sampled enterprises are coded so far." in one.locator("main").inner_text()
    one.get_by_role("button", name="As a document: PDF and DOCX").click()
    one.get_by_role("link", name="PDF").first.wait_for()
    one.goto(f"{site}/cleaner-production/surveys/{survey.rstrip('/').rpartition('/')[2]}/")
    assert faults_of(one) == []
