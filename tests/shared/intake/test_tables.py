"""Reading table files by content."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.wording import sentence
from qingce.shared.intake import archives, json_lines, tables
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
        (b"%PDF-1.7 ...", UnreadableFile),
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


def test_head_is_the_first_rows_with_their_problems(path):
    table = read(path, b"a,b\n" + b"1,2\n1\n" * 4)
    assert table.height == 8
    assert (table.head(2).height, table.head(2).problems["row"].to_list()) == (2, [3])
    assert table.head(99).frame.equals(table.frame)


def test_cell_text_is_what_a_reader_sees():
    from qingce.shared.intake.workbooks import cell_text

    seen = [cell_text(cell) for cell in (1.0, 1e17, 0.1 + 0.2, -2.5, "", None, True, date(2020, 2, 20), 7)]
    assert seen == ["1", "100000000000000000", "0.3", "-2.5", None, None, "true", "2020-02-20", "7"]


TOO_DEEP = "这一行的括号层层嵌套，过深，无法读取；请每行写一个简单的 JSON 对象。"


@pytest.mark.requirement("REC-5")
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"a": ' + "[" * 3000, "这一行的括号层层嵌套，过深，无法读取；请每行写一个简单的 JSON 对象。"),
        (
            '{"a": ' + "[" * 3000 + "]" * 3000 + "}",
            "这一行的括号层层嵌套，过深，无法读取；请每行写一个简单的 JSON 对象。",
        ),
        ('{"a": [' + "9" * 5000 + "]}", "这一行的列表中有长达数千位的数；请核对并改正。"),
    ],
)
def test_json_line_that_python_cannot_hold_costs_its_row_only(path, line, told):
    path.write_text(f'{{"a": 1}}\n{line}\n{{"a": 2}}\n', encoding="utf-8")
    (table,) = read_tables(path, language="zh")
    assert table.problems.select("row", "code", "detail").rows() == [(2, "json-line", told)]
    assert table.frame["a"].to_list() == ["1", None, "2"]


def test_json_lines_lose_halves_of_characters(path):
    table = read(path, rb'{"a": "x\ud800y", "b\udc00": ["\ud83d"], "c": "\ud83d\ude00"}' + b"\n")
    assert table.columns == ("a", "b", "c")
    assert table.frame.rows() == [(1, "xy", '[""]', "😀")]


def test_json_lines_read_part_by_part_are_one_table(path, monkeypatch):
    monkeypatch.setattr(json_lines, "_LINES_TOGETHER", 2)
    table = read(path, b'\xef\xbb\xbf{"a": 1}\n{"b": 2}\n\n{"a": 3, "c": 4}\nbad')
    assert table.columns == ("a", "b", "c", "_line")
    assert table.frame.rows() == [
        (1, "1", None, None, None),
        (2, None, "2", None, None),
        (4, "3", None, "4", None),
        (5, None, None, None, "bad"),
    ]
    assert table.problems["row"].to_list() == [5]


def test_json_lines_with_names_without_end_are_refused(path, monkeypatch):
    monkeypatch.setattr(json_lines, "MAX_COLUMNS", 3)
    with pytest.raises(TooLarge) as caught:
        read(path, b'{"a": 1, "b": 1}\n{"c": 1, "d": 1}\n')
    assert sentence(caught.value, "zh") == "file.csv 中的列名超过 3 个；请让每一行使用相同的少数列名。"


def write_workbook(path: Path, *sheets: str, declared: int | None = None) -> None:
    """A workbook whose sheets have this XML for their data."""
    with xlsxwriter.Workbook(path) as book:
        for _ in sheets:
            book.add_worksheet()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number, data in enumerate(sheets, 1):
        name = f"xl/worksheets/sheet{number}.xml"
        parts[name] = parts[name].replace(b"<sheetData/>", f"<sheetData>{data}</sheetData>".encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    if declared is not None:
        lie(path, len(parts["xl/worksheets/sheet1.xml"]), declared)


def lie(path: Path, size: int, declared: int) -> None:
    """Makes both headers of an entry declare another size than it unpacks to."""
    content = path.read_bytes()
    assert content.count(size.to_bytes(4, "little")) == 2
    path.write_bytes(content.replace(size.to_bytes(4, "little"), declared.to_bytes(4, "little")))


HEAD_AND_ROW = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'


@pytest.mark.parametrize(
    "stray",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="3"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="3"><c s="1" r="XFD3"/></row><row r="1048576"><c r="A1048576"/></row>',
        '<row r="1048576"><c><v>1</v></c></row><row r="4"><c\tr="XFD4"><v>1</v></c></row>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
        '<row r="3">' + "<c/>" * 60 + '</row><row r="1048576"><c/></row>',
    ],
)
def test_workbook_with_a_stray_cell_is_refused_before_it_is_opened(tmp_path, stray):
    path = tmp_path / "stray.xlsx"
    write_workbook(path, HEAD_AND_ROW + stray)
    with pytest.raises(TooLarge) as caught:
        read_tables(path)
    told = sentence(caught.value, "zh")
    assert told.startswith("stray.xlsx 的表格一直延伸到 ")
    assert told.endswith("；多半是远处误填了一格，请清除多余的行列，或另存为 CSV（UTF-8）。")
    assert caught.value.params["corner"].endswith("1048576")


def test_workbook_within_the_limit_is_read_however_its_cells_are_written(tmp_path, monkeypatch):
    path = tmp_path / "odd.xlsx"
    data = '<row r="1"><c><v>1</v></c><c><v>2</v></c></row><row><c r="A2"><v>3</v></c><c><v>4</v></c></row>'
    write_workbook(path, data, HEAD_AND_ROW)
    monkeypatch.setattr(archives, "MAX_CELLS", 6)
    assert [table.frame.rows() for table in read_tables(path)] == [[(2, "3", "4")], [(2, "2")]]
    monkeypatch.setattr(archives, "MAX_CELLS", 5)
    with pytest.raises(TooLarge):
        read_tables(path)


@pytest.mark.parametrize("chunk", [1, 7, 100])
def test_reach_is_the_same_however_the_archive_is_read(workbook, monkeypatch, chunk):
    monkeypatch.setattr(archives, "_CHUNK", chunk)
    monkeypatch.setattr(archives, "MAX_CELLS", 5 * 4 + 2)
    archives.check_archive(workbook)
    monkeypatch.setattr(archives, "MAX_CELLS", 5 * 4 + 1)
    with pytest.raises(TooLarge):
        archives.check_archive(workbook)


@pytest.mark.parametrize("declared", [None, 10])
def test_archive_that_unpacks_to_too_much_is_refused_whatever_it_declares(tmp_path, monkeypatch, declared):
    path = tmp_path / "bomb.xlsx"
    write_workbook(path, HEAD_AND_ROW + "<!--" + " " * 2_000_000 + "-->", declared=declared)
    monkeypatch.setattr(tables, "MAX_UNPACKED_BYTES", 1_000_000)
    assert path.stat().st_size < 20_000
    with pytest.raises(TooLarge) as caught:
        read_tables(path)
    assert "解压后有" in sentence(caught.value, "zh")


def test_workbook_with_damaged_packing_is_refused(workbook):
    content = bytearray(workbook.read_bytes())
    start = content.index(b"xl/worksheets/sheet1.xml") + 30
    content[start : start + 60] = b"\xff" * 60
    workbook.write_bytes(content)
    with pytest.raises(UnreadableFile):
        read_tables(workbook)


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 6000), new=st.binary(min_size=1, max_size=40))
def test_any_damage_to_a_workbook_gives_tables_or_a_clear_error(tmp_path_factory, place, new):
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    write_workbook(path, HEAD_AND_ROW)
    content = bytearray(path.read_bytes())
    content[place : place + len(new)] = new
    path.write_bytes(content)
    try:
        named = [table.frame.height for table in read_tables(path)] and path.name
    except QingceError as error:
        named = error.detail
    assert path.name in named
