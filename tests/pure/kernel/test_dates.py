from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.kernel.dates import (
    AmbiguousDate,
    DateTooEarly,
    DateTooLate,
    InvalidDate,
    InvalidYear,
    MonthOnlyDate,
    NoSuchDay,
    YearOnlyDate,
    parse_date,
    parse_year,
)

TODAY = date(2026, 11, 20)
DAY = date(2020, 2, 20)


@pytest.mark.parametrize(
    "written",
    [
        "2020-02-20",
        "2020/2/20",
        "2020.2.20",
        "20200220",
        "2020年2月20日",
        "2020 年 02 月 20 号",
        "2020年2月20",
        "２０２０－０２－２０",
        "２０２０年２月２０日",
        "二〇二〇年二月二十日",
        "二零二零年二月二十日",
        "二○二○年二月二十日",
        "二O二O年二月二十日",
        "二o二〇年二月二十日",
        "二0二○年二月二O日",
        "二◯二◯年二月二十日",
        "2O2O年2月2O日",
        "2020年2月20日星期四",
        "2020年2月20日（星期四）",
        "2020-02-20 周四",
        "2020年2月20日 下午 3:00",
        "2020年2月20日星期四 上午9时30分",
        "2020-02-20 下午 3:00",
        "2020年2月20日15时",
        "2020年2月20日15时30分20秒",
        "2020-02-20 10:15",
        "2020-02-20 10:15:00",
        "2020-02-20T10:15:00.250",
        "2020/2/20 9:05",
        "2020年2月20日 10:15",
        " 2020-02-20\n",
    ],
)
def test_parse_date_reads_what_people_write(written: str) -> None:
    assert parse_date(written, latest=TODAY) == DAY


def test_parse_date_takes_a_time_with_zone_to_the_day_in_china() -> None:
    assert parse_date("2020-02-19T18:00:00Z", latest=TODAY) == DAY
    assert parse_date("2020-02-20T18:00:00+08:00", latest=TODAY) == DAY
    assert parse_date("2020-02-19 下午 6:00Z", latest=TODAY) == DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇一六年十一月三十一日", None),
        ("二〇一六年十二月三十一日", date(2016, 12, 31)),
        ("二〇一六年十月十日", date(2016, 10, 10)),
        ("二〇一六年一月二十一日", date(2016, 1, 21)),
    ],
)
def test_parse_date_reads_chinese_numerals(written: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(NoSuchDay):
            parse_date(written, latest=TODAY)
    else:
        assert parse_date(written, latest=TODAY) == day


@pytest.mark.parametrize("written", ["43881", "43881.4270833", "４３８８１"])
def test_parse_date_reads_serials_only_when_asked(written: str) -> None:
    assert parse_date(written, latest=TODAY, allow_serial=True) == DAY
    with pytest.raises(InvalidDate) as caught:
        parse_date(written, latest=TODAY)
    assert caught.value.code == "date-unreadable"


@pytest.mark.parametrize(
    ("written", "error", "code"),
    [
        ("", InvalidDate, "date-unreadable"),
        ("已缴纳", InvalidDate, "date-unreadable"),
        ("2020-02-20 至 2020-03-01", InvalidDate, "date-unreadable"),
        ("2020-02/20", InvalidDate, "date-unreadable"),
        ("2020-02-20\x00", InvalidDate, "date-unreadable"),
        ("9" * 10_000, InvalidDate, "date-unreadable"),
        ("٢٠٢٠-٠٢-٢٠", InvalidDate, "date-unreadable"),
        ("01/02/2020", AmbiguousDate, "date-ambiguous"),
        ("20-02-03", AmbiguousDate, "date-ambiguous"),
        ("2005-04", MonthOnlyDate, "date-month-only"),
        ("2020年2月", MonthOnlyDate, "date-month-only"),
        ("2020.2", MonthOnlyDate, "date-month-only"),
        ("202002", MonthOnlyDate, "date-month-only"),
        ("二〇二〇年二月", MonthOnlyDate, "date-month-only"),
        ("2020", YearOnlyDate, "date-year-only"),
        ("2020年", YearOnlyDate, "date-year-only"),
        ("2019-02-29", NoSuchDay, "date-no-such-day"),
        ("2020-13-01", NoSuchDay, "date-no-such-day"),
        ("20201345", NoSuchDay, "date-no-such-day"),
        ("0000-01-01", NoSuchDay, "date-no-such-day"),
        ("2020-02-20 25:00", NoSuchDay, "date-no-such-day"),
        ("2020年2月20日25时", NoSuchDay, "date-no-such-day"),
        ("2020年2月20日星期五", NoSuchDay, "date-no-such-day"),
        ("1900-01-01", DateTooEarly, "date-before-earliest"),
        ("1949-09-30", DateTooEarly, "date-before-earliest"),
        ("2999-01-01", DateTooLate, "date-after-latest"),
        ("2026-11-21", DateTooLate, "date-after-latest"),
        ("9999-12-31T23:00:00-08:00", NoSuchDay, "date-no-such-day"),
    ],
)
def test_parse_date_tells_the_cause(written: str, error: type[InvalidDate], code: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        parse_date(written, latest=TODAY)
    assert (type(caught.value), caught.value.code) == (error, code)


@pytest.mark.parametrize("written", ["2020.2", "202002", "2020"])
def test_parse_date_with_serials_still_refuses_months_and_years(written: str) -> None:
    with pytest.raises((MonthOnlyDate, YearOnlyDate)):
        parse_date(written, latest=TODAY, allow_serial=True)


def test_parse_date_accepts_its_limits() -> None:
    assert parse_date("1949-10-01", latest=TODAY) == date(1949, 10, 1)
    assert parse_date("2026-11-20", latest=TODAY) == TODAY


@given(
    st.dates(date(1949, 10, 1), TODAY),
    st.sampled_from(["{0:%Y-%m-%d}", "{0:%Y%m%d}", "{0.year}/{0.month}/{0.day}", "{0.year}年{0.month}月{0.day}日"]),
)
def test_parse_date_reads_back_every_date(day: date, form: str) -> None:
    assert parse_date(form.format(day), latest=TODAY) == day


@given(
    st.text(max_size=30) | st.text(alphabet="0123456789-/.年月日 :TZ+二十〇Oo○◯星期一上下午时分", max_size=24),
    st.booleans(),
)
def test_parse_date_raises_nothing_else(text: str, allow_serial: bool) -> None:
    try:
        day = parse_date(text, latest=TODAY, allow_serial=allow_serial)
    except InvalidDate:
        return
    assert date(1949, 10, 1) <= day <= TODAY


@given(st.dates(date(1949, 10, 1), TODAY), st.sampled_from("〇零○◯Oo0"))
def test_parse_date_reads_every_zero_and_day_of_the_week(day: date, zero: str) -> None:
    digits = zero + "一二三四五六七八九"
    year = "".join(digits[int(digit)] for digit in str(day.year))
    written = f"{year}年{day.month}月{day.day}日星期{'一二三四五六日'[day.weekday()]}"
    assert parse_date(written, latest=TODAY) == day


@pytest.mark.parametrize("written", ["2020", "２０２０", "2020年", "2020年度", "二〇二〇年", " 2020 "])
def test_parse_year_reads_what_people_write(written: str) -> None:
    assert parse_year(written) == 2020


@pytest.mark.parametrize("written", ["", "20", "1900", "20200", "百年", "2020-01", "2027", "一千年", "\x00"])
def test_parse_year_refuses_everything_else(written: str) -> None:
    with pytest.raises(InvalidYear) as caught:
        parse_year(written, latest=2026)
    assert caught.value.code == "year-invalid"
