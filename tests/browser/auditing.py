"""The parties of an on-site audit in browsers of their own, and each stage of it by its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import expect

from qingce.domain.removal.actions import open_audit
from qingce.domain.removal.audits.opening import promised
from qingce.domain.removal.enums import AuditState, CaseState
from qingce.domain.removal.models import Audit, AuditTeam
from qingce.shared.checklists.actions import save_answer
from qingce.shared.checklists.enums import AnswerText, Edit, Place
from qingce.shared.checklists.queries import sheet_of
from qingce.shared.parties.enums import StaffRole
from tests import hostile_files
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.parties import Party
from tests.browser.pictures import SIZE, is_picturing
from tests.domain.documents.keeping import Kept, paper
from tests.domain.removal.accreditation.accrediting import Agency, accredited, another_auditor
from tests.domain.removal.alliance.observing import Ngo, seated
from tests.domain.removal.audits import auditing
from tests.domain.removal.cases.applying import Applied, reviewing

REVIEWER, APPROVER = "review@example.org", "approve@example.org"
TABLET = {"width": 768, "height": 1024}
SIZES = {
    "own": PHONE, "lead": DESKTOP, "second": TABLET, "ngo": PHONE, "staff": DESKTOP, "approver": DESKTOP,
    "public": PHONE,
}  # fmt: skip
PHOTO = {"name": "污泥间.jpg", "mimeType": "image/jpeg", "buffer": hostile_files.picture()}
LEAD, SECOND, OBSERVER = "样审", "样员乙", "样观察"


@dataclass(frozen=True)
class Audited:
    """A case that needs an audit, an agency that is accredited, an NGO that has its place: all of them samples."""

    applied: Applied
    agency: Agency
    ngo: Ngo

    @property
    def own(self) -> Kept:
        """The enterprise."""
        return self.applied.own

    @property
    def case(self) -> int:
        """Number of the case."""
        return self.applied.case

    def begun(self, state: AuditState) -> auditing.Audited:
        """Its audit, at a stage, with all its parties."""
        audit = open_audit(self.own.actor, self.case, promised(self.applied.row.rules), at=timezone.now())
        Audit.objects.filter(pk=audit).update(
            agency=self.agency.organisation, observer=self.ngo.organisation, state=state
        )
        team = AuditTeam(audit_id=audit, auditor_id=self.agency.lead, is_lead=True, named_by="test")
        team.named_at = timezone.now()
        team.save()
        return auditing.Audited(self.applied, audit, self.agency.admin, self.ngo.admin)


@dataclass(frozen=True)
class Sides:
    """All of them in browsers of their own, logged in where they have to be as soon as they do something."""

    site: str
    open_page: OpenPage
    found: Audited
    languages: dict[str, str]

    @cached_property
    def own(self) -> Party:
        """The enterprise."""
        return self._entered("own", self.found.own.person.email, "/my/green-choice/")

    @cached_property
    def lead(self) -> Party:
        """The lead auditor."""
        return self._entered("lead", "agency@example.org", "/my/audits/")

    @cached_property
    def second(self) -> Party:
        """Another auditor, with a tablet."""
        prefix = "/en" if self.languages["second"] == "en" else ""
        return self._entered("second", "second@example.org", f"/account/login/?next={prefix}/tablet/")

    @cached_property
    def ngo(self) -> Party:
        """Who observes."""
        return self._entered("ngo", "ngo0@example.org", "/my/audits/")

    @cached_property
    def staff(self) -> Party:
        """Who runs audits."""
        return self._entered("staff", REVIEWER, "/office/")

    @cached_property
    def approver(self) -> Party:
        """Who confirms what they come to."""
        return self._entered("approver", APPROVER, "/office/")

    @cached_property
    def public(self) -> Party:
        """Anybody."""
        return self._entered("public", "", "/audits/")

    def _entered(self, name: str, email: str, start: str) -> Party:
        language = self.languages[name]
        home = f"{self.site}{'/en' if language == 'en' else ''}"
        page = self.open_page(home + start, viewport=SIZE if is_picturing() else SIZES[name], bypass_csp=True)
        if email:
            enter(page, email, with_code=name in ("staff", "approver"))
            page.wait_for_url(lambda address: "/account/" not in address)
        return Party(page, self.site, language)


def audited(own: Kept) -> Audited:
    """What is there before the audit."""
    reviewing(REVIEWER)
    reviewing(APPROVER, StaffRole.SENIOR_REVIEWER)
    applied = auditing.needing(own=own)
    agency = accredited(name="样例审核服务有限公司")
    another_auditor(agency, "second@example.org")
    for year in (1, 2):
        first = date(2026 - year, 1, 1)
        paper(own, "yearly-data", title=f"{first.year}年度环境数据", issued_on=date(2026, 1, 20),
              covers_from=first, covers_until=date(first.year, 12, 31))  # fmt: skip
    return Audited(applied, agency, seated(name="样例环保组织", observer=OBSERVER))


def accepted(found: Audited, sides: Sides) -> int:
    """The enterprise is told at home that its case needs an audit, and accepts it."""
    own = sides.own
    own.go(f"/my/green-choice/{found.own.enterprise}/")
    own.page.locator(f"a[href$='/my/cases/{found.case}/#on-site']").first.click()
    own.sees(CaseState.ON_SITE)
    for box in own.page.locator("input[name=accepted]").all():
        box.check()
    own.looks("audited-accept", of="#on-site")
    own.does("accept-audit")
    own.sees(AuditState.CONFIRMING)
    return Audit.objects.get().pk


def chosen(found: Audited, sides: Sides, audit: int) -> None:
    """Staff confirm the conditions; the agency quotes, is chosen, confirmed, and names its team."""
    own, lead, staff = sides.own, sides.lead, sides.staff
    staff.go("/office/")
    staff.page.locator("ul.queues a[href$='/office/audits/']").click()
    staff.looks("running-queue")
    staff.page.locator("table.stack th a").first.click()
    staff.fills(conditions__note="样例：废水曾超标排放，判定须现场审核。")
    staff.looks("running-conditions", of="#conditions")
    staff.does("conditions")
    own.page.locator("#agency").select_option(str(found.agency.organisation))
    own.does("ask-quote")
    lead.go("/my/audits/")
    lead.page.locator(f"main a[href$='/my/audits/{audit}/quote/']").click()
    lead.fills(amount="36000", days="2", includes="文件查阅、现场查看、访谈、采样两点、报告两份。")
    lead.page.locator("#independent").check()
    lead.looks("auditing-quote")
    lead.does("quote")
    own.page.reload()
    own.looks("audited-quotes", of="#quotes")
    own.does("choose")
    staff.page.reload()
    staff.does("confirm-agency")
    lead.go("/my/audits/")
    lead.page.locator(f"main a[href$='/my/audits/{audit}/']").first.click()
    for box in lead.page.locator("input[name=auditor]").all():
        box.check()
    lead.looks("auditing-team", of="#team")
    with lead.page.expect_navigation():
        lead.page.locator("form:has(input[value=team]) button[type=submit]").click()
    expect(lead.page.locator("section:has(#team)")).to_contain_text(SECOND)


def observed(found: Audited, sides: Sides, audit: int) -> None:
    """The staff ask the NGO whose turn it is; it names who goes there, and accepts."""
    staff, ngo = sides.staff, sides.ngo
    staff.page.reload()
    staff.looks("running-observer", of="#observing")
    staff.does("invite-observer")
    ngo.go("/my/audits/")
    ngo.page.locator(f"main a[href$='/my/alliance/{found.ngo.organisation}/']").first.click()
    ngo.page.locator("input[name=is_free]").check()
    ngo.looks("observing-asked", of="#asked")
    ngo.does("accept")
    ngo.page.locator(f"main a[href$='/my/audits/{audit}/']").first.click()
    ngo.sees(AuditState.CONFIRMING)


def prepared(sides: Sides) -> None:
    """Documents, the form on the enterprise, the plan that three agree to, the meeting, what holds throughout."""
    own, lead, staff = sides.own, sides.lead, sides.staff
    documented(own)
    lead.page.reload()
    for field in lead.page.locator("textarea[name^=field-]").all():
        field.evaluate("field => { field.value = '样例：见企业提交的资料。' }")
    lead.looks("auditing-form", of="#enterprise-form")
    lead.does("1", within="form:has(input[value=form])")
    today = timezone.localdate()
    lead.fills(from_on=str(today), until_on=str(today + timedelta(days=1)))
    lead.fills(plan__text="第一天：启动会、文件查阅、访谈。\n第二天：现场查看、采样、末次会议。")
    lead.looks("auditing-plan", of="#plan")
    with lead.page.expect_navigation():
        lead.page.locator("form:has(input[value=plan]) button[type=submit]").last.click()
    for party in (own, staff):
        party.page.reload()
        party.does("agree")
    met(lead, "meeting", "三方开会，讲清流程、目的和分工。")
    ticked(own, "pay")
    ticked(lead, "announce-team-change", "be-the-channel", "answer-and-judge", "agency-keep-confidential")
    ticked(sides.ngo, "platform-keep-confidential")


def documented(own: Party) -> None:
    """Every line of annex 2: the yearly data from the shelf, the others in words."""
    own.page.reload()
    for _year in (1, 2):
        own.does("paper", within="#line-yearly-data")
    own.looks("audited-documents", of="#documents")
    names = [each.get_attribute("id") for each in own.page.locator("li[id^=line-]").all()]
    for name in names:
        if name not in ("line-yearly-data", "line-other"):
            own.unfolded(f"#{name} textarea").fill("样例：另行当面提供。")
            own.does("instead", within=f"#{name}")
    own.does("hand-in")


def met(lead: Party, kind: str, minutes: str) -> None:
    """The lead auditor writes a meeting down."""
    lead.page.reload()
    lead.fills(
        **{f"who__{kind}": "企业：样例厂长；平台：样例审阅员；审核机构：样审、样员乙", f"minutes__{kind}": minutes}
    )
    with lead.page.expect_navigation():
        lead.page.locator(f"form:has(input[name=kind][value={kind}]) button[type=submit]").click()


def ticked(party: Party, *duties: str) -> None:
    """Says that duties are done."""
    party.page.reload()
    for duty in duties:
        party.does("tick", within=f"#{duty}")
        expect(party.page.locator(f"#{duty} button[value=back]")).to_have_count(1)


def go_on(lead: Party, state: AuditState) -> None:
    """The agency leads to the next stage."""
    lead.page.reload()
    lead.does("go-on")
    lead.sees(state)


def ready(sides: Sides, load: str = "82") -> None:
    """The opening meeting; the enterprise states how it runs."""
    own, lead = sides.own, sides.lead
    met(lead, "opening", "介绍审核安排，确认陪同人员。")
    own.page.reload()
    for box in own.page.locator("form:has(input[value=readiness]) input[value=yes]").all():
        box.check()
    own.fills(load_percent=load)
    own.looks("audited-readiness", of="#readiness")
    with own.page.expect_navigation():
        own.page.locator("form:has(input[value=readiness]) button[type=submit]").click()
    lead.page.reload()


def noted_offline(sides: Sides, audit: int) -> None:
    """The second auditor takes the form along, loses the connection, notes, and is connected again."""
    tablet = sides.second
    page = tablet.page
    tablet.go("/tablet/")
    page.locator("#page li button").first.click()
    page.locator(f"a[href='#audit/{audit}']").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.locator(f"a[href='#audit/{audit}']").wait_for()
    page.context.set_offline(True)
    for item, grade in (("three-synchronisations", "conforms"), ("procedures", "minor")):
        page.goto(f"{page.url.partition('#')[0]}#audit/{audit}/{item}")
        shown = page.locator(f"[data-item='{item}']")
        shown.locator(f"#grade-{grade}").check()
        if grade == "minor":
            shown.locator("#finding").fill("污泥脱水岗位的操作规程没有按现行工艺更新。")
            shown.locator("#action").fill("更新规程，并培训岗位人员。")
            shown.locator("#deadline").fill(str(timezone.localdate() + timedelta(days=20)))
            page.locator("#evidence-file").set_input_files(PHOTO)  # type: ignore[arg-type]
            page.locator("#evidence-note").fill("岗位上张贴的旧规程")
            page.locator("#prove button").click()
            page.locator(".kept-evidence canvas").wait_for()
            tablet.looks("auditing-tablet", of="main h1")
        shown.locator("#answer button[type=submit]").click()
        shown.wait_for(state="detached")
    page.goto(f"{page.url.partition('#')[0]}#audit/{audit}")
    page.locator("ol.form-items").first.wait_for()
    tablet.looks("auditing-offline", of="body")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator("li:has(a[href$='/procedures']) .is-sent").wait_for()


def noted(sides: Sides, audit: int, agency: Agency) -> None:
    """The lead auditor judges a further item online; the others are judged beside it."""
    for row in sheet_of(agency.admin, "audit", audit).items:
        if not row.held and row.item.id != "training-recorded":
            said = AnswerText("conforms", "", "", None, "")
            save_answer(agency.admin, Place("audit", audit, row.item.id), Edit(uuid4(), 0, said), at=timezone.now())
    lead = sides.lead
    lead.page.locator(f"a[href$='/my/audits/{audit}/form/']").first.click()
    lead.looks("auditing-items", of="main h1")
    lead.page.locator("a[href$='/form/training-recorded/']").click()
    lead.page.locator("#grade-conforms").check()
    with lead.page.expect_navigation():
        lead.page.locator("#answer button[type=submit]").click()
    lead.go(f"/my/audits/{audit}/")


def signed(sides: Sides) -> None:
    """The declaration, by each of the three."""
    for party, name, position, picture in (
        (sides.own, "陈样本", "环保主管", "audited-sign"),
        (sides.lead, LEAD, "主审核员", "auditing-sign"),
        (sides.ngo, OBSERVER, "观察员", "observing-sign"),
    ):
        party.page.reload()
        party.fills(sign__name=name, sign__position=position)
        party.page.locator("#sign-read").check()
        party.looks(picture, of="#declaration")
        with party.page.expect_navigation():
            party.page.locator("form:has(input[value=sign]) button[type=submit]").click()
        expect(party.page.locator("section:has(#declaration)")).to_contain_text(name)


def watched(sides: Sides, audit: int) -> None:
    """Who observes confirms each finding in the form, then the findings and the course."""
    ngo = sides.ngo
    ngo.page.reload()
    ngo.page.locator("a[href$='/form/']").first.click()
    ngo.page.locator("a[href$='/form/procedures/']").click()
    ngo.looks("observing-finding", of="main h1")
    ngo.does("confirm")
    ngo.page.locator(f"a[href$='/my/audits/{audit}/']").first.click()
    ngo.does("confirm-findings")
    ticked(ngo, "observe", "observe-on-site", "talk-about-obstacles", "confirm-course")
