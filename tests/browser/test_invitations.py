"""Somebody is invited to an organisation, comes by the letter's link, and joins (ACC-1, ACC-2)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from qingce.shared.mail.models import Letter
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.factories import PASSWORD, organisation, somebody

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("ACC-1", "ACC-2"),
]
GUEST = "guest@example.org"


@pytest.fixture
def admins(site: str, open_page: OpenPage) -> Page:
    """The page of an organisation, open in the browser of its admin, who has just invited the guest."""
    number = organisation(somebody(name="管理员"))
    page = open_page(f"{site}/organisations/{number}/", bypass_csp=True)
    enter(page, "b@example.org", with_code=False)
    page.locator("#email").fill(GUEST)
    page.locator("#role").select_option("editor")
    page.locator("main button[name=act][value=invite]").click()
    heading = page.get_by_role("heading", name="未答复的邀请").bounding_box()
    button = page.locator("main button[value=invite]").bounding_box()
    assert heading is not None
    assert button is not None
    assert heading["y"] - button["y"] - button["height"] >= 24
    assert faults_of(page) == []
    return page


def link() -> str:
    """The link of the letter that the guest got."""
    return str(Letter.objects.get(to=GUEST, kind="invitation").params["link"])


def join(page: Page) -> None:
    """Joins on the page of the invitation, which is open."""
    page.locator("main button[name=act][value=accept]").wait_for()
    assert faults_of(page) == []
    page.locator("main button[name=act][value=accept]").click()
    page.get_by_role("status").wait_for()
    assert faults_of(page) == []


def members(page: Page) -> list[str]:
    """Whom the page of an organisation lists as its members, read anew."""
    page.reload()
    return page.locator("#members + table tbody th").all_inner_texts()


def test_somebody_with_an_account_logs_in_by_the_link_and_joins(admins: Page, open_page: OpenPage) -> None:
    somebody(GUEST, name="客人")
    page = open_page(link(), viewport=PHONE, bypass_csp=True)
    enter(page, GUEST, with_code=False)
    join(page)
    assert page.url == admins.url
    assert members(admins) == ["管理员", "客人"]


def test_somebody_new_signs_up_by_the_link_and_joins(admins: Page, open_page: OpenPage) -> None:
    page = open_page(link(), viewport=DESKTOP, bypass_csp=True)
    page.locator("main a[href*='/account/signup/']").click()
    for name, value in {"email": GUEST, "name": "新人", "password1": PASSWORD}.items():
        page.locator(f"main input[name={name}]").fill(value)
    page.locator("input[name=agrees]").check()
    page.locator("main form.form button[type=submit]").first.click()
    page.locator("main input[name=code]").fill(Letter.objects.get(to=GUEST, kind="confirm-email").params["code"])
    page.locator("main form.form button[type=submit]").first.click()
    join(page)
    assert page.url == admins.url
    assert members(admins) == ["管理员", "新人"]


def test_invitation_is_declined(admins: Page, open_page: OpenPage) -> None:
    somebody(GUEST, name="客人")
    page = open_page(link(), viewport=PHONE)
    enter(page, GUEST, with_code=False)
    page.locator("main button[name=act][value=decline]").click()
    page.get_by_role("status").wait_for()
    assert members(admins) == ["管理员"]
