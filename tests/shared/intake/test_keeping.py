"""Copies, batches, rejected rows and safe cells."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.errors import NotFound
from qingce.shared.intake.actions import BatchCounts, finish_batch, open_batch, save_copy, write_rejects
from qingce.shared.intake.enums import BatchState, Field, FieldKind, OpenBatch, Problem
from qingce.shared.intake.errors import BatchElsewhere
from qingce.shared.intake.mappings import ColumnMapping, canonical_mapping
from qingce.shared.intake.models import Batch
from qingce.shared.intake.queries import (
    copy_path,
    file_sha256,
    formula_safe,
    formula_safe_column,
    load_mapping,
    problems_frame,
    read_tables,
    saved_row,
)

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
FIELDS = (Field("名称", FieldKind.TEXT, "Name", is_required=True), Field("数", FieldKind.DECIMAL, "Number"))
PROBLEMS = problems_frame(
    [
        Problem(3, "day", "date-unreadable", "x", "“x”不是日期。"),
        Problem(3, "name", "required", "", "缺少 name。"),
    ]
)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "名单.csv"
    file.write_bytes("名称,数\n甲厂,1\n=乙厂,-2\n+丙,3\n".encode("gbk"))
    return file


def test_copy_is_the_bytes_as_received(path):
    sha256 = save_copy(path)
    assert copy_path(sha256).read_bytes() == path.read_bytes()
    assert save_copy(path) == sha256
    assert [each.name for each in copy_path(sha256).parent.glob(".part-*")] == []


@pytest.mark.django_db
@pytest.mark.requirement("REC-5")
def test_saved_row_is_the_row_of_the_file(path):
    batch = open_batch(path, canonical_mapping(FIELDS), by="tester", at=AT)
    assert saved_row(batch.id, "", 3) == {"名称": "=乙厂", "数": "-2"}
    for sheet, row in (("", 9), ("一季度", 2)):
        with pytest.raises(NotFound):
            saved_row(batch.id, sheet, row)
    with pytest.raises(NotFound):
        saved_row(batch.id + 1, "", 2)


@pytest.mark.django_db
@pytest.mark.requirement("REC-5")
def test_saved_row_shows_the_columns_that_the_mapping_uses_and_no_other(tmp_path):
    file = tmp_path / "名单.csv"
    file.write_text("企业,数,联系人手机,备注,状态\n甲厂,1,13000000000,内部,在\n", encoding="utf-8")
    head = 'name = "m"\n{}[title]\nzh = "映射"\nen = "Mapping"\n[columns]\n"名称" = "企业"\n'
    (tmp_path / "closed.toml").write_text(head.format(""), encoding="utf-8")
    end = '[when]\ncolumn = "状态"\nnot_empty = true\n'
    (tmp_path / "open.toml").write_text(head.format('public = ["备注"]\n') + end, encoding="utf-8")
    shown = {}
    for name in ("closed", "open"):
        mapping = load_mapping(name, fields=FIELDS, folder=tmp_path)
        shown[name] = saved_row(open_batch(file, mapping, by="tester", at=AT).id, "", 2)
    assert shown == {"closed": {"企业": "甲厂"}, "open": {"企业": "甲厂", "备注": "内部", "状态": "在"}}
    assert b"13000000000" in copy_path(file_sha256(file)).read_bytes()


@pytest.mark.django_db
def test_saved_row_of_a_canonical_file_shows_the_canonical_columns(tmp_path):
    file = tmp_path / "rows.jsonl"
    file.write_text('{"名称": "甲厂", "联系人手机": "13000000000"}\n', encoding="utf-8")
    batch = open_batch(file, canonical_mapping(FIELDS), by="tester", at=AT)
    assert saved_row(batch.id, "", 1) == {"名称": "甲厂"}


@pytest.mark.django_db
def test_batch_of_a_file_whose_name_is_not_unicode_is_kept(path):
    name = "名\udcff\x00单.csv"
    batch = open_batch(path, canonical_mapping(FIELDS), by="tester", at=AT, file_name=name)
    assert Batch.objects.get(id=batch.id).file_name == "名单.csv"


@pytest.mark.django_db
def test_saved_row_survives_lost_quick_rows(path):
    batch = open_batch(path, canonical_mapping(FIELDS), by="tester", at=AT)
    for quick in copy_path(file_sha256(path)).parent.glob("*.parquet"):
        quick.unlink()
    assert saved_row(batch.id, "", 2) == {"名称": "甲厂", "数": "1"}


@pytest.mark.django_db
@pytest.mark.requirement("REC-5")
def test_same_file_and_mapping_are_one_batch(path):
    first = open_batch(path, canonical_mapping(FIELDS), by="tester", at=AT)
    again = open_batch(path, canonical_mapping(FIELDS), by="other", at=AT)
    assert again == first == OpenBatch(first.id, is_done=False)
    finish_batch(first.id, BatchCounts(rows_read=3, rows_new=1, rows_known=1, rows_held=0, rows_rejected=1), at=AT)
    assert open_batch(path, canonical_mapping(FIELDS), by="other", at=AT) == OpenBatch(first.id, is_done=True)
    done = Batch.objects.get()
    assert (done.state, done.rows_new, done.finished_at) == (BatchState.DONE, 1, AT)


@pytest.mark.django_db
def test_another_mapping_is_another_batch(path):
    other = ColumnMapping("other", {}, "zh", (), {}, {}, None, "0" * 64)
    first = open_batch(path, canonical_mapping(FIELDS), by="tester", at=AT)
    assert open_batch(path, other, by="tester", at=AT).id != first.id


@pytest.mark.django_db
def test_batch_is_finished_once(path):
    batch = open_batch(path, canonical_mapping(FIELDS), by="tester", at=AT)
    counts = BatchCounts(rows_read=3, rows_new=3, rows_known=0, rows_held=0, rows_rejected=0)
    finish_batch(batch.id, counts, at=AT)
    with pytest.raises(BatchElsewhere):
        finish_batch(batch.id, counts, at=AT)


def test_csv_rejects_have_the_same_columns_and_two_more(path, tmp_path):
    (table,) = read_tables(path)
    out = tmp_path / "out.csv"
    assert write_rejects(out, table, PROBLEMS) == 1
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["名称", "数", "问题", "怎么改"],
            ["'=乙厂", "-2", "day：日期无法识别；name：必填内容缺失", "“x”不是日期。缺少 name。"],
        ]
    (again,) = read_tables(out)
    assert again.columns == ("名称", "数", "问题", "怎么改")
    write_rejects(tmp_path / "twice.csv", again, problems_frame([Problem(2, "", "x", "", "y")]))
    (twice,) = read_tables(tmp_path / "twice.csv")
    assert twice.columns == ("名称", "数", "问题", "怎么改", "问题+", "怎么改+")


def test_workbook_rejects_hold_no_formula(tmp_path):
    path = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("一季度")
        for number, cells in enumerate((["name"], ["a"], ["=1+1"])):
            page.write_row(number, 0, cells)
    (table,) = read_tables(path)
    out = tmp_path / "out.xlsx"
    write_rejects(out, table, PROBLEMS, locale="en")
    (again,) = read_tables(out)
    assert (again.sheet, again.columns) == ("一季度", ("name", "problem", "fix"))
    assert again.frame["problem"].to_list() == ["day: date unreadable; name: required"]
    assert again.frame["name"].to_list() == ["=1+1"]
    assert b"<f>" not in sheet_xml(out)


def sheet_xml(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_json_lines_rejects_are_json_lines(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text('{"a": 1}\n{"a": 2}\nbroken\n', encoding="utf-8")
    (table,) = read_tables(path)
    out = tmp_path / "out.jsonl"
    assert write_rejects(out, table, PROBLEMS.clear(), locale="en") == 1
    (line,) = out.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["problem"] == "json line"
    write_rejects(out, read_tables(path, language="zh")[0], PROBLEMS.clear())
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["问题"] == "不是 JSON 对象"
    assert told["怎么改"] == "这一行不是完整的 JSON（第 1 个字符处出错）；请每行写一个 JSON 对象。"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+86 21", "'+86 21"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("\tx", "'\tx"),
        ("\r=x", "'\r=x"),
        ("  =x", "'  =x"),
        ("-5.2", "-5.2"),
        ("+5", "+5"),
        ("-1e-5", "-1e-5"),
        ("-3%", "-3%"),
        ("上海=x", "上海=x"),
        ("", ""),
    ],
)
def test_formula_safe_guards_what_a_spreadsheet_would_run(text, safe):
    assert formula_safe(text) == safe


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=12))
def test_formula_safe_is_the_same_for_columns(text):
    column = pl.DataFrame({"x": [text]}).select(formula_safe_column(pl.col("x")))["x"].to_list()
    assert column == [formula_safe(text)]
    assert formula_safe(formula_safe(text)) == formula_safe(text)
