"""Publications from a file: each row becomes one, or is refused with its heading and row (CPA-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.actions import take_publications
from qingce.domain.cleaner_production.errors import PublicationWrong
from qingce.domain.cleaner_production.models import Publication
from qingce.domain.cleaner_production.queries import FilePlan, FileRow, plan_publications, read_publication_file
from qingce.domain.records.models import Record
from qingce.pure.kernel.errors import QingceError
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.parties.enums import StaffRole
from tests.domain.cleaner_production.rostering import ONE, STAFF, TWO
from tests.factories import AT, acting, penalty, register, release_rules, staff_member
from tests.shared.intake.making import PICTURE_PAGE, write_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-2")]
NAME = "样例甲化工有限公司"
ROW = {
    "企业名称": NAME, "公布日期": "2022-02-20", "公布位置": "样例官网", "法人代表": "样某", "企业所在地址": "样例路1号",
    "有毒有害原料": "企业未公示", "其余未公布": "是",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _rules(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    release_rules("cleaner-production")


def audited(year: str = "2022", name: str = NAME, uscc: str = ONE[2]) -> int:
    details = f"listed=roster; obligation=mandatory; grounds=toxic; years={year}"
    row = penalty(
        type="cleaner-production",
        details=details,
        published_on=f"{year}-01-31",
        doc_no="",
        enterprise_name=name,
        uscc=uscc,
    )
    register({**row, "violations": "", "measure": "", "description": "", "fine_cny": ""})
    return Record.objects.latest("pk").pk


def plan(*rows: Mapping[str, str]) -> FilePlan:
    return plan_publications(STAFF, numbered(rows), at=AT)


def numbered(rows: Sequence[Mapping[str, str]]) -> list[FileRow]:
    return [FileRow(number, row) for number, row in enumerate(rows, 2)]


def cause(error: QingceError) -> str:
    return str(error.params.get("cause") or error.code)


def test_row_becomes_a_publication_that_is_public_and_in_the_log() -> None:
    record = audited()
    file = take_publications(STAFF, numbered([ROW]), name="公布.csv", at=AT)
    row = Publication.objects.get(file=file)
    assert (row.record_id, row.kind, row.published_on, row.is_all) == (record, "fields", date(2022, 2, 20), True)
    assert row.texts == {"legal-representative": "样某", "address": "样例路1号"}
    assert LedgerEntry.objects.filter(act="cleaner-published").count() == 1
    with pytest.raises(PublicationWrong) as wrong:
        take_publications(STAFF, numbered([ROW]), name="公布.csv", at=AT)
    assert (wrong.value.params["cause"], Publication.objects.count()) == ("none", 1)


@pytest.mark.parametrize(
    ("changed", "heading", "why"),
    [
        ({"企业名称": "样例无名有限公司"}, "企业名称", "roster"), ({"企业名称": ""}, "企业名称", "name"),
        ({"公布日期": "2021-2022"}, "公布日期", "date-unreadable"),
        ({"公布日期": "2027-01-01"}, "公布日期", "date-after-latest"),
        ({"公布位置": ""}, "公布位置", "place"), ({"网址": "x"}, "网址", "link"),
        ({"年度": "2021"}, "年度", "none-fits"),
        ({"年度": "下一批"}, "年度", "years"), ({"名单": "另一份名单"}, "名单", "none-fits"),
        ({"公布事项": "自愿协议"}, "公布事项", "kind"),
        ({"其余未公布": ""}, "有毒有害原料", "mixed"),
    ],
)  # fmt: skip
def test_cell_that_does_not_do_is_named_by_row_and_heading(changed: dict[str, str], heading: str, why: str) -> None:
    audited()
    found = plan(ROW, ROW | changed)
    ((number, told, error),) = [(each.number, each.heading, each.error) for each in found.refused]
    assert (len(found.taken), number, told, cause(error)) == (1, 3, heading, why)


def test_two_audits_that_fit_are_told_apart_by_the_year() -> None:
    audited("2021")
    later = audited("2022")
    (refused,) = plan(ROW).refused
    assert cause(refused.error) == "audits"
    (taken,) = plan(ROW | {"年度": "2022"}).taken
    assert taken.line.row.id == later


def test_same_row_twice_and_one_without_a_heading_for_names_are_refused() -> None:
    audited()
    found = plan(ROW, ROW, ROW | {"公布日期": "2022-02-21"})
    assert [(each.number, cause(each.error)) for each in found.refused] == [(3, "twice")]
    with pytest.raises(PublicationWrong) as wrong:
        plan({"单位": NAME})
    assert wrong.value.params["cause"] == "headings"


def test_all_placeholders_are_a_search_in_vain_and_none_tell_nothing() -> None:
    audited()
    only = {name: ROW[name] for name in ("企业名称", "公布日期", "公布位置")}
    (refused,) = plan(only).refused
    assert cause(refused.error) == "empty"
    (taken,) = plan(only | {"其余未公布": "是"}).taken
    assert (taken.said.is_all, taken.said.texts) == (True, {})
    assert plan(only | {"随便": "x"} | {"其余未公布": "是"}).unknown == ["随便"]


def test_staff_of_elsewhere_take_nothing_in() -> None:
    audited()
    elsewhere = acting(staff_member(StaffRole.REVIEWER, area="320000"))
    found = plan_publications(elsewhere, numbered([ROW]), at=AT)
    assert (found.taken, [each.error.code for each in found.refused]) == ([], ["out-of-area"])


def test_workbook_with_merged_cells_and_a_total_row_is_read(tmp_path: Path) -> None:
    heads = ["企业名称", "公布日期", "公布位置", "法人代表", "企业所在地址"]
    with xlsxwriter.Workbook(tmp_path / "公布.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads)
        sheet.write_row(1, 0, [NAME, "2022-02-20"])
        sheet.write_row(2, 0, ["样例乙有限公司", "2022-02-21"])
        sheet.merge_range(1, 2, 2, 2, "样例官网")
        sheet.write_row(3, 0, ["合计", "2"])
    rows = read_publication_file(tmp_path / "公布.xlsx", language="zh")
    assert [(each.number, each.cells["企业名称"], each.cells["公布位置"]) for each in rows] == [
        (2, NAME, "样例官网"),
        (3, "样例乙有限公司", "样例官网"),
    ]


def test_scanned_pdf_empty_file_and_too_many_rows_are_refused(tmp_path: Path) -> None:
    scan, empty, long = write_pdf(tmp_path / "扫描.pdf", PICTURE_PAGE), tmp_path / "空.csv", tmp_path / "长.csv"
    empty.write_text("企业名称,公布日期\n", encoding="utf-8")
    long.write_text("企业名称\n" + "样例\n" * 501, encoding="utf-8")
    for path, why in ((scan, "format"), (empty, "file-empty"), (long, "rows")):
        with pytest.raises(QingceError) as wrong:
            read_publication_file(path, language="zh")
        assert cause(wrong.value) == why


def test_queries_do_not_grow_with_the_rows() -> None:
    counts = []
    for names in ([ONE], [ONE, TWO]):
        audited(name=names[-1][1], uscc=names[-1][2])
        with CaptureQueriesContext(connection) as queries:
            assert len(plan(*(ROW | {"企业名称": each[1]} for each in names)).taken) == len(names)
        counts.append(len(queries))
    assert counts[0] == counts[1]
