"""Where the table of a sheet is, and what of its rows are rows."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from qingce.shared.intake.bodies import Body
from qingce.shared.intake.layouts import Layout, LeftOutCause, Span, find_layout
from qingce.shared.intake.tables import Table, read_tables

pytestmark = pytest.mark.requirement("REC-3")
HEAD = ["企业名称", "文号", "罚款"]
ROWS = [["甲厂", "1号", "5"], ["乙厂", "2号", "6"]]


def layout(*rows: list[str | None], spans: tuple[Span, ...] = ()) -> Layout:
    found = find_layout(rows, spans)
    assert found is not None
    return found


def test_plain_header_stays_the_header():
    assert layout(HEAD, *ROWS) == Layout(tuple(HEAD), (tuple(HEAD),), 2)


def test_nothing_is_no_table():
    assert find_layout([[], [None, " "]]) is None


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ([["名单"]], "名单"),
        ([["名单", None, None], [], ["填报单位：某局", None, None]], "名单\n填报单位：某局"),
        ([[None, "名单", None], ["单位：万元"]], "名单\n单位：万元"),
        ([["名单", "名单", "名单"]], "名单"),
    ],
)
def test_titles_stand_above_the_header(above, title):
    found = layout(*above, HEAD, *ROWS)
    assert (found.names, found.title, found.first_row) == (tuple(HEAD), title, len(above) + 2)
    assert {each.cause for each in found.left_out} == {LeftOutCause.TITLE}


@pytest.mark.parametrize(
    "rows",
    [
        [["名称"], ["甲厂"], ["乙厂"]],
        [["名称", ""], ["甲厂", "1"]],
        [["名称", "2019"], ["甲厂", "1"]],
        [["名称", "", "备注"], ["甲厂", "x", "有"]],
        [["名称", "备注"], ["甲厂", None], ["乙厂", "有"]],
    ],
)
def test_first_row_is_the_header_without_evidence_of_another(rows):
    found = layout(*rows)
    assert (found.headings[0], found.first_row, found.title) == (tuple(cell or None for cell in rows[0]), 2, "")


TWO = (["序号", "排放口", None, "备注"], [None, "名称", "经度", None])
TWO_SPANS = (Span(0, 0, 1, 0), Span(0, 1, 0, 2), Span(0, 3, 1, 3))


@pytest.mark.parametrize("spans", [(), TWO_SPANS])
def test_header_of_two_rows_has_its_lower_names(spans):
    found = layout(*TWO, ["1", "甲", "121.4", None], spans=spans)
    assert (found.names, found.first_row) == (("序号", "名称", "经度", "备注"), 3)


@pytest.mark.parametrize("with_spans", [True, False])
def test_names_that_come_twice_have_those_above_before_them(with_spans):
    rows = (["企业", "2019年", None, "2020年", None], [None, "排放量", "罚款", "排放量", "合规"])
    spans = (Span(0, 0, 1, 0), Span(0, 1, 0, 2), Span(0, 3, 0, 4)) if with_spans else ()
    found = layout(*rows, ["甲厂", "1", "2", "3", "4"], spans=spans)
    assert found.names == ("企业", "2019年 排放量", "罚款", "2020年 排放量", "合规")


def test_header_of_three_rows_is_joined():
    rows = (
        ["企业", "排放", None, None, None],
        [None, "废水", None, "废气", None],
        [None, "浓度", "限值", "浓度", "限值"],
        ["甲厂", "1", "2", "3", "4"],
    )
    spans = (Span(0, 0, 2, 0), Span(0, 1, 0, 4), Span(1, 1, 1, 2), Span(1, 3, 1, 4))
    found = layout(*rows, spans=spans)
    assert found.names == ("企业", "排放 废水 浓度", "排放 废水 限值", "排放 废气 浓度", "排放 废气 限值")
    assert found.first_row == 4


def test_merged_headings_written_out_are_a_header_of_two_rows():
    found = layout(["企业", "企业", "罚款"], ["名称", "地址", "罚款"], ["甲厂", "一路", "1"])
    assert (found.names, found.first_row) == (("名称", "地址", "罚款"), 3)
    assert layout(["名称", "备注", "备注"], ["甲厂", "好", "坏"]).first_row == 2


def test_heading_merged_over_two_columns_is_no_header_of_two_rows():
    found = layout(["名称", "备注", None], ["甲厂", "有", "无"], spans=(Span(0, 1, 0, 2),))
    assert (found.names, found.first_row) == (("名称", "备注", ""), 2)


def test_headings_with_line_breaks_are_one_line():
    header = ["企业\n名称", "Name of\nfirm", "罚款\n（万元）"]
    assert layout(header, *ROWS).names == (
        "企业名称",
        "Name of firm",
        "罚款（万元）",
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "表.xlsx"


def write(path: Path, rows: list[list[object]], *merged: tuple[int, int, int, int, str]) -> Table:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表")
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
        for span in merged:
            page.merge_range(*span)
    (table,) = read_tables(path)
    return table


def told(table: Table) -> list[tuple[int, str]]:
    return [(each.row, each.cause.value) for each in table.left_out]


def test_page_with_everything_is_read(path):
    table = write(
        path,
        [
            ["上海市2020年名单", None, None, None],
            [],
            ["序号", "企业", None, "罚款（万元）"],
            [None, "名称", "地址", None],
            [1, "甲厂", "一路", 5],
            [2, "乙厂", None, 6],
            [None, "合 计", None, 11],
            ["上海市2020年名单（续）"],
            ["序号", "企业", None, "罚款（万元）"],
            [None, "名称", "地址", None],
            [3, "丙\n厂", "三路", 7],
            [4, None, None, None],
            ["总计", None, None, 18],
            ["注：1. 罚款不含没收。"],
            ["2. 以决定书为准。"],
            ["填表人：张三", None, "审核人：李四"],
        ],
        (0, 0, 0, 3, "上海市2020年名单"),
        (2, 0, 3, 0, "序号"), (2, 1, 2, 2, "企业"), (2, 3, 3, 3, "罚款（万元）"),
        (4, 2, 5, 2, "一路"),
    )  # fmt: skip
    assert table.columns == ("序号", "名称", "地址", "罚款（万元）")
    assert table.frame.rows() == [
        (5, "1", "甲厂", "一路", "5"),
        (6, "2", "乙厂", "一路", "6"),
        (11, "3", "丙\n厂", "三路", "7"),
    ]
    assert table.title == "上海市2020年名单"
    assert told(table) == [
        (1, "title"), (7, "total"), (8, "title"), (9, "header"), (10, "header"), (12, "blank"), (13, "total"),
        (14, "note"), (15, "note"), (16, "note"),
    ]  # fmt: skip


def test_formula_cells_give_their_value(path):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["名称", "数"])
        page.write_row(1, 0, ["甲厂"])
        page.write_formula(1, 1, "=1+2", None, 3)
    assert read_tables(path)[0].frame.rows() == [(2, "甲厂", "3")]


def test_names_that_sound_like_notes_or_totals_stay(path):
    rows = [
        ["名称", "说明", "数"],
        ["合计通信息公司", "合计", 1],
        ["注册会计师事务所", None, None],
        ["统计单位", "a", 2],
    ]
    assert (write(path, rows).height, told(write(path, rows))) == (3, [])


def test_rows_left_out_are_told_up_to_a_bound(path, monkeypatch):
    monkeypatch.setattr("qingce.shared.intake.bodies.MOST_TOLD", 3)
    table = write(path, [HEAD, *[row for _ in range(9) for row in (ROWS[0], HEAD)]])
    assert (table.height, len(table.left_out)) == (9, 3)
    assert Body(layout(HEAD, *ROWS), HEAD).left_out == []
