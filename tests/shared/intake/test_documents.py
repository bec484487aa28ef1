"""Tables in Word documents and in PDF files with text, and files that hold none."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.wording import sentence
from qingce.shared.intake import archives
from qingce.shared.intake.enums import Problem
from qingce.shared.intake.errors import (
    LockedFile,
    NothingToRead,
    TooLarge,
    UnknownFormat,
    UnreadableFile,
)
from qingce.shared.intake.rejects import rejects_suffix, write_rejects
from qingce.shared.intake.tables import FileKind, Table, problems_frame, read_tables
from tests.shared.intake.making import PICTURE_PAGE, cell, page, paragraph, table, write_docx, write_pdf

pytestmark = pytest.mark.requirement("REC-3")
HEAD = ["企业名称", "文号", "罚款"]
ROWS = [["甲厂", "1号", "5"], ["乙厂", "", "6"]]
READ = [(2, "甲厂", "1号", "5"), (3, "乙厂", None, "6")]


def only(path: Path) -> Table:
    (found,) = read_tables(path, language="zh")
    return found


@pytest.fixture
def docx(tmp_path):
    return tmp_path / "文档.docx"


@pytest.fixture
def pdf(tmp_path):
    return tmp_path / "文档.pdf"


def test_table_of_a_document_is_read_with_the_text_above(docx):
    read = only(write_docx(docx, paragraph("某局"), paragraph("2020年名单"), table(HEAD, *ROWS), paragraph("注：略")))
    assert (read.kind, read.sheet, read.columns, read.title) == (FileKind.DOCX, "表1", tuple(HEAD), "某局\n2020年名单")
    assert read.frame.rows() == READ


def test_merged_cells_of_a_document_are_those_of_a_sheet(docx):
    rows = (
        [cell("2020年名单", columns=4)],
        [cell("序号", merge="restart"), cell("企业", columns=2), cell("罚款", merge="restart")],
        [cell("", merge="continue"), "名称", "地址", cell("", merge="continue")],
        ["1", "甲厂", cell("一路", merge="restart"), "5"],
        ["2", "乙\n厂", cell("", merge="continue"), "6"],
        ["3", "丙厂", "三路", "7"],
        [cell("合计", columns=3), "18"],
    )
    read = only(write_docx(docx, table(*rows)))
    assert (read.columns, read.title) == (("序号", "名称", "地址", "罚款"), "2020年名单")
    assert read.frame.rows() == [
        (4, "1", "甲厂", "一路", "5"),
        (5, "2", "乙\n厂", "一路", "6"),
        (6, "3", "丙厂", "三路", "7"),
    ]
    assert [(each.row, each.cause.value) for each in read.left_out] == [(1, "title"), (7, "total")]


def test_table_that_goes_on_in_the_next_is_one(docx):
    more, again = table(["丙厂", "3号", "7"]), table(HEAD, ["丁厂", "4号", "8"])
    other = table(["名称", "值", "备注"], ["别的", "1", "x"])
    parts = (table(HEAD, *ROWS), paragraph(""), more, paragraph("续表"), again, paragraph("另一个表"), other)
    first, second = read_tables(write_docx(docx, *parts))
    assert first.frame["企业名称"].to_list() == ["甲厂", "乙厂", "丙厂", "丁厂"]
    assert (second.sheet, second.title, second.frame["名称"].to_list()) == ("表2", "另一个表", ["别的"])


def test_table_within_a_cell_is_a_table_of_its_own(docx):
    inner = cell(paragraph("外") + table(HEAD, *ROWS), raw=True)
    first, second = read_tables(write_docx(docx, table(["栏", "内容"], ["一", inner], ["二", "文字"])))
    assert {first.columns, second.columns} == {tuple(HEAD), ("栏", "内容")}
    outer = first if first.columns == ("栏", "内容") else second
    assert [row[1:] for row in outer.frame.rows()] == [("一", "外"), ("二", "文字")]


def test_deleted_text_of_a_document_is_not_read(docx):
    old, new = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", "<w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
    runs = f"<w:p>{old}{new}</w:p>"
    read = only(write_docx(docx, table(["名称", "数"], [cell(runs, raw=True), "1"])))
    assert read.frame.rows() == [(2, "新", "1")]


@pytest.mark.requirement("REC-5")
def test_document_without_a_table_says_so(docx):
    with pytest.raises(NothingToRead) as caught:
        read_tables(write_docx(docx, paragraph("只有文字")))
    assert sentence(caught.value, "zh") == "文档.docx 中没有表格；请把内容录入为表格后再导入。"


@pytest.mark.requirement("REC-5")
def test_documents_that_unpack_without_end_are_refused(docx, monkeypatch):
    write_docx(docx, table(HEAD, *ROWS), paragraph("x" * 2_000_000))
    monkeypatch.setattr(archives, "MAX_DOCUMENT_BYTES", 1_000_000)
    with pytest.raises(TooLarge):
        read_tables(docx)
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(UnreadableFile):
        read_tables(write_docx(docx, table(HEAD, *ROWS), head=bomb))


@pytest.mark.requirement("REC-5")
@pytest.mark.parametrize(
    ("stream", "error", "told"),
    [
        ("EncryptedPackage", LockedFile, "文档.docx 设有密码，无法读取；请打开文件，去除密码后重新保存。"),
        ("WordDocument", UnknownFormat, "文档.docx 是旧版 Word 文档（DOC），不能收录；请另存为 DOCX。"),
        ("Other", UnreadableFile, "文档.docx 无法读取：工作簿已损坏或不完整；请重新另存，或另存为 CSV（UTF-8）。"),
    ],
)
def test_older_and_locked_files_say_what_to_do(docx, stream, error, told):
    docx.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + stream.encode("utf-16-le"))
    with pytest.raises(error) as caught:
        read_tables(docx)
    assert sentence(caught.value, "zh") == told


def test_web_page_that_is_named_a_workbook_says_what_to_do(tmp_path):
    path = tmp_path / "a.xls"
    path.write_text("<html><table><tr><td>a</td></tr></table></html>", encoding="utf-8")
    with pytest.raises(UnknownFormat) as caught:
        read_tables(path)
    assert sentence(caught.value, "zh") == "a.xls 是网页（HTML），虽然名称像工作簿；请用电子表格软件打开，另存为 XLSX。"


def test_table_of_a_pdf_is_read_over_its_pages(pdf):
    pages = (
        page([HEAD, *ROWS], title="2020年名单"),
        page([HEAD, ["上海\u2f8f厂", "3号", "7"]]),
        page([["合计", None, "18"], ["注：略", None, None]]),
    )
    read = only(write_pdf(pdf, *pages))
    assert (read.kind, read.sheet, read.columns, read.title) == (FileKind.PDF, "第1-3页", tuple(HEAD), "2020年名单")
    assert read.frame.rows() == [*READ, (5, "上海行厂", "3号", "7")]
    assert [(each.row, each.cause.value) for each in read.left_out] == [(4, "header"), (6, "total"), (7, "note")]


def test_header_of_two_rows_in_a_pdf_is_joined(pdf):
    rows = [["企业", "排放", None], ["", "浓度", "限值"], ["甲厂", "1", "2"]]
    assert only(write_pdf(pdf, page(rows))).columns == ("企业", "浓度", "限值")


def test_pages_that_are_pictures_are_told(pdf):
    read = only(write_pdf(pdf, page([HEAD, *ROWS]), PICTURE_PAGE))
    assert [(each.row, each.cause.value, each.text) for each in read.left_out] == [(0, "picture", "第2页")]


@pytest.mark.requirement("REC-5")
@pytest.mark.parametrize(
    ("pages", "password", "error", "told"),
    [
        ([PICTURE_PAGE], "", NothingToRead, "只有图像，没有文字；请录入为表格，或先做文字识别（OCR）。"),
        (["BT /F1 10 Tf 50 700 Td <4e00> Tj ET"], "", NothingToRead, "中没有表格；请把内容录入为表格后再导入。"),
        ([page([HEAD, *ROWS])], "geheim", LockedFile, "设有密码，无法读取；请打开文件，去除密码后重新保存。"),
    ],
)
def test_pdf_that_cannot_be_read_says_why(pdf, pages, password, error, told):
    with pytest.raises(error) as caught:
        read_tables(write_pdf(pdf, *pages, password=password))
    assert sentence(caught.value, "zh").endswith(told)


@pytest.mark.requirement("REC-5")
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.99])
def test_documents_cut_off_say_so_or_give_what_is_there(tmp_path, suffix, share):
    path = tmp_path / f"cut{suffix}"
    if suffix == ".pdf":
        write_pdf(path, page([HEAD, *ROWS]))
    else:
        write_docx(path, table(HEAD, *ROWS))
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    try:
        named = path.name if only(path).frame.rows() == READ else ""
    except QingceError as error:
        named = error.detail
    assert path.name in named


@pytest.mark.requirement("REC-5")
@settings(max_examples=100, deadline=None)
@given(place=st.integers(0, 900), new=st.binary(min_size=1, max_size=30))
def test_any_damage_to_a_document_gives_tables_or_a_clear_error(tmp_path_factory, place, new):
    path = write_docx(tmp_path_factory.getbasetemp() / "damaged.docx", table(HEAD, *ROWS))
    with zipfile.ZipFile(path) as archive:
        content = bytearray(archive.read("word/document.xml"))
    content[place : place + len(new)] = new
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", bytes(content))
    try:
        named = [each.height for each in read_tables(path)] and path.name
    except QingceError as error:
        named = error.detail
    assert path.name in named


def test_process_that_reads_a_pdf_knows_nothing_of_the_house(pdf):
    write_pdf(pdf, page([HEAD, *ROWS]))
    script = "import sys; from qingce.shared.intake import pdf_pages; print([m for m in sys.modules if 'django' in m])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.requirement("REC-5")
def test_rejects_of_a_document_come_back_as_a_workbook_that_can_be_sent_in_again(docx, tmp_path):
    read = only(write_docx(docx, table(HEAD, *ROWS)))
    out = tmp_path / f"rejects{rejects_suffix(read.kind)}"
    assert write_rejects(out, read, problems_frame([Problem(3, "罚款", "amount-unreadable", "6", "x")])) == 1
    again = only(out)
    assert (out.suffix, again.kind, again.sheet) == (".xlsx", FileKind.XLSX, "表1")
    assert again.frame.rows() == [(2, "乙厂", None, "6", "罚款：金额无法识别", "x")]
