"""Cases in browsers, every party in one of its own: applied for, reviewed, approved, read by everybody.

One goes from the application to the removal and is restored by two; one is refused and tried again; one is handed to an
audit on site. With `QINGCE_PICTURES` naming a folder the walks leave the pictures of the guides there, in both
languages (`python -m tools.guide_pictures`). Everybody and everything in them is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import Record
from qingce.domain.removal.enums import CaseState
from qingce.domain.removal.models import Case
from qingce.shared.parties.enums import StaffRole
from tests import hostile_files
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.parties import Party
from tests.browser.pictures import SIZE, is_picturing
from tests.domain.disclosure.disclosing import held, records_of
from tests.domain.documents.keeping import Kept, paper
from tests.domain.removal.cases.applying import (
    NOISE,
    STOPPED,
    Applied,
    reported,
    reviewing,
    taken_up,
)
from tests.factories import index, release_rules, work

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("REM-1", "REM-2", "REM-3", "REM-9", "REM-10", "REC-10"),
]
OWN, REVIEWER, APPROVER = "b@example.org", "review@example.org", "approve@example.org"
UNIQUE = "91000000MA00000913"  # nobody's
NAME, ISSUER = "虚构样例印染有限公司", "样例市生态环境局"
LANGUAGES = ("zh", "en")
# Two parties see Chinese, two English; where pictures are wanted all see one, then the other.
WALKS = [dict.fromkeys(("own", "reviewer", "approver", "public"), each) for each in LANGUAGES]
MIXED = [{"own": "zh", "reviewer": "en", "approver": "zh", "public": "en"}]
SIZES = {"own": PHONE, "reviewer": DESKTOP, "approver": DESKTOP, "public": PHONE}
PAPERS = {"explanation": "整改情况说明", "noise-report": "厂界噪声检测报告"}
WROTE = (
    "夜间装卸造成厂界噪声超标。",
    "三月起夜间停止装卸，加装隔声屏。",
    "每季度委托检测，近两次均达标。",
    "已整改，可以撤除。",
)
MISSING = "缺少整改后的厂界噪声检测报告。"


@dataclass(frozen=True)
class Parties:
    """All of them, logged in where they have to be."""

    own: Party
    reviewer: Party
    approver: Party
    public: Party


@pytest.fixture(params=WALKS if is_picturing() else MIXED, ids=lambda each: each["own"])
def languages(request: pytest.FixtureRequest) -> dict[str, str]:
    """Which party sees which language."""
    found: dict[str, str] = request.param
    return found


@pytest.fixture
def house(settings: Settings, site: str, tmp_path: Path) -> Kept:
    """An invented enterprise with a record of an invented authority, and the staff."""
    settings.HOME = tmp_path
    release_rules()
    own = held(
        1, name=NAME, email=OWN, uscc=UNIQUE, issuer=ISSUER, title="夜间噪声扰民行政处罚决定", violations="noise",
        description="2024年3月1日夜间装卸货物，厂界噪声超过排放标准，影响附近居民。", measurements="", quantities="",
    )  # fmt: skip
    reviewing(REVIEWER)
    reviewing(APPROVER, StaffRole.SENIOR_REVIEWER)
    index()
    return own


@pytest.fixture
def parties(house: Kept, site: str, open_page: OpenPage, languages: dict[str, str]) -> Parties:
    """Each in a browser of one's own; the public not logged in."""
    del house
    found = {}
    for name, email in (("own", OWN), ("reviewer", REVIEWER), ("approver", APPROVER), ("public", "")):
        prefix = "/en" if languages[name] == "en" else ""
        start = {"own": "/my/green-choice/", "public": "/cases/"}.get(name, "/office/")
        page = open_page(f"{site}{prefix}{start}", viewport=SIZE if is_picturing() else SIZES[name], bypass_csp=True)
        if email:
            enter(page, email, with_code=name != "own")
            page.wait_for_url(f"{site}{prefix}/**")
        found[name] = Party(page, site, languages[name])
    return Parties(**found)


def test_case_from_application_to_removal_and_restored_by_two(house: Kept, parties: Parties) -> None:
    (record,) = records_of(house)
    for kind, title in PAPERS.items():
        paper(house, kind, title=title, issuer=ISSUER, issued_on=date(2024, 6, 3))
    case = applied_for(parties.own, house, record)
    determined(parties.reviewer, case, record)
    handed_in(parties.own, case)
    reviewed(parties.reviewer, case, "passed")
    approved_by(parties.approver, case)
    read_when_removed(parties.public, case, record)
    restored_by_two(parties, case)
    assert Record.objects.get(pk=record).state == PublicationState.PUBLISHED
    parties.public.go(f"/cases/{case}/")
    parties.public.sees(CaseState.RESTORED)
    parties.public.go(f"/records/{record}/")
    expect(parties.public.page.locator(f"a[href$='/cases/{case}/']").first).to_be_visible()


def applied_for(own: Party, house: Kept, record: int) -> int:
    """The enterprise chooses a record, answers what is asked, declares and applies."""
    own.go(f"/my/green-choice/{house.enterprise}/")
    own.page.locator(f"a[href$='/my/green-choice/{house.enterprise}/removal/']").first.click()
    own.page.locator(f"#record-{record}").check()
    own.looks("removal-choose")
    own.page.locator("section[aria-labelledby=apply] button[type=submit]").click()
    own.sees(CaseState.DRAFT)
    case = Case.objects.get().pk
    own.looks("removal-prepare")
    own.page.locator(f"a[href$='/my/cases/{case}/records/{record}/']").click()
    own.page.locator("#matters-noise-disturbance").check()
    own.looks("removal-questions")
    own.page.locator("main form.form button.button").first.click()
    own.page.locator("#exceedance_days").fill("0")
    own.page.locator("main form.form button.button").first.click()
    own.sees(CaseState.DRAFT)
    for box in own.page.locator("input[name=declared]").all():
        box.check()
    if is_picturing():
        own.looks("removal-declare", of="#apply")
    own.does("apply")
    own.sees(CaseState.APPLIED)
    return case


def determined(reviewer: Party, case: int, record: int) -> None:
    """A reviewer finds it in the queue, confirms the facts and determines the way."""
    reviewer.go("/office/")
    reviewer.page.locator("ul.queues a[href$='/office/cases/']").click()
    reviewer.page.locator("table.stack th a").first.wait_for()
    reviewer.looks("reviewing-queue")
    reviewer.page.locator("table.stack th a").first.click()
    reviewer.sees(CaseState.APPLIED)
    reviewer.looks("reviewing-determine")
    reviewer.page.locator(f"a[href*='/office/facts/{record}/']").click()
    for box in reviewer.page.locator("input[name=v1-matters]").all():
        box.set_checked(box.get_attribute("value") == "noise-disturbance")
    reviewer.page.locator("#v1-exceedance_days").fill("0")
    if is_picturing():
        reviewer.looks("reviewing-facts", of=".facts-form")
    reviewer.does("confirm")
    reviewer.sees(CaseState.APPLIED)
    reviewer.does("determine")
    reviewer.sees(CaseState.HANDING_IN)


def handed_in(own: Party, case: int) -> None:
    """The enterprise hands in a document of its shelf for each line, then all at once."""
    own.go(f"/my/cases/{case}/")
    own.sees(CaseState.HANDING_IN)
    own.looks("removal-lines", of="#records")
    while own.page.locator("button[value=hand-in]").count():
        own.does("hand-in")
    if is_picturing():
        own.looks("removal-papers", of="#records")
    own.does("submit")
    own.sees(CaseState.SUBMITTED)


def reviewed(reviewer: Party, case: int, result: str, missing: str = "") -> None:
    """The reviewer takes it up, judges each paper, writes the report and finishes it."""
    reviewer.go(f"/office/cases/{case}/")
    if Case.objects.get(pk=case).state == CaseState.SUBMITTED:
        for box in reviewer.page.locator("input[name=declared]").all():
            box.check()
        reviewer.looks("reviewing-complete")
        reviewer.does("take-up")
    reviewer.sees(CaseState.REVIEWING)
    for name in [each.get_attribute("id") for each in reviewer.page.locator("details[id^=paper-]").all()]:
        form = reviewer.page.locator(f"#{name}")
        if form.locator("input:checked").count():
            continue  # of an earlier round
        for radio in form.locator("input[value=yes]").all():
            radio.check()
        form.locator("textarea").fill("样例：报告显示厂界噪声达标。")
        if is_picturing():
            reviewer.looks("reviewing-judge", of=f"#{name}")
        with reviewer.page.expect_navigation():
            form.locator("button[type=submit]").click()
    for place, text in enumerate(WROTE):
        reviewer.page.locator("textarea[name^=section-]").nth(place).fill(text)
    reviewer.page.locator(f"#result-{result}").check()
    reviewer.page.locator("#missing").fill(missing)
    reviewer.looks("reviewing-report", of="#report")
    reviewer.does("finish")
    reviewer.sees(CaseState.REPORTED)


def approved_by(approver: Party, case: int) -> None:
    """Another person approves, and with that it is public."""
    approver.go("/office/cases/")
    approver.page.locator("table.stack th a").first.click()
    approver.sees(CaseState.REPORTED)
    for box in approver.page.locator("input[name=declared]").all():
        box.check()
    approver.looks("reviewing-approve")
    approver.does("approve")
    assert Case.objects.get(pk=case).state != CaseState.REPORTED
    work()


def read_when_removed(public: Party, case: int, record: int) -> None:
    """Everybody reads the case with its papers, report and ledger, and what is left of the record."""
    assert Record.objects.get(pk=record).state == PublicationState.REMOVED
    public.go("/cases/")
    public.looks("removal-list")
    public.page.locator("table.stack th a").first.click()
    public.sees(CaseState.PASSED)
    expect(public.page.get_by_text(WROTE[0]).first).to_be_visible()
    expect(public.page.locator("#entries")).to_be_visible()
    file = public.page.locator(f"a[href*='/cases/{case}/files/']").first.get_attribute("href") or ""
    assert public.page.request.get(f"{public.site}{file}").body().startswith(b"%PDF")
    public.looks("removal-public")
    public.page.locator(f"a[href$='/records/{record}/']").first.click()
    expect(public.page.locator(f"a[href$='/cases/{case}/']").first).to_be_visible()
    public.looks("removal-record")
    public.go("/cases/figures/")
    public.looks("removal-figures")


def restored_by_two(parties: Parties, case: int) -> None:
    """One proposes to restore it, another confirms."""
    one, other = parties.reviewer, parties.approver
    one.go(f"/office/cases/{case}/")
    one.page.locator("#restore-words").fill("样例：检测报告经出具单位确认系伪造。")
    letter = {"name": "出具单位的复函.pdf", "mimeType": "application/pdf", "buffer": hostile_files.plain_pdf()}
    one.page.locator("#files").set_input_files(letter)  # type: ignore[arg-type]
    if is_picturing():
        one.looks("reviewing-restore", of="#restore")
    with one.page.expect_navigation():
        one.page.locator("section[aria-labelledby=restore] form > p button").last.click()
    assert Case.objects.get(pk=case).state == CaseState.PASSED
    other.go("/office/decisions/")
    with other.page.expect_navigation():
        other.page.locator("main table th a, main ul a[href*='/office/decisions/']").first.click()
    with other.page.expect_navigation():
        other.page.locator("button[value=confirm]").first.click()
    assert Case.objects.get(pk=case).state == CaseState.RESTORED


def test_case_that_is_refused_is_tried_again(house: Kept, parties: Parties) -> None:
    found = reported(NOISE, own=house)
    case = found.case
    failed(found)
    approved_by(parties.approver, case)
    own = parties.own
    own.go(f"/my/cases/{case}/")
    own.sees(CaseState.HANDING_IN)
    expect(own.page.get_by_text(MISSING).first).to_be_visible()
    own.looks("removal-missing")
    paper(house, "noise-report", title="整改后厂界噪声检测报告", issued_on=date(2026, 11, 2))
    own.page.reload()
    own.does("hand-in")
    own.does("submit")
    reviewed(parties.reviewer, case, "passed")
    approved_by(parties.approver, case)
    assert (Case.objects.get().state, Case.objects.get().round) == (CaseState.PASSED, 2)
    parties.public.go(f"/cases/{case}/")
    for round_ in (1, 2):
        expect(parties.public.page.locator(f"#report-{round_}")).to_be_visible()
    expect(parties.public.page.get_by_text(MISSING).first).to_be_visible()


def failed(found: Applied) -> None:
    """Makes the report that waits one that does not pass."""
    found.row.reports.update(result="not-passed", missing=MISSING)


def test_case_that_needs_an_audit_is_handed_to_on_site(house: Kept, parties: Parties) -> None:
    found = taken_up(STOPPED, own=house)
    reviewer = parties.reviewer
    reviewer.go(f"/office/cases/{found.case}/")
    reviewer.page.locator("input[name=claim-1-is_stop_proven][value=no]").check()
    with reviewer.page.expect_navigation():
        reviewer.page.locator("form:has(input[value=claims]) button[type=submit]").click()
    reviewed(reviewer, found.case, "on-site", "停用没有得到证明。")
    approved_by(parties.approver, found.case)
    (record,) = records_of(house)
    assert Record.objects.get(pk=record).state == PublicationState.PUBLISHED
    for party, path in (("own", f"/my/cases/{found.case}/"), ("public", f"/cases/{found.case}/")):
        seer: Party = getattr(parties, party)
        seer.go(path)
        seer.sees(CaseState.ON_SITE)
        expect(seer.page.get_by_text("停用没有得到证明。").first).to_be_visible()
        seer.looks(f"removal-on-site-{party}")
