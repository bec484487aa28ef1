"""A file from the staff's desk to the public page and back: upload, columns, dry run, review, undo (REC-3, REC-4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from qingce.domain.enterprises.models import MatchQuestion
from qingce.shared.intake.models import Batch
from qingce.shared.parties.actions import confirm_proposal
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.queries import names_of
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.factories import acting, staff_member, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The third row nearly names an enterprise of the register.
CSV = """示例县2024年行政处罚情况,,,,
企业名称,处罚文号,处罚日期,违法事实,罚款金额（万元）
示例一染整有限公司,示环罚〔2024〕1号,2024年3月1日,未按规定设置排污口,1.5
示例二染整有限公司,示环罚〔2024〕2号,2024年3月2日,未按规定设置排污口,２
绍兴样申印染有限公司,示环罚〔2024〕3号,2024年3月3日,未按规定设置排污口,3
示例四染整有限公司,示环罚〔2024〕4号,2024年13月4日,未按规定设置排污口,4
合计,,,,10.5
注：数据来自公开信息。,,,,
"""


def upload(page: Page, path: Path) -> int:
    path.write_bytes(CSV.encode("gb18030"))
    page.locator("#id_file").set_input_files(path)
    page.locator("form[data-upload] button").click()
    page.wait_for_url("**/imports/*/")
    work()
    return Batch.objects.latest("pk").pk


def say_columns(page: Page, address: str) -> None:
    page.locator("select[name=type]").select_option("supervision")
    page.locator("input[name=issuer]").fill("示例县生态环境局")
    page.locator("main form.wide button[type=submit]").click()
    page.wait_for_url(address)
    work()


def answer_with_the_first(page: Page, *, by_key: bool) -> MatchQuestion:
    if by_key:
        page.keyboard.press("1")
    else:
        page.locator("[data-key='1']").click()
    page.wait_for_url("**/review/?answered=*")
    question = MatchQuestion.objects.get()
    assert question.state == "same"
    assert names_of([question.answered_by]) == {question.answered_by: "复核员"}
    return question


def undo(page: Page, *, scripts: bool) -> None:
    """Proposes to undo the import of the page that is open; a colleague confirms."""
    page.locator("textarea[name=reason]").fill("文件发错了地区")
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/office/decisions/*/")
    if scripts:
        assert faults_of(page) == []
    second = acting(staff_member(StaffRole.SENIOR_REVIEWER, name="主任", email="second@example.org"))
    confirm_proposal(second, int(page.url.rstrip("/").rpartition("/")[2]), at=timezone.now())
    work()


@pytest.mark.requirement("REC-3", "REC-4")
@pytest.mark.parametrize(
    ("language", "viewport", "scripts"),
    [("", DESKTOP, True), ("/en", PHONE, True), ("", PHONE, False)],
    ids=["zh-desktop", "en-phone", "zh-phone-without-scripts"],
)
def test_file_walks_through_the_office_to_the_public_page_and_back(
    site: str, open_page: OpenPage, tmp_path: Path, language: str, viewport: dict[str, int], *, scripts: bool
) -> None:
    staff_member(StaffRole.SENIOR_REVIEWER, name="复核员")
    office = f"{site}{language}/office"
    page = open_page(f"{office}/imports/", viewport=viewport, bypass_csp=scripts, java_script_enabled=scripts)

    def go(path: str) -> None:
        page.goto(path)
        if scripts:
            assert faults_of(page) == []

    enter(page)
    page.locator("#id_file").wait_for()
    address = f"{office}/imports/{upload(page, tmp_path / '处罚.csv')}/"
    go(f"{address}columns/")
    say_columns(page, address)
    go(address)
    assert page.get_by_text("示例一染整有限公司").first.is_visible()
    assert page.locator("dl.counts dd").all_inner_texts() == ["4", "2", "0", "1", "1", "2"]
    page.locator("button[value=run]").click()
    page.wait_for_url(address)
    work()
    go(f"{office}/review/")
    go(f"{office}/review/next/")
    question = answer_with_the_first(page, by_key=scripts)
    go(f"{site}{language}/enterprises/{question.enterprise_id}/")
    assert page.url == f"{site}{language}/enterprises/{question.ranked[0]['enterprise']}/"
    assert page.get_by_text("绍兴样申印染有限公司").first.is_visible()
    page.get_by_role("link", name="环境监管记录 示环罚〔2024〕3号").first.click()
    record = page.url
    assert page.get_by_text("30,000").first.is_visible()
    go(f"{address}undo/")
    undo(page, scripts=scripts)
    gone = page.request.get(record)
    assert (gone.status, "文件发错了地区" in gone.text()) == (410, True)


@pytest.mark.requirement("REC-4")
def test_two_enterprises_are_merged_side_by_side(site: str, open_page: OpenPage) -> None:
    from qingce.domain.enterprises.models import Enterprise

    staff_member(StaffRole.SENIOR_REVIEWER, name="复核员")
    one, other = Enterprise.objects.exclude(identity="pseudonym").order_by("pk").values_list("pk", flat=True)[:2]
    page = open_page(f"{site}/office/enterprises/{other}/?other={one}", bypass_csp=True)
    enter(page)
    page.locator("#id-reason").fill("公告更名")
    assert faults_of(page) == []
    if page.locator("#id-despite").count():
        page.locator("#id-despite").check()
    page.locator("button[value=merge]").click()
    page.get_by_text("公告更名").first.wait_for()
    page.goto(f"{site}/enterprises/{other}/")
    assert page.url == f"{site}/enterprises/{one}/"
    assert faults_of(page) == []
