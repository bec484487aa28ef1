"""A record leaves the public list by two people, each in a browser of one's own (REC-10, ACC-2)."""

from __future__ import annotations

import pytest

from qingce.domain.records.models import Record
from qingce.shared.parties.enums import StaffRole
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.factories import PASSWORD, somebody, staff_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("REC-10", "ACC-2")
def test_one_proposes_another_confirms(site: str, records: list[Record], open_page: OpenPage) -> None:
    first = staff_member(name="初审", email="x@example.org")
    second = staff_member(StaffRole.SENIOR_REVIEWER, name="复审", email="y@example.org")
    number = records[0].pk
    one = open_page(f"{site}/en/office/records/", viewport=PHONE, bypass_csp=True)
    enter(one, "x@example.org")
    assert faults_of(one) == []
    one.get_by_label("Number of the record").fill(str(number))
    one.get_by_role("button", name="Look up").click()
    one.get_by_role("heading", name="Propose to withdraw it").wait_for()
    assert faults_of(one) == []
    one.get_by_label("Why; shown in public").fill("发布单位已撤回")
    one.get_by_label("Clause or judgment, if any").fill("第五条")
    one.get_by_role("button", name="Propose it").click()
    one.get_by_role("button", name="Take it back").wait_for()
    assert faults_of(one) == []
    assert one.get_by_role("button", name="Confirm and do it").count() == 0

    other = open_page(f"{site}/en/office/decisions/", viewport=PHONE, bypass_csp=True)
    enter(other, "y@example.org")
    other.get_by_role("link", name="Withdraw a record").wait_for()
    assert faults_of(other) == []
    assert other.request.get(f"{site}/en/records/{number}/").status == 200
    other.get_by_role("link", name="Withdraw a record").click()
    other.get_by_role("button", name="Confirm and do it").wait_for()
    assert faults_of(other) == []
    other.get_by_role("button", name="Confirm and do it").click()
    other.get_by_role("status").wait_for()
    other.goto(f"{site}/en/records/{number}/")
    assert faults_of(other) == []
    told = other.locator("main").inner_text()
    assert ("发布单位已撤回" in told, f"Staff {first.number}, Staff {second.number}" in told) == (True, True)
    assert "初审" not in told


@pytest.mark.requirement("ACC-1")
def test_own_data_is_seen_entered_and_erased_on_a_phone(site: str, open_page: OpenPage) -> None:
    person = somebody("b@example.org", name="张样本")
    page = open_page(f"{site}/en/account/entries/", viewport=PHONE, bypass_csp=True)
    enter(page, "b@example.org", with_code=False)
    page.get_by_label("Speciality").first.fill("印染废水")
    assert faults_of(page) == []
    page.get_by_role("button", name="Save").first.click()
    page.get_by_role("button", name="Remove this entry").wait_for()
    page.goto(f"{site}/en/account/data/")
    assert faults_of(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download my data").click()
    assert "印染废水" in download.value.path().read_text("utf-8")
    page.get_by_role("link", name="Erase my account").click()
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form.form button[type=submit]").first.click()
    page.get_by_role("button", name="Erase my account for good").click()
    page.get_by_role("alert").wait_for()
    assert faults_of(page) == []
    page.get_by_label("Type your e-mail address").fill("b@example.org")
    page.get_by_role("button", name="Erase my account for good").click()
    page.get_by_role("heading", name="Your account is erased").wait_for()
    assert faults_of(page) == []
    person.refresh_from_db()
    assert person.name == ""
    page.goto(f"{site}/en/privacy/")
    assert faults_of(page) == []
    page.goto(f"{site}/privacy/")
    assert faults_of(page) == []
