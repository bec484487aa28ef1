"""CSV files as offices save and damage them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingce.pure.kernel.wording import sentence
from qingce.shared.intake import csv_records, odd_cells, text_blocks
from qingce.shared.intake.errors import TooLarge, UnreadableFile
from qingce.shared.intake.tables import Table, read_tables

pytestmark = pytest.mark.requirement("REC-5")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "名单.csv"


def read(path: Path, content: bytes) -> Table:
    path.write_bytes(content)
    (table,) = read_tables(path, language="zh")
    return table


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_recognised(path, encoding):
    table = read(path, "名称,数量\n甲厂,1\n上海一厂,2\n".encode(encoding))
    assert (table.columns, table.frame.rows()) == (("名称", "数量"), [(2, "甲厂", "1"), (3, "上海一厂", "2")])


def test_line_in_another_encoding_is_read_and_told(path):
    lines = [f"上海第{number}厂,备注".encode() for number in range(20)]
    lines[7] = "混入的厂,1".encode("gbk")
    table = read(path, b"\n".join(["名称,备注".encode(), *lines]))
    assert table.frame.row(7) == (9, "混入的厂", "1")
    assert table.problems.rows() == [
        (
            9,
            "名称",
            "encoding-mixed",
            "混入的厂",
            "名称 的编码与全文件（UTF-8）不同；请核对文字，并把文件另存为 UTF-8。",
        )
    ]


def test_line_of_utf_8_in_a_gbk_file_is_told(path):
    lines = [f"上海第{number}厂,备注".encode("gbk") for number in range(20)]
    lines[3] = "的的厂,1".encode()
    table = read(path, b"\n".join(["名称,备注".encode("gbk"), *lines]))
    assert table.problems.select("row", "code").rows() in ([(5, "encoding-mixed")], [])
    assert table.frame["名称"][4] == "上海第4厂"


def test_nul_bytes_cost_their_row_only(path):
    table = read(path, "名称,数\n甲厂,1\n乙\x00厂,2\n丙厂,3\n\x00\x00\x00".encode())
    assert table.frame.rows()[:3] == [(2, "甲厂", "1"), (3, "乙厂", "2"), (4, "丙厂", "3")]
    assert table.problems.filter(pl.col("code") == "nul-bytes").select("row", "column", "value").rows() == [
        (3, "名称", "乙厂"),
        (5, "名称", ""),
    ]


def test_cell_without_end_is_cut_and_told(path, monkeypatch):
    monkeypatch.setattr(odd_cells, "LONGEST_CELL", 1000)
    table = read(path, f"名称,数\n甲厂,1\n{'长' * 400},2\n丙厂,3\n".encode())
    assert table.frame["名称"].to_list() == ["甲厂", "长" * 200, "丙厂"]
    assert table.problems.select("row", "column", "code", "detail").rows() == [
        (3, "名称", "cell-too-long", "名称 的文字长达 1,200 字节，一个单元格最多 1,000 字节；请缩短。")
    ]


def test_line_without_end_is_refused_with_its_number(path, monkeypatch):
    monkeypatch.setattr(text_blocks, "CHUNK", 64)
    monkeypatch.setattr(text_blocks, "MAX_LINE", 1024 * 1024)
    with pytest.raises(TooLarge) as caught:
        read(path, "名称,数\n甲厂,1\n".encode() + b"x" * (2 * 1024 * 1024))
    told = sentence(caught.value, "zh")
    assert told == "名单.csv 第 3 行超过 1 MB；请检查是否缺少换行，或引号没有成对。"


def test_title_and_notes_of_a_csv_are_no_rows(path):
    text = (
        "上海市2020年行政处罚名单,,\n单位：万元,,\n\n企业名称,文号,罚款\n甲厂,1号,5\n乙厂,2号,6\n"
        "合计,,11\n注：不含撤销的决定。\n填表人：张三,,2020-01-01\n"
    )
    table = read(path, text.encode("gb18030"))
    assert (table.columns, table.title) == (("企业名称", "文号", "罚款"), "上海市2020年行政处罚名单\n单位：万元")
    assert table.frame.rows() == [(5, "甲厂", "1号", "5"), (6, "乙厂", "2号", "6")]
    assert [(each.row, each.cause.value, each.text) for each in table.left_out] == [
        (1, "title", "上海市2020年行政处罚名单"),
        (2, "title", "单位：万元"),
        (7, "total", "合计 11"),
        (8, "note", "注：不含撤销的决定。"),
        (9, "note", "填表人：张三 2020-01-01"),
    ]
    assert table.problems.height == 0


def test_more_broken_quotes_than_good_rows_are_refused_and_fewer_are_told(path):
    with pytest.raises(UnreadableFile):
        read(path, b"a,b\n" + b'"x,y\n' * 300)
    table = read(path, b"a,b\n" + b'"x,y\n1,2\n3,4\n' * 300)
    assert (table.height, table.problems.height) == (900, 300)


cells = st.text(st.sampled_from("a,\"\n'一 ;x"), max_size=6)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=30), chunk=st.integers(5, 40))
def test_file_is_the_same_however_it_is_cut(tmp_path_factory, rows, chunk):
    path = tmp_path_factory.getbasetemp() / "cut.csv"
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([["x", "y", "z"], *[["1", *row] for row in rows]])
    path.write_bytes(text.getvalue().encode())
    wanted = [(row, "1", *(cell or None for cell in cells)) for row, cells in enumerate(rows, 2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_blocks, "CHUNK", chunk)
        (table,) = read_tables(path)
    assert table.frame.rows() == wanted
    assert table.problems.height == 0


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from('ab,"\n'), max_size=60))
def test_records_of_any_text_are_counted_as_they_are_read(text):
    content = ("h,h\n" + text).encode()
    parts = list(csv_records.record_blocks(iter([content]), ",", Path("x.csv")))
    assert sum(part.count for part in parts) == sum(len(list(part.records())) for part in parts)


def test_names_that_are_patterns_are_names(path):
    table = read(path, b"*,^a.*$,abc\n1,2,3\n,,\n4,5,\x006\n")
    assert (table.columns, table.frame.rows()) == (("＊", "＾a.*$", "abc"), [(2, "1", "2", "3"), (4, "4", "5", "6")])


def test_file_of_columns_without_end_is_refused(path):
    with pytest.raises(TooLarge) as caught:
        read(path, b",".join(b"c%d" % place for place in range(3000)) + b"\n1\n")
    assert sentence(caught.value, "zh") == "名单.csv 有 3,000 列，一次最多收录 2,000 列；请检查分隔符，或删去多余的列。"


def test_old_line_ends_across_blocks_are_one(path, monkeypatch):
    monkeypatch.setattr(text_blocks, "CHUNK", 5)
    assert read(path, b"a,b\r\n1,2\r\n3,4\r5,6\r\n").frame.rows() == [(2, "1", "2"), (3, "3", "4"), (4, "5", "6")]
