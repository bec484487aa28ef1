"""The twelve steps of BMD in a browser, in Chinese and again in English: as enterprise, reviewer and public.

With `QINGCE_PICTURES` naming a folder it leaves the pictures of the guide there (`python -m tools.guide_pictures`).
Everybody and everything in it is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from qingce.domain.disclosure.enums import DisclosureState
from qingce.domain.disclosure.models import Disclosure, Support
from qingce.domain.disclosure.queries import public_disclosure
from tests import hostile_files
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.browser.pictures import SIZE, is_picturing, picture
from tests.domain.disclosure.disclosing import held, listed
from tests.domain.disclosure.scanning import scanned
from tests.domain.documents.keeping import Kept
from tests.factories import index, staff_member, work

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("DIS-1", "DIS-2", "DIS-3", "DIS-4", "DIS-6"),
]
CODES = ("91000000MA00000913", "91000000MA00000926")  # nobody's
TITLE = "main .title"
ISSUER = "样例市生态环境局"
NAMES = ("虚构样例印染有限公司", "虚构样例针织有限公司")
WROTE = (  # the newest record comes first
    (
        "2024年3月2日检查发现废机油桶存放在车间外，没有防渗漏措施。",
        "危险废物仓库当月已满，清运合同到期后没有及时续签。",
        "3月6日将油桶移入仓库并补贴标识；3月20日续签处置合同，每月清运。",
    ),
    (
        "2024年3月2日，总排口化学需氧量为96 mg/L，高于排放限值80 mg/L。",
        "二号生化池曝气机停机检修四小时，期间未减少进水。",
        "3月5日启用备用曝气机；3月15日委托检测，化学需氧量为52 mg/L。",
    ),
)


@dataclass(frozen=True)
class Walk:
    """One language of the walk. Args: prefix: of its addresses. language: of its pictures."""

    site: str
    prefix: str
    language: str
    own: Kept
    email: str
    viewport: dict[str, int]

    def at(self, path: str) -> str:
        """An address in this language."""
        return f"{self.site}{self.prefix}{path}"

    def seen(self, page: Page, name: str, *, of: str = "", is_looked_at: bool = False) -> None:
        """Pictures a page where pictures are wanted; looks whether it is sound where that is asked."""
        if is_picturing():
            picture(page, f"{name}-{self.language}", of=of)
        elif is_looked_at:
            assert faults_of(page) == [], name


def fictitious(place: int) -> tuple[Kept, str]:
    """An invented enterprise with two records of an invented authority."""
    email, name = f"ehs{place}@example.org", NAMES[place]
    own = held(1, name=name, email=email, uscc=CODES[place], issuer=ISSUER, measurements="", quantities="")
    listed(
        own, 1, name=name, uscc=CODES[place], start=2, issuer=ISSUER, title="危险废物贮存不规范行政处罚决定",
        violations="hazardous-waste", description="废机油桶存放在车间外。", measurements="", quantities="",
    )  # fmt: skip
    return own, email


def test_enterprise_reviewer_and_public_walk_the_twelve_steps(
    site: str, open_page: OpenPage, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    staff_member(name="虚构复核员")
    made, walked = [fictitious(place) for place in (0, 1)], []
    index()
    office = open_page(f"{site}/office/", viewport=SIZE if is_picturing() else PHONE, bypass_csp=True)
    enter(office)
    office.wait_for_url(f"{site}/office/")
    for (own, email), prefix, language, size in zip(made, ("", "/en"), ("zh", "en"), (PHONE, DESKTOP), strict=True):
        walk = Walk(site, prefix, language, own, email, SIZE if is_picturing() else size)
        page = open_page(walk.at("/my/green-choice/"), viewport=walk.viewport, bypass_csp=True)
        enter(page, email, with_code=False)
        explain(walk, page)
        pk = send(walk, page)
        hand_in(walk, page, pk)
        support(walk, page, pk)
        submit(walk, page, pk)
        check(walk, office, pk)
        read(walk, open_page(walk.at(f"/disclosures/{pk}/"), viewport=walk.viewport, bypass_csp=True), pk)
        walked.append((own.enterprise, public_disclosure(pk)[0].state))
    assert walked == [(own.enterprise, DisclosureState.PUBLISHED) for own, _email in made]


def explain(walk: Walk, page: Page) -> None:
    """Steps 1 to 4: the panel, the first commitment, three texts for each record."""
    page.locator("#owed").wait_for()
    walk.seen(page, "home")
    page.locator("details.panel summary").first.wait_for()
    walk.seen(page, "panels", of="#disclosure")
    page.locator("details.panel .steps-short a").first.click()
    page.locator("#commitment").wait_for()
    walk.seen(page, "commitment", of=TITLE)
    page.locator("button[value=accept]").click()
    lines = page.locator("[data-explain-show]")
    expect(lines).to_have_count(2)
    for place, texts in enumerate(WROTE):
        lines.nth(place).click()
        item = page.locator(".record-lines > li").nth(place)
        for name, text in zip(("violation", "reason", "corrective_action"), texts, strict=True):
            item.locator(f"textarea[name={name}]").fill(text)
        item.locator("input[name=revision]:not([value='0'])").wait_for(state="attached")
        if not place:
            walk.seen(page, "texts", of=".record-lines")


def send(walk: Walk, page: Page) -> int:
    """Steps 5 to 7: the checks, the second commitment, the document by mail. Returns: number of the disclosure."""
    page.locator("a[href$='/send/']").click()
    page.locator("#commitment").wait_for()
    walk.seen(page, "send", of=TITLE)
    page.locator("button[value=accept]").click()
    page.locator("#issued").wait_for()
    walk.seen(page, "document", of=TITLE, is_looked_at=True)
    work()
    (letter,) = [each for each in mail.outbox if each.attachments and each.to == [walk.email]]
    download = page.request.get(page.locator("a[href$='document.pdf']").first.evaluate("link => link.href"))
    assert letter.attachments[0][1] == download.body()
    return Disclosure.objects.get(organisation=walk.own.organisation).pk


def hand_in(walk: Walk, page: Page, pk: int) -> None:
    """Steps 8 and 9: sealed, scanned and added; a file too many is taken out again."""
    content = page.request.get(walk.at(f"/my/green-choice/disclosures/{pk}/document.pdf")).body()
    files = [("盖章扫描件.pdf", scanned(content)), ("放错的文件.pdf", hostile_files.plain_pdf())]
    page.locator("#files").set_input_files(
        [{"name": name, "mimeType": "application/pdf", "buffer": each} for name, each in files]
    )
    page.locator("button[value=add]").click()
    expect(page.locator("button[value=remove]")).to_have_count(2)
    page.locator("button[value=remove]").last.click()
    expect(page.locator("button[value=remove]")).to_have_count(1)
    walk.seen(page, "compared", of="#found")


def support(walk: Walk, page: Page, pk: int) -> None:
    """Steps 11 and 12: a paper into its slot, before all is handed in together."""
    page.goto(walk.at(f"/my/green-choice/disclosures/{pk}/documents/"))
    walk.seen(page, "slots", of="#group-1")
    page.locator("#slot-discharge-permit a.button").click()
    page.locator("#files").set_input_files(
        [{"name": "排污许可证.pdf", "mimeType": "application/pdf", "buffer": hostile_files.plain_pdf()}]
    )
    page.locator("#issuer").fill(ISSUER)
    page.locator("#issued_on").fill("2024-01-02")
    page.locator("#expires_on").fill("2029-01-01")
    page.locator("main form.form button[type=submit]").click()
    page.locator("#slot-discharge-permit button[value=remove]").wait_for()
    walk.seen(page, "attached", of="#slot-discharge-permit")
    assert Support.objects.filter(disclosure=pk).count() == 1


def submit(walk: Walk, page: Page, pk: int) -> None:
    """Step 10, which comes last here: everything is handed in at once."""
    page.goto(walk.at(f"/my/green-choice/disclosures/{pk}/"))
    walk.seen(page, "hand-in", of="#hand-in")
    page.locator("button[value=submit]").click()
    expect(page.locator("button[value=submit]")).to_have_count(0)
    walk.seen(page, "handed-in", is_looked_at=True)
    assert Disclosure.objects.get(pk=pk).state == "submitted"
    work()


def check(walk: Walk, page: Page, pk: int) -> None:
    """The reviewer: the queue, the comparison, every line of the formal check, published."""
    page.set_viewport_size(walk.viewport)  # type: ignore[arg-type]  # width and height
    page.goto(walk.at("/office/"))
    page.locator("main a[href$='/office/disclosures/']").first.click()
    page.locator("table.stack th a").first.click()
    page.locator("#decide").wait_for()
    walk.seen(page, "office", is_looked_at=True)
    walk.seen(page, "office-decide", of="#decide")
    for box in page.locator("input[name=checks]").all():
        box.check()
    page.locator("button[value=publish]").click()
    page.wait_for_url(walk.at("/office/disclosures/"))
    assert Disclosure.objects.get(pk=pk).state == "published"


def read(walk: Walk, page: Page, pk: int) -> None:
    """Everybody: its page was not there before; now it is, with each record, on the board and in the feed."""
    expect(page.locator("#said")).to_be_visible()
    expect(page.get_by_text(WROTE[0][1]).first).to_be_visible()
    walk.seen(page, "public", of=TITLE, is_looked_at=True)
    page.locator(".explained h3 a").first.click()
    expect(page.get_by_text(WROTE[0][1]).or_(page.get_by_text(WROTE[1][1])).first).to_be_visible()
    walk.seen(page, "record")
    page.goto(walk.at(f"/enterprises/{walk.own.enterprise}/"))
    listing = page.locator("table.stack", has=page.locator(f"a[href$='/disclosures/{pk}/']"))
    expect(listing.first).to_be_visible()
    walk.seen(page, "disclosed", of="table.stack:has(a[href*='/disclosures/'])")
    page.goto(walk.at("/notices/"))
    name = NAMES[walk.language == "en"]
    expect(page.locator("main").get_by_text(name).first).to_be_visible()
    assert name in page.request.get(walk.at("/notices/feed.atom")).text()
