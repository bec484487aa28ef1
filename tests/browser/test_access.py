"""Every page for everybody: no violation that axe finds, light and dark, and no sideways scrolling on a small phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Response

from qingce.domain.records.actions import withdraw_record
from qingce.domain.records.models import Provenance, Record
from qingce.shared.parties.queries import operator
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.looking import faults_of
from tests.factories import AT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def paths(records: list[Record]) -> list[str]:
    """Every kind of page."""
    first, last = records[0], records[-1]
    provenance = Provenance.objects.get(record=first)
    withdraw_record(last.pk, actor=operator("编辑"), reason="重复", at=AT)
    return [
        "/",
        "/search/",
        "/search/?q=印染&type=supervision",
        "/search/?q=没有这样的词",
        "/search/?kind=enterprise&q=上海",
        "/search/?page=零",
        f"/enterprises/{first.enterprise_id}/",
        f"/records/{first.pk}/",
        f"/records/{first.pk}/sources/{provenance.pk}/",
        f"/records/{last.pk}/",
        "/dictionary/",
        "/about/",
        "/nothing/",
    ]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(site: str, records: list[Record], open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page(f"{site}/", viewport=viewport, bypass_csp=True)
    for number, path in enumerate(paths(records)):
        page.goto(f"{site}{'/en' if number % 2 else ''}{path}")
        assert faults_of(page) == []


def test_axe_finds_nothing_with_suggestions_open(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/", bypass_csp=True)
    page.locator("#q").press_sequentially("上海")
    page.get_by_role("option").first.wait_for()
    assert faults_of(page) == []


@pytest.mark.parametrize("language", ["", "/en"], ids=["zh", "en"])
def test_nothing_scrolls_sideways_on_a_small_phone(
    site: str, records: list[Record], open_page: OpenPage, language: str
) -> None:
    page = open_page(f"{site}/", viewport={"width": 320, "height": 640})
    for path in paths(records):
        page.goto(f"{site}{language}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path


def test_what_is_touched_on_a_phone_is_large_enough(site: str, open_page: OpenPage) -> None:
    page = open_page(f"{site}/search/", viewport=PHONE)
    page.locator(".filters > summary").click()
    for name in (".site-nav a", ".language", ".search .button", ".filters > summary", ".facet a"):
        for height in page.locator(name).evaluate_all("all => all.map(each => each.getBoundingClientRect().height)"):
            assert height >= 43.9, name


def test_a_page_weighs_less_than_200_kilobytes(site: str, open_page: OpenPage) -> None:
    page = open_page("about:blank")
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))  # noqa: PLW0108  # it asks a function for its name
    page.goto(f"{site}/", wait_until="networkidle")
    assert len(responses) >= 4
    assert sum(len(each.body()) for each in responses) < 200_000
