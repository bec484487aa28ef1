"""Checked columns: typed values, and a clear problem for everything else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.text import clean
from qingce.shared.intake.checking import check_columns
from qingce.shared.intake.enums import Field, FieldKind
from qingce.shared.intake.parsers import DTYPES

TODAY = date(2026, 11, 20)
CHOICES = ("eia", "monitoring", "key-entity")


def check(kind: FieldKind, *texts: str | None, max_length: int = 0, is_required: bool = False, language="en", **bounds):
    field = Field("x", kind, "X", max_length=max_length, choices=CHOICES, is_required=is_required, **bounds)
    rows = pl.DataFrame(
        {"__row__": range(2, len(texts) + 2), "x": texts}, schema={"__row__": pl.UInt32, "x": pl.String}
    )
    return check_columns(rows, [field], today=TODAY, language=language)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldKind.TEXT, " 上海\u200b\x00某 \n 厂 ", "上海某厂"),
        (FieldKind.TEXT, "上\n海\r\n某厂（\n分厂）", "上海某厂（分厂）"),
        (FieldKind.TEXT, "Shanghai \n Works 上海 某厂", "Shanghai Works 上海 某厂"),
        (FieldKind.LONG_TEXT, "一\r\n二\x00", "一\n二"),
        (FieldKind.DATE, "2020年2月3日", date(2020, 2, 3)),
        (FieldKind.DATE, "２０２０年２月３日", date(2020, 2, 3)),
        (FieldKind.DATE, "43881", date(2020, 2, 20)),
        (FieldKind.DATE, "43881.5", date(2020, 2, 20)),
        (FieldKind.DATE, "2020-02-20 08:30:00", date(2020, 2, 20)),
        (FieldKind.YEAR, "2020年", 2020),
        (FieldKind.AMOUNT_CNY, "罚款人民币伍万元整", Decimal("50000.00")),
        (FieldKind.DECIMAL, "121.411757", Decimal("121.411757")),
        (FieldKind.CHOICE, "EIA", "eia"),
        (FieldKind.CHOICES, "eia; monitoring、eia", ["eia", "monitoring"]),
        (FieldKind.BOOLEAN, "是", True),
        (FieldKind.BOOLEAN, "No", False),
        (FieldKind.USCC, "9141 0329MA3X5NQR97", "91410329MA3X5NQR97"),
    ],
)
def test_text_becomes_a_value_of_its_kind(kind, text, value):
    checked = check(kind, text, None)
    assert checked.frame["x"].to_list() == [value, None]
    assert checked.frame["x"].dtype == DTYPES[kind]
    assert checked.problems.rows() == []


@pytest.mark.requirement("REC-5")
@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (FieldKind.DATE, "2999-01-01", "date-after-latest"),
        (FieldKind.DATE, "1900-01-01", "date-before-earliest"),
        (FieldKind.DATE, "20200", "date-unreadable"),
        (FieldKind.DATE, "99999", "date-after-latest"),
        (FieldKind.DATE, "2020-02-30", "date-no-such-day"),
        (FieldKind.DATE, "昨天", "date-unreadable"),
        (FieldKind.YEAR, "2999", "year-invalid"),
        (FieldKind.AMOUNT_CNY, "若干", "amount-unreadable"),
        (FieldKind.AMOUNT_CNY, "900000000000000", "number-too-large"),
        (FieldKind.DECIMAL, "约5", "number-unreadable"),
        (FieldKind.CHOICE, "moniter", "choice-unknown"),
        (FieldKind.CHOICES, "eia;<script>", "choice-unknown"),
        (FieldKind.BOOLEAN, "也许", "boolean-unreadable"),
        (FieldKind.USCC, "91410329MA3X5NQR98", "uscc-check-digit"),
    ],
)
def test_unreadable_text_puts_its_row_aside(kind, text, code):
    checked = check(kind, None, text, None)
    assert checked.frame["__row__"].to_list() == [2, 4]
    assert checked.problems.select("row", "column", "code", "value").rows() == [(3, "x", code, text)]
    assert checked.problems["detail"][0]


def test_wrong_check_digit_is_told_in_words():
    detail = check(FieldKind.USCC, "91410329MA3X5NQR98").problems["detail"][0]
    assert detail.startswith("91410329MA3X5NQR98 is a code with a wrong check digit.")


@pytest.mark.parametrize("text", ["91430681XXXXXXXXXX", "912103******084167", "310115000123456", "旧码"])
def test_masked_or_older_codes_are_kept_as_written(text):
    checked = check(FieldKind.USCC, text)
    assert checked.frame.rows() == [(2, None, text)]
    assert checked.problems.rows() == []


@pytest.mark.requirement("REC-5")
@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (FieldKind.DATE, "2999-01-01", "日期“2999-01-01”晚于 2026-11-20；请核对年份。"),
        (FieldKind.DATE, "2020年2月", "日期“2020年2月”缺少日；请写全年、月、日，例如 2020-02-20。"),
        (FieldKind.AMOUNT_CNY, "若干", "“若干”不是金额；请填写数字，或数字加“元”“万元”，例如 5万元。"),
        (FieldKind.CHOICE, "moniter", "“moniter”不在可选值之内；请改为以下之一：monitoring。"),
        (FieldKind.BOOLEAN, "也许", "“也许”既不表示是，也不表示否；请填写“是”或“否”。"),
        (
            FieldKind.USCC,
            "91410329MA3X5NQR98",
            "统一社会信用代码 91410329MA3X5NQR98 的校验码不对：末位是 8，按前 17 位计算应为 7；请对照营业执照核对。",
        ),
        (FieldKind.TEXT, "长" * 9, "x 最多 5 个字符；请缩短，或把部分内容移到其他列。"),
        (FieldKind.TEXT, None, "缺少 x，而每一行都必须填写；请补上。"),
    ],
)
def test_problem_is_told_in_the_language_of_the_person(kind, text, told):
    problems = check(kind, text, max_length=5, is_required=True, language="zh").problems
    assert problems["detail"].to_list() == [told]


@pytest.mark.requirement("REC-5")
def test_column_that_changes_its_meaning_is_told_row_by_row():
    checked = check(FieldKind.DECIMAL, *["1.5"] * 50, *["甲厂"] * 50)
    assert checked.frame["__row__"].to_list() == list(range(2, 52))
    assert checked.problems.select("row", "code").rows() == [(row, "number-unreadable") for row in range(52, 102)]


LONGITUDE = {"digits": 9, "places": 6, "minimum": -180, "maximum": 180}


@pytest.mark.parametrize("text", ["180", "-180", "121.4737001", "-0.000001"])
def test_number_within_its_bounds_is_kept(text):
    assert check(FieldKind.DECIMAL, text, **LONGITUDE).frame["x"].to_list() == [round(Decimal(text), 6)]


@pytest.mark.parametrize(
    ("text", "bounds", "told"),
    [
        ("1214737", LONGITUDE, "“1214737”不在 -180 至 180 之间；请核对数值和单位。"),
        ("180.1", LONGITUDE, "“180.1”不在 -180 至 180 之间；请核对数值和单位。"),
        ("5e30", {}, "“5e30”超过 14 位数；请核对单位。"),
        ("-5e30", {}, "“-5e30”超过 14 位数；请核对单位。"),
        ("99999999999999.9999999", {}, "“99999999999999.9999999”超过 14 位数；请核对单位。"),
        ("1000", {"digits": 9, "places": 6}, "“1000”超过 3 位数；请核对单位。"),
        ("1e-9", {}, "“1e-9”太小，只能保存 6 位小数；请换用更小的单位。"),
        ("-1", {"minimum": 0}, "“-1”不在 0 至 ∞ 之间；请核对数值和单位。"),
    ],
)
@pytest.mark.requirement("REC-5")
def test_number_out_of_bounds_is_told(text, bounds, told):
    checked = check(FieldKind.DECIMAL, text, language="zh", **bounds)
    assert checked.problems["detail"].to_list() == [told]
    assert checked.frame.height == 0


def test_year_out_of_bounds_is_told():
    assert check(FieldKind.YEAR, "2001", minimum=2000).frame["x"].to_list() == [2001]
    problems = check(FieldKind.YEAR, "1999", "2027", minimum=2000, maximum=2030, language="zh").problems
    assert problems["detail"].to_list() == [
        "“1999”不是 2000 至 2026 之间的年份；请填写四位数字，例如 2020。",
        "“2027”不是 2000 至 2026 之间的年份；请填写四位数字，例如 2020。",
    ]


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_number_is_stored_or_told(number):
    checked = check(FieldKind.DECIMAL, str(number))
    stored = checked.frame["x"].to_list()
    assert len(stored) + checked.problems.height == 1
    assert all(abs(value - number) <= Decimal("0.0000005") for value in stored)


def test_near_choices_are_listed():
    detail = check(FieldKind.CHOICE, "moniter").problems["detail"][0]
    assert detail == "'moniter' is not one of the values; write one of: monitoring."


def test_required_and_long_texts_are_told():
    checked = check(FieldKind.TEXT, "长" * 6, None, "\x00 ", "短", max_length=5, is_required=True)
    assert checked.frame["x"].to_list() == ["短"]
    assert checked.problems.select("row", "code").rows() == [(2, "too-long"), (3, "required"), (4, "required")]


def test_column_that_the_file_lacks_is_null_and_typed():
    rows = pl.DataFrame({"__row__": [2, 3]}, schema={"__row__": pl.UInt32})
    fields = [Field(kind.value, kind, "", choices=CHOICES) for kind in FieldKind]
    frame = check_columns(rows, fields, today=TODAY).frame
    assert frame.columns == ["__row__", *(kind.value for kind in FieldKind), "uscc_as_written"]
    assert [frame[kind.value].dtype for kind in FieldKind] == [DTYPES[kind] for kind in FieldKind]
    assert frame.drop("__row__").null_count().row(0) == (2,) * (len(FieldKind) + 1)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=20))
def test_long_text_is_cleaned_as_the_kernel_cleans(text):
    assert check(FieldKind.LONG_TEXT, text).frame["x"].to_list() == [clean(text) or None]


def test_several_problems_of_a_row_are_all_told():
    fields = [Field("a", FieldKind.DATE, ""), Field("b", FieldKind.YEAR, "")]
    rows = pl.DataFrame({"__row__": [2], "a": ["x"], "b": ["y"]}, schema_overrides={"__row__": pl.UInt32})
    checked = check_columns(rows, fields, today=TODAY)
    assert checked.problems["column"].to_list() == ["a", "b"]
    assert checked.frame.height == 0
