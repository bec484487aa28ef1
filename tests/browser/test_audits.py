"""An on-site audit in browsers, every party in one of its own: accepted, agreed, made, reported, objected to, passed.

With `QINGCE_PICTURES` naming a folder the walk leaves the pictures of the guides there, in both languages
(`python -m tools.guide_pictures`). Everybody and everything in it is invented.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import sweep_audits
from qingce.domain.removal.enums import AuditState, CaseState
from qingce.shared.checklists.actions import save_answer
from qingce.shared.checklists.enums import AnswerText, Edit, Place
from tests.browser.audit_reporting import ANSWER, OBJECTION, concluded, objected, put_right, reported, written
from tests.browser.auditing import (
    Audited,
    Sides,
    accepted,
    audited,
    chosen,
    go_on,
    met,
    noted,
    noted_offline,
    observed,
    prepared,
    ready,
    signed,
    ticked,
    watched,
)
from tests.browser.conftest import PLAIN, OpenPage
from tests.browser.pictures import is_picturing
from tests.domain.disclosure.disclosing import held, records_of
from tests.domain.removal.audits.auditing import at_stage
from tests.factories import index, work

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("REM-4", "REM-5", "REM-6", "REM-7", "REM-8", "REM-11", "REC-10"),
]
NAMES = ("own", "lead", "second", "ngo", "staff", "approver", "public")
ENGLISH = ("lead", "ngo", "staff")
MIXED = {name: "en" if name in ENGLISH else "zh" for name in NAMES}
TURNED = {name: "zh" if name in ENGLISH else "en" for name in NAMES}
BOTH = [dict.fromkeys(NAMES, language) for language in ("zh", "en")]
OWN_NAME, ISSUER = "虚构样例印染有限公司", "样例市生态环境局"
UNIQUE = "91000000MA00000913"  # nobody's
OVER, LONG = timedelta(days=8), timedelta(days=400)
WHY = "操作规程在期限内没有更新，现场抽问仍按旧规程操作。"
SUSPENDED = "样例：年度报告没有提交，暂停认可。"


@pytest.fixture
def site(settings: Settings, live_server: LiveServer, tmp_path: Path) -> str:
    """The address of a server whose only enterprise is the one that is audited."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}
    settings.BASE_URL, settings.HOME = live_server.url, tmp_path
    cache.clear()
    return live_server.url


@pytest.fixture
def found(site: str) -> Audited:
    """An invented enterprise whose case needs an audit."""
    del site
    own = held(
        1, name=OWN_NAME, email="b@example.org", uscc=UNIQUE, issuer=ISSUER, title="废水超标排放行政处罚决定",
        description="2024年3月2日总排口化学需氧量超过排放标准。",
    )  # fmt: skip
    made = audited(own)
    index()
    return made


@pytest.fixture
def sides(found: Audited, site: str, open_page: OpenPage, languages: dict[str, str]) -> Sides:
    """Each in a browser of one's own; the public not logged in."""
    return Sides(site, open_page, found, languages)


@pytest.mark.parametrize("languages", BOTH if is_picturing() else [MIXED], ids=lambda each: each["own"])
def test_audit_from_acceptance_to_removal_with_an_objection_answered(found: Audited, sides: Sides) -> None:
    audit = accepted(found, sides)
    chosen(found, sides, audit)
    observed(found, sides, audit)
    prepared(sides)
    go_on(sides.lead, AuditState.AUDITING)
    ready(sides)
    sides.lead.does("ready")
    noted_offline(sides, audit)
    noted(sides, audit, found.agency)
    watched(sides, audit)
    signed(sides)
    met(sides.lead, "closing", "告知审核结果：一项轻微不符合。")
    ticked(sides.lead, "examine")
    go_on(sides.lead, AuditState.REPORTING)
    reported(sides)
    put_right(sides, found.own)
    concluded(sides, audit, AuditState.NOTICE, result="passed")
    objected(sides)
    (record,) = records_of(found.own)
    assert Record.objects.get(pk=record).state == PublicationState.PUBLISHED
    sweep_audits(at=timezone.now() + OVER)
    work()
    assert Record.objects.get(pk=record).state == PublicationState.REMOVED
    public = sides.public
    public.go(f"/audits/{audit}/")
    public.sees(AuditState.PASSED)
    for text in (OBJECTION, ANSWER):
        expect(public.page.get_by_text(text).first).to_be_visible()
    public.page.locator(f"a[href$='/cases/{found.case}/']").first.click()
    public.sees(CaseState.PASSED)
    public.page.locator(f"a[href$='/records/{record}/']").first.click()
    expect(public.page.locator(f"main a[href$='/cases/{found.case}/']").first).to_be_visible()


@pytest.mark.parametrize("languages", [TURNED], ids=["turned"])
def test_load_too_low_or_a_finding_not_put_right_does_not_pass(found: Audited, sides: Sides) -> None:
    made = found.begun(AuditState.AUDITING)
    own, lead = sides.own, sides.lead
    lead.go(f"/my/audits/{made.audit}/")
    own.go(f"/my/audits/{made.audit}/")
    ready(sides, load="60")
    for party in (own, lead):
        expect(party.page.locator("section:has(#readiness) .notice")).to_be_visible()
        assert party.page.locator("button[value=ready]").count() == 0
    said = AnswerText("minor", "操作规程没有更新", "更新规程", made.row.due_on, "")
    save_answer(made.agency, Place("audit", made.audit, "procedures"), Edit(uuid4(), 0, said), at=timezone.now())
    at_stage(made, AuditState.REPORTING)
    written(lead)
    at_stage(made, AuditState.FOLLOW_UP)
    for party in (sides.staff, sides.approver):
        party.go(f"/office/audits/{made.audit}/")
    concluded(sides, made.audit, AuditState.NOT_PASSED, result="not-passed", reason=WHY)
    for party, path in ((own, "/my/audits/"), (sides.public, "/audits/")):
        party.go(f"{path}{made.audit}/")
        party.sees(AuditState.NOT_PASSED)
        expect(party.page.get_by_text(WHY).first).to_be_visible()
        party.looks("not-passed")
    own.page.locator(f".notice a[href$='/my/cases/{found.case}/#on-site']").click()
    own.sees(CaseState.ON_SITE)
    expect(own.page.locator("button[value=accept-audit]")).to_be_visible()


@pytest.mark.parametrize("languages", [MIXED], ids=["mixed"])
def test_agency_that_is_lost_and_an_enterprise_that_does_not_answer(found: Audited, sides: Sides) -> None:
    made = found.begun(AuditState.AUDITING)
    own, approver = sides.own, sides.approver
    approver.go(f"/office/accreditation/{found.agency.pk}/")
    approver.unfolded("form:has(button[value=suspend]) textarea").fill(SUSPENDED)
    approver.looks("suspended-agency")
    approver.does("suspend")
    for party, path in ((own, "/my/audits/"), (sides.public, "/audits/"), (sides.ngo, "/my/audits/")):
        party.go(f"{path}{made.audit}/")
        party.sees(AuditState.CONFIRMING)
        expect(party.page.get_by_text(SUSPENDED).first).to_be_visible()
    sides.lead.go("/my/audits/")
    sides.lead.looks("lost-audit")
    expect(own.page.locator("section:has(#quotes)")).to_be_visible()
    sweep_audits(at=timezone.now() + LONG)
    for party, path in ((own, "/my/audits/"), (sides.public, "/audits/")):
        party.go(f"{path}{made.audit}/")
        party.sees(AuditState.STOPPED)
        party.looks("stopped")
    expect(own.page.locator(f".notice a[href$='/my/cases/{found.case}/#on-site']")).to_be_visible()
