"""What lists write in the cells of a type's own fields: their words for our values, and years."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from qingce.domain.records.enums import Detail
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.text import fold

_BETWEEN = re.compile("[,，、]")
_JOINED = re.compile("[+＋;；/／&]|和|及|与")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_AROUND_YEARS = re.compile(r"(?:[\s,，、年度和至到~～—–\-－/]|第[一二三四]季度|[上下]半年)*")
_MOST_YEARS = 2
_LONGEST_SHOWN = 60


class YearsUnreadable(InvalidValue):
    """A cell that should name a year, or several, does not."""

    code = "detail-years"


def read_value(text: str, detail: Detail, record_type: str) -> list[str]:
    """The values that a cell of a field means: 1+2 or 双超、高耗能 are two grounds; 2021—2022年 is 2021-2022.

    A word that is not known stays as it is, and is told to be no value by whoever checks it.
    Raises: YearsUnreadable.
    """
    if detail.is_years:
        return [read_years(text, detail.name)]
    if not detail.choices:
        return [text]
    words = _words(record_type, detail.name)
    own = {value for value, _ in detail.choices}
    values: list[str] = []
    for part in filter(None, (each.strip() for each in _BETWEEN.split(text))):
        pieces = [part] if part in own or fold(part) in words else [each.strip() for each in _JOINED.split(part)]
        values += [words.get(fold(each), each) for each in pieces if each]
    return list(dict.fromkeys(values))


def read_years(text: str, name: str) -> str:
    """A year, or the first and the last of several, as lists write them.

    Raises: YearsUnreadable: no year is in it, more than two, or other words beside them.
    """
    years = [int(each) for each in _YEAR.findall(text)]
    if (
        not years
        or len(years) > _MOST_YEARS
        or years != sorted(years)
        or not _AROUND_YEARS.fullmatch(_YEAR.sub("", text))
    ):
        shown = text[:_LONGEST_SHOWN]
        raise YearsUnreadable(
            f"“{shown}” is no year; write 2022, or 2021-2022 for two years together.", field=name, value=shown
        )
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}-{years[-1]}"


@cache
def _words(record_type: str, name: str) -> Mapping[str, str]:
    text = files("qingce.domain.records").joinpath("data/detail_words.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {fold(row["written"]): row["value"] for row in rows if (row["type"], row["field"]) == (record_type, name)}
