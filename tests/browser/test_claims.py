"""A claim from both sides: asked for on the enterprise's page, posted, typed in, granted, and there for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from qingce.domain.enterprises.models import Claim, Enterprise
from qingce.domain.records.models import Record
from tests import hostile_files
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.factories import somebody, staff_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("ACC-2")]
ADDRESS = "浙江省绍兴市柯桥区样例路7号"
SAID = {"": ("已核实", "认领者"), "/en": ("verified", "Claimed by")}


@pytest.fixture(autouse=True)
def _people() -> None:
    somebody(name="陈样本")
    staff_member(name="复核员")


def press(page: Page, act: str) -> None:
    """Presses the button of an act; the page that comes has loaded."""
    page.locator(f"main button[name=act][value={act}]").click()
    page.wait_for_load_state()


def ask(page: Page, language: str) -> None:
    """Fills the claim in: first with a wrong code, which is said and loses nothing."""
    page.locator("a[href$='/claim/']").click()
    enter(page, "b@example.org", with_code=False)
    page.locator("#uscc").wait_for()
    assert faults_of(page) == []
    paper = {"name": "执照.pdf", "mimeType": "application/pdf", "buffer": hostile_files.plain_pdf()}
    page.locator("#files").set_input_files(paper)  # type: ignore[arg-type]  # as Playwright takes it
    page.locator("#uscc").fill("91000000MA0000001X")
    page.locator("#statement").fill("本人为环保负责人，授权书见附件。")
    page.locator("main form.form button[type=submit]").click()
    page.locator("#faults").wait_for()
    assert faults_of(page) == []
    assert page.locator("#statement").input_value() == "本人为环保负责人，授权书见附件。"
    assert page.locator("input[name=kept]").count() == 1
    page.locator("#uscc").fill("91000000MA0000001R")
    page.locator("main form.form button[type=submit]").click()
    page.locator("#next").wait_for()
    assert language in page.url
    assert faults_of(page) == []


def make_letter(page: Page) -> str:
    """Goes from the queue to the claim and makes the letter. Returns: the code on it."""
    enter(page)
    page.locator("table a").first.wait_for()
    assert faults_of(page) == []
    page.locator("table a").first.click()
    page.locator("#decide").wait_for()
    assert faults_of(page) == []
    page.locator("a[href$='/letter/']").click()
    page.locator("input[name=letters]").wait_for(state="attached")
    assert faults_of(page) == []
    page.locator("main form.form button[type=submit]").click()
    page.locator(".letter").wait_for()
    assert faults_of(page) == []
    page.emulate_media(media="print")
    assert page.locator(".office-nav").is_hidden()
    page.emulate_media(media="screen")
    assert ADDRESS in page.locator(".letter").inner_text()
    return page.locator(".letter p.code").first.inner_text()


@pytest.mark.parametrize(("viewport", "language"), [(PHONE, ""), (DESKTOP, "/en")], ids=["phone-zh", "desktop-en"])
def test_claim_is_walked_from_both_sides(
    site: str, records: list[Record], open_page: OpenPage, viewport: dict[str, int], language: str
) -> None:
    number = records[0].enterprise_id
    Enterprise.objects.filter(pk=number).update(address=ADDRESS)
    public = f"{site}{language}/enterprises/{number}/"
    own = open_page(public, viewport=viewport, bypass_csp=True)
    ask(own, language)
    office = open_page(f"{site}{language}/office/claims/", viewport=viewport, bypass_csp=True)
    code = make_letter(office)
    own.reload()
    own.locator("#code").fill("AAAAA-AAAAA")
    press(own, "code")
    own.locator("#faults").wait_for()
    assert faults_of(own) == []
    own.locator("#code").fill(code.lower())
    press(own, "code")
    own.locator("#code").wait_for(state="detached")
    office.goto(f"{site}{language}/office/claims/{Claim.objects.get().pk}/")
    for kind in ("papers", "code"):
        office.locator(f"input[name=grounds][value={kind}]").check()
    office.locator("#reason").fill("执照与名称一致，验证码正确")
    press(office, "grant")
    office.get_by_role("status").wait_for()
    own.reload()
    assert faults_of(own) == []
    assert own.locator("#give-up").count() == 1
    anybody = open_page(public, viewport=viewport, bypass_csp=True)
    told = anybody.locator("main").inner_text()
    assert [word in told for word in SAID[language]] == [True, True]
    assert faults_of(anybody) == []
