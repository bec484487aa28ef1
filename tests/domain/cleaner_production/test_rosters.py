"""Published rosters and results as the ingest of the database takes them in, good lines and bad (CPA-1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.actions import bring_roster, choose_roster_columns
from qingce.domain.cleaner_production.enums import ListKind, Result
from qingce.domain.cleaner_production.errors import RosterNotFound, RosterWrong, UnitUnknown
from qingce.domain.cleaner_production.models import Roster
from qingce.domain.cleaner_production.queries import (
    RostersAsked,
    audit_history,
    count_rosters,
    roster,
    roster_lines,
    roster_years,
    rosters,
)
from qingce.domain.enterprises.actions import merge_enterprises
from qingce.domain.enterprises.models import Enterprise, MatchQuestion
from qingce.domain.records.compact import parse_details
from qingce.domain.records.models import Record
from qingce.shared.changes.models import Change
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.models import Batch
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.errors import OutOfArea
from tests.domain.cleaner_production.rostering import (
    HEAD,
    ONE,
    RESULTS,
    ROSTER,
    STAFF,
    TWO,
    bring,
    say_columns,
    take_in,
    write_csv,
)
from tests.factories import AT, acting, staff_member
from tests.shared.intake.making import PICTURE_PAGE, cell, page, table, write_docx, write_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-1")]


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()


def problems(batch: Batch) -> list[tuple[int, str, str]]:
    return [(each["row"], each["column"], each["detail"]) for each in batch.trial["problems"]]


def test_roster_becomes_records_with_its_document_as_their_source(tmp_path: Path) -> None:
    found = take_in(write_csv(tmp_path, HEAD, ONE, TWO))
    (row,) = rosters()
    assert (row.lines, row.years, row.department, row.batch_id) == (2, "2022", "省生态环境厅", found.pk)
    first, second = roster_lines(row)
    assert (first.row.enterprise, first.grounds, first.row.division) == (ONE[1], ("over-limits", "toxic"), "320100")
    assert (second.grounds, second.years, second.obligation.value) == (("energy",), "2022", "mandatory")
    record = Record.objects.get(pk=first.row.id)
    source = record.provenances.get().source
    assert (source.title, source.url, source.published_on) == (ROSTER.title, ROSTER.link, date(2022, 3, 31))
    assert (record.published_on, record.title, record.issuer) == (date(2022, 3, 31), ROSTER.title, ROSTER.issuer)
    assert Change.objects.filter(kind="cleaner-roster", first_id=row.id).count() == 1
    assert [each.id for each in rosters(RostersAsked(["320000"], 2022, ListKind.ROSTER))] == [row.id]
    nothing = RostersAsked(["330000"]), RostersAsked(year=2021), RostersAsked(kind=ListKind.RESULTS)
    assert [rosters(asked) for asked in nothing] == [[], [], []]
    assert roster_years() == [2022]


@pytest.mark.parametrize(
    ("written", "grounds"),
    [
        ("1", "over-limits"), ("1+2", "over-limits;energy"), ("1＋3", "over-limits;toxic"),
        ("“双有”", "toxic"), ("双超、高耗能", "over-limits;energy"), ("（三）", "toxic"),
        ("双超和双有", "over-limits;toxic"),
    ],
)  # fmt: skip
def test_type_cells_are_read_as_grounds(written: str, grounds: str) -> None:
    assert parse_details(f"grounds={written}", "cleaner-production")["grounds"] == grounds


def test_cell_that_names_no_ground_is_refused_and_told(tmp_path: Path) -> None:
    found = say_columns(bring(write_csv(tmp_path, HEAD, ONE, (*TWO[:4], "1+9"))))
    assert (found.trial["rows_new"], found.trial["rows_rejected"]) == (1, 1)
    (told,) = found.trial["problems"]
    assert (told["row"], told["column"], told["value"]) == (3, "类型", "1+9")
    assert "“9”不是 类型 的可选值" in told["detail"]
    (group,) = found.trial["groups"]
    assert (group["column"], group["rows"], group["value"]) == ("类型", [3], "1+9")


@pytest.mark.parametrize(
    ("written", "years"), [("2021-2022", "2021-2022"), ("2021—2022年度", "2021-2022"), ("2022年", "2022")]
)
def test_years_of_a_line_are_taken_as_written(written: str, years: str) -> None:
    assert parse_details(f"years={written}", "cleaner-production")["years"] == years


def test_cell_that_is_no_year_is_refused_in_the_language_of_the_person(tmp_path: Path) -> None:
    path = write_csv(tmp_path, (*HEAD, "年度"), (*ONE, "下一批"))
    assert problems(say_columns(bring(path)))[0][2] == "“下一批”不是年度；请写 2022，两年合并的写 2021-2022。"
    other = write_csv(tmp_path, (*HEAD, "年度"), (*ONE, "另一批"), name="b.csv")
    told = problems(say_columns(bring(other, language="en")))[0][2]
    assert told == "“另一批” is no year; write 2022, or 2021-2022 for two years together."


def test_misspelt_province_is_refused_and_one_elsewhere_too(tmp_path: Path) -> None:
    head = (*HEAD, "省份")
    found = say_columns(bring(write_csv(tmp_path, head, (*ONE, "江苏省"), (*TWO, "江芬省"))))
    assert problems(found) == [(3, "province", "“江芬省”不是省级行政区的名称；请改正。")]
    found = say_columns(bring(write_csv(tmp_path, head, (*ONE[:3], "杭州市", "1", "浙江省"), name="b.csv")))
    assert found.trial["rows_rejected"] == 1


def test_total_rows_and_titles_are_no_lines_and_merged_cells_hold_for_all_they_cover(tmp_path: Path) -> None:
    path = write_docx(
        tmp_path / "名单.docx",
        table(
            ["序号", "企业名称", "设区市", "类型"],
            ["1", "样例甲化工有限公司", cell("南京市", merge="restart"), "1"],
            ["2", "样例乙冶炼有限公司", cell("", merge="continue"), "1+2"],
            ["合计", "2", "", ""],
        ),
    )
    take_in(path)
    (row,) = rosters()
    assert [(each.row.division, each.grounds) for each in roster_lines(row)] == [
        ("320100", ("over-limits",)),
        ("320100", ("over-limits", "energy")),
    ]


def test_table_of_a_pdf_is_taken_in(tmp_path: Path) -> None:
    rows = [["序号", "企业名称", "设区市", "类型"], ["1", "样例甲化工有限公司", "南京市", "双有"]]
    take_in(write_pdf(tmp_path / "名单.pdf", page(rows)))
    assert Record.objects.get().details["grounds"] == "toxic"


@pytest.mark.parametrize(("name", "code"), [("名单.pdf", "file-no-table"), ("空.csv", "file-empty")])
def test_scan_and_empty_file_are_refused_with_what_to_do(tmp_path: Path, name: str, code: str) -> None:
    path = tmp_path / name
    if path.suffix == ".pdf":
        write_pdf(path, PICTURE_PAGE)
    else:
        path.write_text("")
    found = Batch.objects.get(pk=bring(path))
    assert (found.state, found.problem["code"]) == (BatchState.REFUSED, code)
    assert rosters() == []


def test_same_enterprise_on_two_rosters_has_both_in_its_history(tmp_path: Path) -> None:
    take_in(write_csv(tmp_path, HEAD, ONE))
    earlier = replace(ROSTER, title="样例省2021年名单", first_year=2021, last_year=2021, published_on=date(2021, 3, 1))
    take_in(write_csv(tmp_path, HEAD, (*ONE[:4], "双有"), name="2021.csv"), earlier)
    owner = Enterprise.objects.get().pk
    lines = audit_history(owner).lines
    assert [(each.years, each.grounds) for each in lines] == [("2021", ("toxic",)), ("2022", ("over-limits", "toxic"))]
    assert {each.roster for each in lines} == {each.id for each in rosters()}
    assert [each.years for page in (0, 1, 2) for each in rosters(start=page, count=1)] == ["2022", "2021"]
    assert (count_rosters(), roster_years()) == (2, [2022, 2021])


def test_roster_that_repeats_a_line_shows_it_once(tmp_path: Path) -> None:
    take_in(write_csv(tmp_path, HEAD, ONE, ONE, TWO))
    (row,) = rosters()
    assert (row.lines, len(roster_lines(row)), Record.objects.count()) == (2, 2, 2)


def test_renamed_enterprise_is_the_one_that_had_the_name(tmp_path: Path) -> None:
    head = ("企业名称", "统一社会信用代码", "曾用名", "类型", "备注")
    take_in(write_csv(tmp_path, head, ("样例丙纺织有限公司", "91000000MA0000001R", "", "1", "")))
    later = replace(ROSTER, title="样例省2023年名单", first_year=2023, last_year=2023, published_on=date(2023, 3, 1))
    renamed = ("样例新丙科技有限公司", "91000000MA0000001R", "样例丙纺织有限公司", "1", "已更名，原址停产，已注销")
    take_in(write_csv(tmp_path, head, renamed, name="2023.csv"), later)
    owner = Enterprise.objects.get()
    assert [each.note for each in audit_history(owner.pk).lines] == ["", "已更名，原址停产，已注销"]


def test_line_of_doubt_waits_as_a_question(tmp_path: Path) -> None:
    take_in(write_csv(tmp_path, HEAD, ONE))
    later = replace(ROSTER, title="样例省2023年名单", first_year=2023, last_year=2023)
    found = take_in(write_csv(tmp_path, HEAD, ("1", "样例丁化工有限公司", "", "南京市", "1"), name="b.csv"), later)
    assert (found.rows_new, found.rows_held) == (0, 1)
    assert MatchQuestion.objects.get().batch_id == found.pk


HEAD_OF_RESULTS = ("序号", "企业名称", "统一社会信用代码", "设区市", "验收结论")


def results(tmp_path: Path, *lines: tuple[str, ...], said: object = RESULTS) -> None:
    take_in(write_csv(tmp_path, HEAD_OF_RESULTS, *lines, name="结果.csv"), said)  # type: ignore[arg-type]


def test_fail_opens_the_next_audit_until_a_later_roster_names_it(tmp_path: Path) -> None:
    take_in(write_csv(tmp_path, HEAD, ONE, TWO))
    results(tmp_path, (*ONE[:4], "验收不合格"), (*TWO[:4], "通过验收"))
    one, two = Enterprise.objects.order_by("pk")
    failed = audit_history(one.pk)
    assert [each.result for each in failed.lines] == [None, Result.FAIL]
    assert failed.open_since is not None
    assert failed.open_since.years == "2022"
    assert audit_history(two.pk).open_since is None
    again = replace(ROSTER, title="样例省2023年名单", first_year=2023, last_year=2023, published_on=date(2023, 4, 1))
    take_in(write_csv(tmp_path, HEAD, ONE, name="2023.csv"), again)
    assert audit_history(one.pk).open_since is None


def test_result_of_an_enterprise_on_no_roster_is_kept_and_marked(tmp_path: Path) -> None:
    take_in(write_csv(tmp_path, HEAD, ONE))
    results(tmp_path, (*ONE[:4], "合格"), (*TWO[:4], "合格"))
    row = next(each for each in rosters() if each.list == ListKind.RESULTS)
    assert [(each.row.enterprise, each.is_off_roster) for each in roster_lines(row)] == [
        (ONE[1], False),
        (TWO[1], True),
    ]


def test_list_of_passed_enterprises_without_a_column_of_results(tmp_path: Path) -> None:
    batch = bring(write_csv(tmp_path, ("企业名称",), ("样例甲化工有限公司",)), RESULTS)
    with pytest.raises(RosterWrong) as wrong:
        say_columns(batch)
    assert wrong.value.params["cause"] == "result"
    passed = replace(RESULTS, result=Result.PASS, title="样例省通过验收企业名单")
    take_in(write_csv(tmp_path, ("企业名称", "设区市"), ("样例甲化工有限公司", "南京市"), name="b.csv"), passed)
    assert Record.objects.get().details["result"] == "pass"


def test_merged_enterprises_have_one_history(tmp_path: Path) -> None:
    take_in(write_csv(tmp_path, HEAD, ONE, (*TWO[:2], "", *TWO[3:])))
    one, two = Enterprise.objects.order_by("pk")
    merge_enterprises(two.pk, into=one.pk, reason="同一家", actor=STAFF, at=AT)
    assert [each.row.enterprise_id for each in audit_history(one.pk).lines] == [one.pk, one.pk]


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"title": " "}, "title"), ({"issuer": ""}, "issuer"), ({"first_year": 1999}, "years"),
        ({"last_year": 2021}, "years"), ({"link": "example.org"}, "link"), ({"title": "名" * 301}, "long"),
        ({"published_on": date(2027, 1, 1)}, "ahead"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_list_is_told_and_nothing_is_kept(
    tmp_path: Path, changed: dict[str, object], cause: str
) -> None:
    with pytest.raises(RosterWrong) as wrong:
        bring(write_csv(tmp_path, HEAD, ONE), replace(ROSTER, **changed))  # type: ignore[arg-type]
    assert wrong.value.params["cause"] == cause
    assert (Roster.objects.count(), Batch.objects.count()) == (0, 0)


def test_strange_unit_area_and_batch_are_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path, HEAD, ONE)
    with pytest.raises(UnitUnknown):
        bring(path, replace(ROSTER, unit="710000"))
    elsewhere = acting(staff_member(StaffRole.SENIOR_REVIEWER, area="330000"))
    with pytest.raises(OutOfArea):
        bring_roster(elsewhere, ROSTER, (path.name, path), language="zh", at=AT)
    batch = bring(path)
    Roster.objects.all().delete()
    with pytest.raises(RosterNotFound):
        choose_roster_columns(batch, {"enterprise_name": "企业名称"}, actor=STAFF, at=AT)
    with pytest.raises(RosterNotFound):
        roster(1)


def test_lines_are_read_in_as_many_queries_for_three_as_for_one(tmp_path: Path) -> None:
    take_in(write_csv(tmp_path, HEAD, ONE, TWO))
    results(tmp_path, (*ONE[:4], "合格"), (*TWO[:4], "不合格"))
    row = next(each for each in rosters() if each.list == ListKind.RESULTS)
    with CaptureQueriesContext(connection) as queries:
        roster_lines(row, limit=1)
        roster_lines(row)
    assert len(queries) == 4
    with CaptureQueriesContext(connection) as queries:
        audit_history(Enterprise.objects.order_by("pk")[0].pk)
    assert len(queries) == 3
