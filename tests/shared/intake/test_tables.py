"""Reading table files by content."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.wording import sentence
from qingce.shared.intake import tables
from qingce.shared.intake.errors import (
    DuplicateColumns,
    EmptyFile,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
)
from qingce.shared.intake.tables import FileKind, read_tables

TEXT = "名称,数量,备注\n上海某厂,1.50,一\n"


def read(path: Path, content: bytes) -> tables.Table:
    path.write_bytes(content)
    (table,) = read_tables(path)
    return table


@pytest.fixture
def path(tmp_path):
    return tmp_path / "file.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_reads_every_encoding_and_separator(path, encoding, separator):
    table = read(path, TEXT.replace(",", separator).encode(encoding))
    assert table.columns == ("名称", "数量", "备注")
    assert table.frame.rows() == [(2, "上海某厂", "1.50", "一")]
    assert table.problems.rows() == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_csv_reads_every_line_end(path, line_end):
    assert read(path, TEXT.replace("\n", line_end).encode()).frame.rows() == [(2, "上海某厂", "1.50", "一")]


def test_csv_keeps_line_breaks_and_quotes_in_quotes(path):
    table = read(path, b'a,b\n"x\ny","say ""so"""\n1,2\n')
    assert table.frame.rows() == [(2, "x\ny", 'say "so"'), (3, "1", "2")]


def test_csv_rows_of_another_length_are_kept_and_told(path):
    table = read(path, b"a,b,c\n1,2,3\n1,2\n\n1,2,3,4,5\n1,2,3,,\n,,\n1,,\n")
    assert table.frame.rows() == [
        (2, "1", "2", "3"),
        (3, "1", "2", None),
        (5, "1", "2", "3"),
        (6, "1", "2", "3"),
        (8, "1", None, None),
    ]
    assert table.problems.select("row", "code", "value").rows() == [
        (3, "row-length", "1|2"),
        (5, "row-length", "1|2|3|4|5"),
    ]


def test_rows_that_cannot_be_read_are_told_in_chinese(path):
    path.write_bytes(b'a,b,c\n1,2\n4,"5"z,6\n')
    (table,) = read_tables(path, language="zh")
    assert table.problems["detail"].to_list() == [
        "这一行有 2 个单元格，表头有 3 个；文字中含有分隔符的，请加上引号。",
        "这一行的引号没有成对；请把文字中的引号写两次，或删去。",
    ]


def test_csv_quotes_that_do_not_close_cost_their_row_only(path):
    table = read(path, b'a,b,c\n1,"2,3\n4,5,6\n7,"8"z,1\n9,"l\nm",0\n2,5"6,7\n')
    assert table.problems.select("row", "code").rows() == [(2, "quote-open"), (4, "quote-open")]
    good = [row for row in table.frame.rows() if row[0] not in {2, 4}]
    assert good == [(3, "4", "5", "6"), (5, "9", "l\nm", "0"), (6, "2", '5"6', "7")]


def test_csv_with_quotes_open_everywhere_is_refused(path):
    with pytest.raises(UnreadableFile):
        read(path, b"a,b\n" + b'"x,y\n' * 300)


def test_csv_unnamed_columns_are_named_when_they_hold_something(path):
    table = read(path, b"a,,\n1,x,\n")
    assert (table.columns, table.frame.rows()) == (("a", "#2"), [(2, "1", "x")])


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFile),
        (b" \r\n\x00", EmptyFile),
        (b"a,b\n", EmptyFile),
        (b"a,b\n,\n", EmptyFile),
        (b"a,a\n1,2\n", DuplicateColumns),
        (b"__row__,a\n1,2\n", DuplicateColumns),
        (b"%PDF-1.7 ...", UnknownFormat),
        (b"\x89PNG\r\n", UnknownFormat),
        (b"<!doctype html><table>", UnknownFormat),
        (b'[{"a": 1}]', UnknownFormat),
        (b"PK\x03\x04 cut off", UnreadableFile),
        (b"\xd0\xcf\x11\xe0 cut off", UnreadableFile),
        (b"a,b\n\xff\xff\xff,1\n", UnreadableFile),
    ],
)
def test_file_that_cannot_be_read_says_why(path, content, error):
    with pytest.raises(error) as caught:
        read(path, content)
    assert path.name in caught.value.detail
    chinese = sentence(caught.value, "zh")
    assert chinese.startswith(path.name)
    assert chinese != caught.value.detail


def test_file_above_the_limit_is_refused(path, monkeypatch):
    monkeypatch.setattr(tables, "MAX_BYTES", 10)
    with pytest.raises(TooLarge):
        read(path, TEXT.encode())


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_give_tables_or_a_clear_error(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    try:
        read = read_tables(path)
    except QingceError as error:
        named = error.detail
    else:
        named = path.name if all(table.frame.height for table in read) else ""
    assert path.name in named


cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r\ufeff"), max_size=8)


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_a_csv_writer_writes_is_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "round.csv"
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([["a", "b", "c"], *[["x", *row[1:]] for row in rows]])
    table = read(path, text.getvalue().encode())
    wanted = [(number, "x", *(cell or None for cell in row[1:])) for number, row in enumerate(rows, 2)]
    assert table.frame.select("__row__", "a", "b", "c").rows() == wanted


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "book.csv"  # by content, not by name
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("一季度")
        page.write_row(0, 0, ["名称", "数量", "日期", "时间", "是", ""])
        page.write_row(1, 0, ["甲厂", 12.0])
        page.write_datetime(1, 2, datetime.fromisoformat("2020-02-20"), book.add_format({"num_format": "yyyy-mm-dd"}))
        stamp = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.write_datetime(1, 3, datetime.fromisoformat("2020-02-20T08:30"), stamp)
        page.write_boolean(1, 4, True)
        page.write_row(3, 0, ["乙厂", 0.1 + 0.2])
        book.add_worksheet("空")
        other = book.add_worksheet("二季度")
        other.write_row(0, 0, ["名称"])
        other.write_row(1, 0, ["丙厂"])
    return path


def test_workbook_gives_every_sheet_as_text(workbook):
    first, second = read_tables(workbook)
    assert (first.sheet, first.kind, first.columns) == (
        "一季度",
        FileKind.XLSX,
        ("名称", "数量", "日期", "时间", "是"),
    )
    assert first.frame.rows() == [
        (2, "甲厂", "12", "2020-02-20", "2020-02-20 08:30:00", "true"),
        (4, "乙厂", "0.3", None, None, None),
    ]
    assert (second.sheet, second.frame.rows()) == ("二季度", [(2, "丙厂")])


def test_json_lines_keep_figures_and_nested_values(path):
    lines = '{"a": 1.50, "b": [1, {"x": "二"}]}\n\n{"a": true, "c": null, "d": ""}\n'
    table = read(path, lines.encode())
    assert table.kind is FileKind.JSONL
    assert table.columns == ("a", "b", "c", "d")
    assert table.frame.rows() == [
        (1, "1.50", '[1, {"x": "二"}]', None, None),
        (3, "true", None, None, None),
    ]


def test_json_lines_tell_bad_lines(path):
    table = read(path, b'{"a": 1}\n{bad\n[1]\n' + b'{"a":' * 3 + b"\n")
    assert table.problems.select("row", "code").rows() == [(2, "json-line"), (3, "json-line"), (4, "json-line")]
    assert table.frame.rows()[1] == (2, None, "{bad")


def test_slices_cover_the_table_with_its_problems(path):
    table = read(path, b"a,b\n" + b"1,2\n" * 5 + b"1\n" + b"1,2\n" * 4)
    parts = list(table.slices(4))
    assert [part.frame.height for part in parts] == [4, 4, 2]
    assert [part.problems["row"].to_list() for part in parts] == [[], [7], []]


def test_cell_text_is_what_a_reader_sees():
    from qingce.shared.intake.workbooks import cell_text

    seen = [cell_text(cell) for cell in (1.0, 1e17, 0.1 + 0.2, -2.5, "", None, True, date(2020, 2, 20), 7)]
    assert seen == ["1", "100000000000000000", "0.3", "-2.5", None, None, "true", "2020-02-20", "7"]
