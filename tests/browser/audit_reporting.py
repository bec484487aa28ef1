"""An audit from the preliminary report to its end, by its pages."""

from __future__ import annotations

from django.utils import timezone

from qingce.domain.removal.enums import AuditState
from qingce.shared.notices.queries import notice_terms
from tests.browser.auditing import Sides, go_on, ticked
from tests.browser.parties import Party
from tests.domain.documents.keeping import Kept, paper

OBJECTION = "报告里的污泥去向没有写明接收单位。"
ANSWER = "报告“污染物控制”一节已写明接收单位和转移联单编号。"


def written(lead: Party, *, result: str = "", reason: str = "") -> None:
    """The agency writes a report, saves it and hands it over."""
    lead.page.reload()
    for field in lead.page.locator("textarea[name^=text-]").all():
        field.fill("样例：见现场记录。")
    if result:
        lead.page.locator(f"#result-{result}").check()
        lead.fills(report__reason=reason)
    lead.looks("auditing-final" if result else "auditing-preliminary", of="#write-report")
    lead.does("save-report")
    lead.does("hand-report")


def commented(party: Party, lead: Party, kind: str, text: str) -> None:
    """Somebody comments on a report, and the agency answers."""
    party.page.reload()
    party.fills(**{f"comment__on__{kind}": text})
    party.does("comment-report")
    lead.page.reload()
    lead.page.locator("textarea[id^=answer-]").first.fill("样例：已按意见补充。")
    lead.does("answer-comment")


def reported(sides: Sides) -> None:
    """The preliminary report, a comment of who observes, and on to the follow-up."""
    written(sides.lead)
    ticked(sides.own, "supply-missing-papers")
    commented(sides.ngo, sides.lead, "preliminary", "请写明采样点的位置。")
    go_on(sides.lead, AuditState.FOLLOW_UP)


def put_right(sides: Sides, own: Kept) -> None:
    """The enterprise shows what it did; it was not enough; a further audit on site shows that it is now."""
    number = paper(own, "photograph", title="更新后的操作规程（照片）", issued_on=timezone.localdate())
    _shown(sides.own, "已重写操作规程并张贴。", number)
    _judged(sides.lead, "no", "培训记录缺失，仅换了张贴的规程。")
    lead = sides.lead
    lead.fills(visit__on=str(timezone.localdate()), visit__why="岗位人员是否按新规程操作。")
    lead.looks("auditing-visit", of="#findings")
    lead.does("call-visit")
    _shown(sides.own, "已培训岗位人员12名，附签到照片。", number)
    sides.lead.page.reload()
    sides.lead.page.locator("textarea[id^=seen-]").first.fill("样例：抽问三人，均按新规程操作。")
    sides.lead.does("tell-visit")
    _judged(sides.lead, "yes", "现场抽问和培训记录一致。")
    ticked(sides.own, "rectify", "support-further-audit", "move-suppliers")
    ticked(sides.ngo, "follow-progress", "observe-further-audit")
    ticked(sides.lead, "follow-findings")


def _shown(own: Party, text: str, number: int) -> None:
    own.page.reload()
    own.page.locator("textarea[id^=remedy-]").first.fill(text)
    own.page.locator("select[id^=papers-]").first.select_option(str(number))
    own.looks("audited-remedy", of="#findings")
    own.does("remedy")


def _judged(lead: Party, works: str, why: str) -> None:
    lead.page.reload()
    lead.page.locator(f"input[name=works][value={works}]").first.check()
    lead.page.locator("textarea[id^=why-]").first.fill(why)
    lead.does("judge-remedy")


def concluded(sides: Sides, audit: int, state: AuditState, *, result: str, reason: str = "") -> None:
    """The final report, the platform's comment, and another person who confirms it."""
    lead, approver = sides.lead, sides.approver
    written(lead, result=result, reason=reason)
    commented(sides.staff, lead, "final", "结论请写明依据。")
    lead.does("complete-report")
    approver.go(f"/office/audits/{audit}/")
    approver.looks("running-confirm", of="#conclusion")
    approver.does("confirm-report")
    approver.sees(state)


def objected(sides: Sides) -> None:
    """Somebody of the public reads the report and objects; the staff answer in public."""
    public, approver = sides.public, sides.approver
    public.go("/audits/")
    public.page.locator("table.stack th a").first.click()
    public.sees(AuditState.NOTICE)
    public.looks("audit-public")
    public.page.locator("#conclusion ~ p a[href*='/notices/']").first.click()
    public.page.locator("a[href$='/objection/']").click()
    public.fills(statement=OBJECTION)
    public.page.wait_for_timeout((notice_terms().form_seconds_least + 1) * 1000)  # sooner it counts as a program's
    with public.page.expect_navigation():
        public.page.locator("main form.form button[type=submit]").click()
    approver.go("/office/notices/")
    approver.page.locator("main a[href*='/office/notices/objections/']").first.click()
    approver.does("whole")
    approver.fills(answer=ANSWER)
    approver.does("answer")
