"""A survey of cleaner production from its design to the report, on a phone (CPA-4, CPA-5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from qingce.domain.cleaner_production.actions import take_in_survey
from qingce.domain.cleaner_production.models import Survey
from qingce.shared.draws.models import Draw
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.queries import operator
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.domain.cleaner_production.surveying import audited, given, sample_of
from tests.factories import AT, acting, release_rules, staff_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("CPA-4", "CPA-5")]


def press(page: Page, name: str) -> None:
    """Sends a form, waits for what is told, and finds nothing wrong with the page."""
    page.get_by_role("button", name=name).click()
    page.get_by_role("status").wait_for()
    assert faults_of(page) == []


def test_survey_is_designed_and_its_draw_announced(site: str, open_page: OpenPage) -> None:
    release_rules("cleaner-production", at=timezone.now() - timedelta(days=1))
    audited()
    staff_member(StaffRole.SENIOR_REVIEWER, email="lead@example.org")
    page = open_page(f"{site}/en/office/cleaner-production/surveys/", viewport=PHONE, bypass_csp=True)
    enter(page, "lead@example.org")
    assert faults_of(page) == []
    page.get_by_label("Name of the survey").fill("样例调研")
    page.get_by_label("First year of the rosters").fill("2019")
    page.get_by_label("Last year of the rosters").fill("2022")
    page.get_by_label("telephoned first: from").fill("2020")
    page.locator("#preferred_until").fill("2021")
    press(page, "Keep the design")
    page.locator("#what-1").fill("样例彩票第 1 期")
    page.locator("#where-1").fill("https://example.org/one")
    page.locator("#due-1").fill((timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    page.locator("#numbers-1").fill("1")
    page.locator("#highest-1").fill("9999")
    press(page, "Freeze it; this is final")
    assert (Draw.objects.get().eligible, Survey.objects.get().draw_id) == (5, Draw.objects.get().pk)


def test_search_call_letter_and_report(site: str, open_page: OpenPage) -> None:
    take_in_survey(operator("test"), at=AT)
    lead = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="lead@example.org"))
    one = acting(staff_member(StaffRole.REVIEWER, name="调研员一", email="one@example.org"))
    survey = given(lead, one)
    page = open_page(f"{site}/en/office/cleaner-production/surveys/{survey}/mine/", viewport=PHONE, bypass_csp=True)
    enter(page, "one@example.org")
    assert faults_of(page) == []
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
    page.goto(f"{site}/en/office/cleaner-production/surveys/{survey}/letters/310000/")
    page.get_by_label("To", exact=True).fill("样例厅")
    press(page, "Write it with today’s figures")
    press(page, "Issue it; it then stays as it is")
    press(page, "It was sent; publish it")
    page.goto(f"{site}/en/cleaner-production/reports/2022/")
    assert faults_of(page) == []
    assert "1 of 3 sampled enterprises are coded so far." in page.locator("main").inner_text()
    page.get_by_role("button", name="As a document: PDF and DOCX").click()
    page.get_by_role("link", name="PDF").first.wait_for()
    page.goto(f"{site}/cleaner-production/surveys/{survey}/")
    assert faults_of(page) == []
    assert len(sample_of(survey)) == 3
