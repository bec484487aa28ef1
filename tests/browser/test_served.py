"""The walk of a visitor through what an installation runs: `qingce serve`, its static files, its worker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.doors.web.serving import serving
from tests.factories import key_unit, penalty

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def served(fresh_house: Callable[..., dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with two records."""
    with serving(
        fresh_house(tmp_path_factory.mktemp("served") / "home"), [penalty(), key_unit()], workers=2
    ) as address:
        yield address


@pytest.mark.requirement("REC-6", "REC-7")
def test_search_then_enterprise_then_record_on_the_real_server(served: str, open_page: OpenPage) -> None:
    page = open_page(f"{served}/")
    assert page.evaluate("getComputedStyle(document.querySelector('.search')).display") != "block"  # styles came
    page.locator("#q").press_sequentially("样甲")
    page.get_by_role("option").first.wait_for()  # scripts run
    page.get_by_role("button", name="搜索", exact=True).click()
    expect(page).to_have_url(re.compile("/search/\\?q="))
    page.locator("#q").fill("化学需氧量")
    expect(page.locator("mark").first).to_have_text("化学需氧量")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 CSV").click()
    assert download.value.suggested_filename == "qingce-records.csv"
    page.get_by_role("link", name="绍兴样甲印染有限公司").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("绍兴样甲印染有限公司")
    page.get_by_role("link", name="废水超标排放行政处罚决定").click()
    expect(page.get_by_role("heading", name="污染物")).to_be_visible()
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("heading", name="Pollutants")).to_be_visible()
