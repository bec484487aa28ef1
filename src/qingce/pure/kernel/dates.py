"""Dates and years as people write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone

from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.numerals import read_digits, read_numeral

FOUNDING_DAY = date(1949, 10, 1)
CHINA_TIME = timezone(timedelta(hours=8))
_LONGEST_TEXT = 64
# Spreadsheets count days so that 1 March 1900 is day 61; earlier serials are off by one and lie before any date here.
_SERIAL_DAY_ZERO = date(1899, 12, 30)
# Patterns are kept as text: `re` compiles and keeps each at its first use, so that importing stays fast.
_CLOCK = (
    r"(?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*"
    r"(?P<clock>\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d{1,6})?)?|[时点](?:\d{1,2}分(?:\d{1,2}秒)?)?))\s*"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
_WEEKDAY = r"\(?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])\)?"
_WEEKDAYS = "一二三四五六日"
_AFTERNOON = ("下午", "傍晚", "晚上")
_NOON = 12
_USUAL = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MARKED = (
    rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})"
    rf"(?: *{_WEEKDAY})?(?:[T ]+{_CLOCK})?"
)
_COMPACT = r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
_CHINESE = (
    r"(?P<year>[\w○◯]{4})年(?P<month>[\w○◯]{1,3})月(?P<day>[\w○◯]{1,4}?)"
    rf"(?:[日号]\s*(?:{_WEEKDAY})?\s*(?:T?{_CLOCK})?)?"
)
_SERIAL = r"(?P<days>\d{1,6})(?:\.\d+)?"
_MONTH_ONLY = r"\d{4}[-/.](?:0?[1-9]|1[0-2])|\d{4}(?:0[1-9]|1[0-2])|[\w○◯]{4}年[\w○◯]{1,3}月份?"
_YEAR_ONLY = r"[12]\d{3}|[\w○◯]{4}年度?"
_YEAR_NOT_FIRST = r"\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})(?:\D.*)?"
_YEAR = "(?P<year>.{4}?)(?:年度?)?"
_SPACES_IN_DATE = r"\s*([-/.年月日号])\s*"


class InvalidDate(InvalidValue):
    """A text is not the date it is said to be."""

    code = "date-unreadable"


class AmbiguousDate(InvalidDate):
    """The order of year, month and day cannot be known: 01/02/2020, 20-02-03."""

    code = "date-ambiguous"


class MonthOnlyDate(InvalidDate):
    """The text gives a month without a day."""

    code = "date-month-only"


class YearOnlyDate(InvalidDate):
    """The text gives a year without month and day."""

    code = "date-year-only"


class NoSuchDay(InvalidDate):
    """The calendar has no such day: 30 February, month 13, 25 o'clock."""

    code = "date-no-such-day"


class DateTooEarly(InvalidDate):
    """The date lies before the earliest accepted one."""

    code = "date-before-earliest"


class DateTooLate(InvalidDate):
    """The date lies after the latest accepted one."""

    code = "date-after-latest"


class InvalidYear(InvalidValue):
    """A text is not a year."""

    code = "year-invalid"


# Forms that lack something: pattern, error, what is wrong.
_INCOMPLETE: tuple[tuple[str, type[InvalidDate], str], ...] = (
    (_MONTH_ONLY, MonthOnlyDate, "has no day"),
    (_YEAR_ONLY, YearOnlyDate, "has no month and day"),
    (_YEAR_NOT_FIRST, AmbiguousDate, "can be read in more than one way"),
)


def parse_date(text: str, *, earliest: date = FOUNDING_DAY, latest: date, allow_serial: bool = False) -> date:
    """The date a text gives.

    Reads 2020-02-20, 2020/2/20, 2020.2.20, 20200220, 2020年2月20日, full-width digits, 二〇二〇年二月二十日 (also with
    a letter O or 0 for 〇), each with a day of the week (星期四, which must be the date's) and a time of day (15时,
    下午 3:00) after it. A time with a zone is taken to China's day.

    Args:
        earliest: first date accepted.
        latest: last date accepted, mostly today.
        allow_serial: read 43881 as the day number of a spreadsheet.
    Returns: local date.
    Raises: InvalidDate: unreadable; AmbiguousDate, MonthOnlyDate, YearOnlyDate, NoSuchDay, DateTooEarly, DateTooLate
        tell their cause. params `text`; for the last two also `earliest` or `latest`.
    """
    written = re.sub(_SPACES_IN_DATE, r"\1", unicodedata.normalize("NFKC", text[: _LONGEST_TEXT + 1]).strip())
    day = _read_date(written, text) or _read_serial(written, allow_serial=allow_serial)
    if day is None:
        raise _unreadable(written, text)
    if day < earliest:
        raise DateTooEarly(f"{day} lies before {earliest}; check the year.", text=_shown(text), earliest=earliest)
    if day > latest:
        raise DateTooLate(f"{day} lies after {latest}; check the year.", text=_shown(text), latest=latest)
    return day


def parse_year(text: str, *, earliest: int = FOUNDING_DAY.year, latest: int = date.max.year) -> int:
    """The year a text gives: 2020, ２０２０, 2020年, 2020年度, 二〇二〇年.

    Args: earliest, latest: first and last year accepted.
    Raises: InvalidYear: anything else; params `text`, `earliest`, `latest`.
    """
    match = re.fullmatch(_YEAR, unicodedata.normalize("NFKC", text[:_LONGEST_TEXT]).strip())
    year = _number(match["year"]) if match else None
    if year is None or not earliest <= year <= latest:
        raise InvalidYear(
            f"{_shown(text)!r} is not a year between {earliest} and {latest}; write four digits.",
            text=_shown(text),
            earliest=earliest,
            latest=latest,
        )
    return year


def _read_date(written: str, text: str) -> date | None:
    # The usual form first: columns of millions of dates are written so.
    if re.fullmatch(_USUAL, written):
        return _day_in_china(int(written[:4]), int(written[5:7]), int(written[8:]), {}, text)
    if len(written) > _LONGEST_TEXT:
        return None
    for pattern in (_MARKED, _COMPACT, _CHINESE):
        if match := re.fullmatch(pattern, written):
            fields = match.groupdict()
            year, month, day = (_number(fields[part]) for part in ("year", "month", "day"))
            if year is None or month is None or day is None:
                return None
            return _day_in_china(year, month, day, fields, text)
    return None


def _day_in_china(year: int, month: int, day: int, fields: dict[str, str | None], text: str) -> date:
    try:
        written = date(year, month, day)
        _check_weekday(written, fields.get("weekday"))
        clock, zone = fields.get("clock"), fields.get("zone")
        if clock is None:
            return written
        moment = datetime.fromisoformat(f"{written}T{_time_of_day(clock, fields.get('half'))}{zone or ''}")
        return moment.astimezone(CHINA_TIME).date() if zone else moment.date()
    except (ValueError, OverflowError) as error:
        raise NoSuchDay(
            f"There is no {_shown(text)!r} in the calendar; compare with the source.", text=_shown(text)
        ) from error


def _check_weekday(day: date, weekday: str | None) -> None:
    """Raises ValueError if the day of the week is another one: then one of the two is mistyped."""
    if weekday and _WEEKDAYS.index(weekday.replace("天", "日")) != day.weekday():
        raise ValueError(weekday)


def _time_of_day(clock: str, half: str | None) -> str:
    """The time as ISO 8601 writes it: 下午 3:05 → 15:05, 15时 → 15:00."""
    hour, minute, *second = [*re.split("[:时点分秒]", clock.rstrip("分秒")), "00"][:3]
    hours = int(hour) + _NOON if half in _AFTERNOON and int(hour) < _NOON else int(hour)
    return ":".join((f"{hours:02}", f"{minute or '00':0>2}", *(f"{part:0>2}" for part in second)))


def _read_serial(written: str, *, allow_serial: bool) -> date | None:
    match = re.fullmatch(_SERIAL, written) if allow_serial else None
    incomplete = any(re.fullmatch(pattern, written) for pattern, _, _ in _INCOMPLETE)
    return None if match is None or incomplete else _SERIAL_DAY_ZERO + timedelta(days=int(match["days"]))


def _unreadable(written: str, text: str) -> InvalidDate:
    shown = _shown(text)
    for pattern, error, wrong in _INCOMPLETE:
        if re.fullmatch(pattern, written):
            return error(f"{shown!r} {wrong}; write year, month, day: 2020-02-20.", text=shown)
    return InvalidDate(f"{shown!r} is not a date; write year, month, day: 2020-02-20.", text=shown)


def _number(text: str) -> int | None:
    number = read_digits(text)
    # 十 and 二十 are numerals; 〇二 and 二〇二〇 are digits in a row.
    return read_numeral(text) if number is None else number


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"
