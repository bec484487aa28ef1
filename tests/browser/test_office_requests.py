"""A request goes from a stranger's form through the office to the record's page."""

from __future__ import annotations

import pytest

from qingce.domain.records.models import Record
from qingce.shared.parties.enums import StaffRole
from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.factories import ask, staff_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("REC-2")]


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, DESKTOP], ids=["small-phone", "desktop"])
def test_staff_answer_a_request(
    site: str, records: list[Record], open_page: OpenPage, viewport: dict[str, int]
) -> None:
    staff_member(StaffRole.SENIOR_REVIEWER, name="复核员")
    ask(records[0], field="fine_cny", proposed="十二万元")
    page = open_page(f"{site}/en/office/requests/", viewport=viewport, bypass_csp=True)
    enter(page)
    page.locator("table a").first.wait_for()
    for step in ("queue", "one", "preview"):
        if step == "one":
            page.locator("table a").first.click()
        elif step == "preview":
            page.get_by_label("Corrected", exact=True).check()
            page.get_by_label("New value").first.fill("120000")
            page.get_by_label("Answer and reason; shown in public").fill("与原文不符")
            page.get_by_role("button", name="Preview").click()
            page.get_by_role("heading", name="How it will read in public").wait_for()
        assert faults_of(page) == []
    page.get_by_role("button", name="Answer in public").click()
    page.get_by_role("status").wait_for()
    page.goto(f"{site}/en/records/{records[0].pk}/")
    assert "与原文不符" in page.locator("#requests + table").inner_text()
    assert "120,000" in page.locator("main").inner_text()
