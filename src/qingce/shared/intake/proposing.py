"""Which of our columns a column of a file may be: by its heading, and by what stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.text import fold
from qingce.pure.kernel.uscc import UsccStatus, uscc_status
from qingce.shared.intake.enums import FieldKind
from qingce.shared.intake.parsers import parser_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from qingce.shared.intake.enums import Field

LEAST_ALIKE = 80  # of 100
SHORTEST_ALIKE = 4  # characters: 名称 is like 原名称 and means something else
MOST_UNFIT = 0.5  # of the samples: more than that do not read as the kind
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NOT_IN_HEADINGS = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")
_SEVERAL = ""  # a heading that may mean several of ours
_NOTHING = frozenset({"无", "-", "--", "—", "/", "／"})
_CODE = re.compile(r"[0-9A-Za-z*＊]{18}")  # addresses and numbers of documents have such codes in them
_CODES = (UsccStatus.VALID, UsccStatus.MASKED, UsccStatus.WRONG_CHECK_DIGIT)


class Why(StrEnum):
    """Why a column is proposed."""

    OWN_NAME = "own-name"  # it is named as ours
    HEADING = "heading"  # its heading is known for this
    LIKE_HEADING = "like-heading"  # its heading is much like one that is known
    CONTENT = "content"  # what stands in it can be nothing else


@dataclass(frozen=True)
class Proposed:
    """A column of a file and the column of ours that it may be.

    Args: score: 0 to 100.
    """

    column: str
    field: str
    why: Why
    score: int


def propose_columns(
    columns: Sequence[Mapping[str, Any]],
    fields: Sequence[Field],
    headings: Mapping[str, str],
    *,
    today: date,
) -> dict[str, Proposed]:
    """For each column of a file the column of ours that it may be; each of ours once, the likeliest.

    Args:
        columns: `name` and `samples` of each, as `inspect_tables` gives them.
        headings: known headings as written → name of ours.
        today: the last day that a date may have.
    Returns: by the file's column; one that nothing fits is not in it.
    """
    known = _known(headings)
    by_name = {each.name: each for each in fields}
    found = [each for column in columns for each in _of_column(column, by_name, known, today)]
    taken: dict[str, Proposed] = {}
    used: set[str] = set()
    for each in sorted(found, key=lambda each: -each.score):
        if each.column not in taken and each.field not in used:
            taken[each.column] = each
            used.add(each.field)
    return taken


def _known(headings: Mapping[str, str]) -> dict[str, str]:
    """Keys of headings → name of ours; what several say once their brackets are gone says nothing."""
    meanings: dict[str, set[str]] = {}
    for heading, name in headings.items():
        meanings.setdefault(heading_key(heading), set()).add(name)
    bare = {key: min(names) if len(names) == 1 else _SEVERAL for key, names in meanings.items()}
    return bare | {_whole_key(heading): name for heading, name in headings.items()}


def heading_key(heading: str) -> str:
    """A heading without units in brackets, spaces and marks: 罚款金额（万元） is 罚款金额."""
    return _NOT_IN_HEADINGS.sub("", _BRACKETS.sub("", fold(heading))) or _whole_key(heading)


def _whole_key(heading: str) -> str:
    """A heading with what its brackets say: 地理坐标(经度) is not 地理坐标(纬度)."""
    return _NOT_IN_HEADINGS.sub("", fold(heading))


def _of_column(
    column: Mapping[str, Any], fields: Mapping[str, Field], known: Mapping[str, str], today: date
) -> list[Proposed]:
    name = column["name"]
    if name in fields:
        return [Proposed(name, name, Why.OWN_NAME, 100)]
    if column["samples"] and _NOTHING.issuperset(column["samples"]):
        return []
    found = []
    key = next((each for each in (_whole_key(name), heading_key(name)) if each in known), heading_key(name))
    if key in known:
        found.append(Proposed(name, known[key], Why.HEADING, 95))
    elif len(key) >= SHORTEST_ALIKE:
        like = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE)
        if like:
            found.append(Proposed(name, known[like[0]], Why.LIKE_HEADING, int(like[1]) - 10))
    if "uscc" in fields and _are_codes(column["samples"]):
        found.append(Proposed(name, "uscc", Why.CONTENT, 98))
    return [each for each in found if each.field != _SEVERAL and _fits(column["samples"], fields[each.field], today)]


def _are_codes(samples: Sequence[str]) -> bool:
    codes = [bool(_CODE.fullmatch(text)) and uscc_status(text) in _CODES for text in samples]
    return bool(codes) and sum(codes) > len(codes) / 2


def _fits(samples: Sequence[str], field: Field, today: date) -> bool:
    """Whether most samples read as the kind of the field; texts always do, choices are translated later."""
    if field.kind in {FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.CHOICE, FieldKind.CHOICES} or not samples:
        return True
    parse = parser_of(field, today)
    unfit = sum(isinstance(parse(text).problem, InvalidValue) for text in samples)
    return unfit / len(samples) <= MOST_UNFIT
