"""Explaining records in a browser: the commitment, texts saved while writing, a connection that is lost meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from qingce.domain.disclosure.models import Explanation
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.domain.disclosure.disclosing import held
from tests.domain.documents.keeping import CODES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("DIS-1", "DIS-2"),
]
BOTH = pytest.mark.parametrize(
    ("viewport", "language"), [(PHONE, ""), (DESKTOP, "/en")], ids=["phone-zh", "desktop-en"]
)


def looked_at(page: Page, name: str) -> None:
    """The page is sound at every width."""
    assert faults_of(page) == [], name


@BOTH
def test_texts_are_saved_while_writing_and_survive_a_lost_connection(
    site: str, open_page: OpenPage, viewport: dict[str, int], language: str
) -> None:
    held(2, name="绍兴样丁针织有限公司", uscc=CODES[1])
    page = open_page(f"{site}{language}/my/green-choice/", viewport=viewport, bypass_csp=True)
    enter(page, "b@example.org", with_code=False)
    page.locator("#owed").wait_for()
    looked_at(page, "home")
    page.locator("#owed ~ ol a").first.click()
    page.locator("#commitment").wait_for()
    looked_at(page, "commitment")
    page.locator("button[value=accept]").click()
    page.locator("[data-explain-show]").first.click()
    first = page.locator("textarea[name=violation]")
    mark = page.locator("[data-explain-mark]")
    first.fill("2024年3月2日总排口化学需氧量超标。")
    expect(page.locator("input[name=revision]")).to_have_value("1")
    page.locator("textarea[name=reason]").fill("二号曝气机停机检修。")
    expect(page.locator("input[name=revision]")).to_have_value("2")
    assert (
        page.locator("[data-explain-state]").first.inner_text()
        != page.locator("[data-explain-state]").last.inner_text()
    )
    looked_at(page, "writing")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    page.locator("textarea[name=corrective_action]").fill("3月5日启用备用曝气机。")
    expect(mark).to_have_text(page.locator("form[data-lost]").get_attribute("data-lost") or "")
    page.reload()
    page.locator("[data-explain-show]").first.click()
    page.locator("[data-use]").click()
    expect(page.locator("input[name=revision]")).to_have_value("3")
    assert list(Explanation.objects.values_list("reason", "corrective_action")) == [
        ("二号曝气机停机检修。", "3月5日启用备用曝气机。")
    ]
