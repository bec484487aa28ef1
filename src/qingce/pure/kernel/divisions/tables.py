"""The division codes through their history, from the shipped table."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from typing import Any

from qingce.pure.kernel.divisions.model import Division, DivisionPath, Level, UnknownDivision
from qingce.pure.kernel.tables import DATA, read_table

CORPS = "660000"
XINJIANG = "650000"
CORPS_FOUNDED = date(1954, 10, 7)


@cache
def words() -> dict[str, Any]:
    """The vocabularies by which division names are read; see `data/division_words.json`."""
    loaded: dict[str, Any] = json.loads((DATA / "division_words.json").read_text("utf-8"))
    return loaded


@cache
def province_words() -> dict[str, tuple[str, str]]:
    """Code → (short name, English name) of the province-level units."""
    return {row["code"]: (row["short"], row["name_en"]) for row in read_table("division_provinces.csv")}


def month(text: str) -> date:
    """The first day of a list's month: `199512` → 1 December 1995."""
    return date(int(text[:4]), int(text[4:]), 1)


def level_of(code: str) -> Level:
    """The level that the shape of a code tells."""
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.PREFECTURE if code.endswith("00") else Level.COUNTY


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    packed = (DATA / "division_history.csv.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()[1:]
    return tuple(tuple(line.split(",")) for line in lines)


@cache
def _lifetimes() -> dict[str, list[tuple[str, str]]]:
    """Code → (first, gone) of each row, to tell which parents existed when."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, _, _, first, _, gone in _rows():
        found[code].append((first, gone or "999999"))
    return found


def _parent(code: str, last: str) -> str | None:
    level = level_of(code)
    if level is Level.PROVINCE:
        return None
    prefecture = code[:4] + "00"
    stood = any(first <= last < gone for first, gone in _lifetimes().get(prefecture, ()))
    return prefecture if level is Level.COUNTY and stood else code[:2] + "0000"


def _division(row: tuple[str, ...]) -> Division:
    code, name, _, first, last, gone = row
    english = province_words().get(code, ("", ""))[1]
    until = month(gone) if gone else None
    return Division(code, name, level_of(code), month(first), until, _parent(code, last), english)


@cache
def spans() -> dict[str, tuple[tuple[date, Division], ...]]:
    """Code → its names in order, each with the last list before it (the change lies after that)."""
    found: dict[str, list[tuple[date, Division]]] = defaultdict(list)
    for row in _rows():
        division = _division(row)
        found[row[0]].append((month(row[2]) if row[2] else division.since, division))
    name, english = province_words()[CORPS]
    corps = Division(CORPS, name, Level.PROVINCE, CORPS_FOUNDED, None, None, english)
    found[CORPS].append((CORPS_FOUNDED, corps))
    return {code: tuple(names) for code, names in found.items()}


def get_division(code: str, *, on: date | None = None) -> Division:
    """The division that has this code.

    Args:
        code: six digits.
        on: a day; without it the division of today, or the last one that had a code which has vanished.
            Between two published lists both the former and the new code are accepted, the former name first.
    Raises:
        UnknownDivision: no list has the code, or none did at that time.
    """
    known = spans().get(code)
    if not known:
        raise UnknownDivision(f"No division has the code {code!r}; give six digits of GB/T 2260.", value=code)
    if on is None:
        return known[-1][1]
    for after, division in known:
        if after <= on and (division.until is None or on < division.until):
            return division
    raise UnknownDivision(f"No division had the code {code} on {on}.", cause="then", value=code, on=on)


@cache
def _current() -> tuple[Division, ...]:
    latest = (names[-1][1] for _, names in sorted(spans().items()))
    return tuple(division for division in latest if division.is_current)


@cache
def _children() -> dict[str | None, tuple[Division, ...]]:
    found: dict[str | None, list[Division]] = defaultdict(list)
    for division in _current():
        found[division.parent_code].append(division)
    return {parent: tuple(children) for parent, children in found.items()}


def provinces() -> tuple[Division, ...]:
    """The 31 provinces of the mainland, the Corps, Taiwan, Hong Kong and Macao, by code."""
    return _children()[None]


def children_of(code: str) -> tuple[Division, ...]:
    """Today's divisions directly below one, by code; those of the Corps are `corps_units`.

    Raises:
        UnknownDivision: no list has the code.
    """
    return _children().get(get_division(code).code, ())


def corps_units() -> tuple[Division, ...]:
    """The cities that the Xinjiang Production and Construction Corps runs (6590xx).

    By geography they lie in Xinjiang, and `path_of` says so; environmental statistics count them with the Corps
    (660000).
    """
    return tuple(division for division in children_of(XINJIANG) if division.code.startswith("6590"))


def path_of_division(division: Division) -> DivisionPath:
    """The path of a division as it last was under this name."""
    return _climb(division, division.until - timedelta(days=1) if division.until else None)


@cache
def _climb(division: Division, on: date | None) -> DivisionPath:
    if division.parent_code is None:
        return DivisionPath(division)
    parent = _parent_division(division.parent_code, on)
    if parent.parent_code is None:
        if division.level is Level.PREFECTURE:
            return DivisionPath(parent, division)
        return DivisionPath(parent, None, division)
    return DivisionPath(_parent_division(parent.parent_code, on), parent, division)


def _parent_division(code: str, on: date | None) -> Division:
    """The parent at the time; some lists lack a province that existed (Taiwan, Chongqing before 1997)."""
    try:
        return get_division(code, on=on)
    except UnknownDivision:
        return get_division(code)


def path_of(code: str) -> DivisionPath:
    """Province, prefecture and county of a code; of a vanished code as they last were.

    Raises:
        UnknownDivision: no list has the code.
    """
    return path_of_division(get_division(code))
