"""What a visitor does: search, an enterprise, a record; with and without a script, by keyboard, on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from qingce.domain.records.models import Record
from tests.browser.conftest import DESKTOP, PHONE, OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "": {"button": "搜索", "pollutants": "污染物", "records": "记录", "next": "English"},
    "/en": {"button": "Search", "pollutants": "Pollutants", "records": "Records", "next": "中文"},
}


@pytest.mark.requirement("REC-6", "REC-7")
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["", "/en"], ids=["zh", "en"])
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_search_then_enterprise_then_record(
    site: str, open_page: OpenPage, viewport: dict[str, int], language: str, has_script: bool
) -> None:
    words = WORDS[language]
    page = open_page(f"{site}{language}/", viewport=viewport, java_script_enabled=has_script)
    page.get_by_role("main").locator("input[type=search]").fill("化学需氧量")
    page.get_by_role("button", name=words["button"], exact=True).click()
    expect(page).to_have_url(re.compile(f"{language}/search/\\?q="))
    expect(page.locator("mark").first).to_have_text("化学需氧量")
    page.get_by_role("link", name="绍兴样甲印染有限公司").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("绍兴样甲印染有限公司")
    page.get_by_role("link", name="废水超标排放行政处罚决定").click()
    expect(page.get_by_role("heading", name=words["pollutants"])).to_be_visible()
    page.get_by_role("link", name=words["next"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("废水超标排放行政处罚决定")


def test_filters_change_the_list_and_the_address(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/search/")
    page.locator("#type-key-entity").click()
    expect(page.locator("#chip-type-key-entity")).to_be_visible()
    expect(page).to_have_url(f"{site}/search/?type=key-entity")
    expect(page.locator(".row")).to_have_count(2)
    expect(page.locator("#type-key-entity")).to_be_focused()
    page.locator("#q").press_sequentially("例乙")
    expect(page).to_have_url(re.compile("q=%E4%BE%8B%E4%B9%99&type=key-entity"))
    expect(page.locator(".row")).to_have_count(1)
    expect(page).to_have_title(re.compile("^例乙 重点监控单位"))
    expect(page.locator("#language")).to_have_attribute("href", re.compile("^/en/search/\\?q=%E4%BE%8B"))
    page.go_back()
    expect(page).to_have_url(f"{site}/search/")


def test_filters_on_a_phone_are_folded_away(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/search/", viewport=PHONE)
    expect(page.locator("#type-key-entity")).to_be_hidden()
    page.locator(".filters > summary").click()
    page.locator("#type-key-entity").click()
    expect(page.locator(".row")).to_have_count(2)


def test_filters_on_a_desktop_stand_open_without_a_script(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/search/", java_script_enabled=False)
    expect(page.locator("#type-key-entity")).to_be_visible()
    page.locator("#type-key-entity").click()
    expect(page.locator(".row")).to_have_count(2)


def test_suggestions_by_keyboard_only(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/")
    box = page.get_by_role("combobox")
    for _ in range(12):
        page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.insert_text("例乙")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-1")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_value("例乙")
    page.keyboard.press("Backspace")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("上海例乙化工有限公司")


def test_keyboard_reaches_the_content_first(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/about/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_markup_in_names_is_only_text(site: str, open_page: OpenPage, records: list[Record]) -> None:
    record = next(each for each in records if "<script>" in each.title)
    for path in (f"/records/{record.pk}/", f"/enterprises/{record.enterprise_id}/", "/search/?q=<script>"):
        page = open_page(f"{site}{path}")
        expect(page.get_by_text("<script>alert('清册')</script>").first).to_be_visible()
    page = open_page(f"{site}/")
    page.locator("#q").press_sequentially("<script")
    expect(page.get_by_role("option")).to_have_count(1)


def test_citation_can_be_copied(site: str, open_page: OpenPage, records: list[Record]) -> None:
    page = open_page(f"{site}/records/{records[0].pk}/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制").first.click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("绍兴市生态环境局. 废水超标排放行政处罚决定")
