"""One table in every format that offices publish in: the same columns, the same rows."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.wording import sentence
from qingce.shared.intake import archives
from qingce.shared.intake.errors import TooLarge
from qingce.shared.intake.tables import FileKind, read_tables
from tests.shared.intake.making import cell, page, paragraph, table, write_docx, write_pdf

DECISIONS = Path(__file__).resolve().parents[3] / "demo" / "penalty-decisions" / "decisions.csv"
COLUMNS = 8  # as many as have texts of every kind: names, codes, dates, amounts, sentences
TITLE = "行政处罚决定"

Rows = Sequence[Sequence[str]]


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    with DECISIONS.open(encoding="utf-8-sig", newline="") as file:
        return [cells[:COLUMNS] for cells in csv.reader(file)]


def as_csv(encoding: str, separator: str = ",", title: str = "") -> Callable[[Path, Rows], Path]:
    def write(path: Path, rows: Rows) -> Path:
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=separator).writerows([[title]] * bool(title) + list(rows))
        return path

    return write


def as_json_lines(path: Path, rows: Rows) -> Path:
    objects = [dict(zip(rows[0], cells, strict=True)) for cells in rows[1:]]
    path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in objects), encoding="utf-8")
    return path


def as_workbook(path: Path, rows: Rows) -> Path:
    """With a title over all columns and a header of two rows, of which most cells are merged."""
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        sheet = book.add_worksheet("决定")
        sheet.merge_range(0, 0, 0, COLUMNS - 1, TITLE)
        sheet.merge_range(1, 0, 1, 1, "第一组")
        sheet.write_row(2, 0, rows[0][:2])
        for place, name in enumerate(rows[0][2:], 2):
            sheet.merge_range(1, place, 2, place, name)
        for number, cells in enumerate(rows[1:], 3):
            for place, text in enumerate(cells):
                sheet.write_string(number, place, text)
        sheet.write_row(len(rows) + 3, 0, ["注：示例。"])
    return path


def as_document(path: Path, rows: Rows) -> Path:
    header = [cell("第一组", columns=2), *(cell(name, merge="restart") for name in rows[0][2:])]
    names = [*rows[0][:2], *[cell("", merge="continue")] * (COLUMNS - 2)]
    half = len(rows) // 2
    return write_docx(path, paragraph(TITLE), table(header, names, *rows[1:half]), table(*rows[half:]))


def as_open_document(path: Path, rows: Rows) -> Path:
    def told(text: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(told, cells))}</table:table-row>" for cells in rows)
    return write_ods(path, body)


def write_ods(path: Path, body: str) -> Path:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/" '
            'm:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body><office:spreadsheet>'
            f'<table:table table:name="决定">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


@pytest.mark.requirement("REC-3")
@pytest.mark.parametrize(
    ("write", "kind", "is_titled"),
    [
        (as_csv("utf-8"), FileKind.CSV, False),
        (as_csv("utf-8-sig", ";", TITLE), FileKind.CSV, True),
        (as_csv("gbk"), FileKind.CSV, False),
        (as_csv("gb18030", "\t", TITLE), FileKind.CSV, True),
        (as_csv("utf-16", "|"), FileKind.CSV, False),
        (as_json_lines, FileKind.JSONL, False),
        (as_workbook, FileKind.XLSX, True),
        (as_open_document, FileKind.XLSX, False),
        (as_document, FileKind.DOCX, True),
    ],
)
def test_table_is_the_same_in_every_format(tmp_path, rows, write, kind, is_titled):
    (read,) = read_tables(write(tmp_path / "file.bin", rows))
    assert (read.kind, read.columns, read.title) == (kind, tuple(rows[0]), TITLE if is_titled else "")
    wanted = [tuple(text.replace("\r\n", "\n") or None for text in cells) for cells in rows[1:]]
    assert read.frame.drop("__row__").rows() == wanted
    assert read.problems.height == 0


@pytest.mark.requirement("REC-3")
def test_table_of_a_pdf_has_the_same_texts(tmp_path, rows):
    short = [[text[:10].replace("\n", "") for text in cells[:4]] for cells in rows[:60]]
    pages = [page([short[0], *short[start : start + 25]], title=TITLE) for start in range(1, len(short), 25)]
    (read,) = read_tables(write_pdf(tmp_path / "file.pdf", *pages))
    assert (read.kind, read.columns, read.title) == (FileKind.PDF, tuple(short[0]), TITLE)
    assert read.frame.drop("__row__").rows() == [tuple(text.strip() or None for text in cells) for cells in short[1:]]


@pytest.mark.requirement("REC-5")
def test_open_document_that_repeats_without_end_is_refused(tmp_path, monkeypatch):
    filled = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="100"/>'
    body = f'<table:table-row table:number-rows-repeated="1000">{filled}</table:table-row>'
    monkeypatch.setattr(archives, "MAX_CELLS", 99_999)
    with pytest.raises(TooLarge) as caught:
        read_tables(write_ods(tmp_path / "a.ods", body))
    assert sentence(caught.value, "zh").startswith("a.ods 的表格一直延伸到 CV1000，")
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    told = "".join(f"<table:table-row>{text.format(each)}</table:table-row>" for each in ("名称", "甲厂")) + blank
    assert [each.height for each in read_tables(write_ods(tmp_path / "b.ods", told))] == [1]


BEGINNINGS = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{",
    b"\xff\xfe",
    b"a,b\n",
    b"\xef\xbb\xbf",
]


@pytest.mark.requirement("REC-5")
@settings(max_examples=60, deadline=None)
@given(beginning=st.sampled_from(BEGINNINGS), content=st.binary(max_size=300))
def test_any_bytes_of_any_format_give_tables_or_a_clear_error(tmp_path_factory, beginning, content):
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(beginning + content)
    try:
        named = path.name if all(each.height for each in read_tables(path, language="zh")) else ""
    except QingceError as error:
        named = sentence(error, "zh")
    assert path.name in named
