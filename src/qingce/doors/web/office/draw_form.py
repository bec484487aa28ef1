"""The form that freezes a draw: what was typed, as a draw; and where on the page each fault is put right."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import override

from qingce.doors.web.areas import area_named
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.pure.kernel.errors import InvalidValue, QingceError
from qingce.shared.draws.enums import DrawText, Excluded, ExclusionReason, Source

SOURCES = 3
MOST_FILE_BYTES = 2_000_000
FIELDS = ("purpose", "occasion", "area", "after", "pool", "exclusions", "count")
SOURCE_FIELDS = ("what", "where", "due", "numbers", "decimals", "lowest", "highest")
_BETWEEN = re.compile(r"[\s,，;；、]+")
# By the code of an error, and where that is not enough its cause or field.
PLACES = {
    "draw-text-wrong/purpose": "purpose",
    "draw-text-wrong/occasion": "occasion",
    "draw-text-wrong/what": "what-1",
    "draw-text-wrong/where": "where-1",
    "draw-pool-wrong": "pool",
    "draw-not-public-number": "pool",
    "draw-file-unreadable": "pool-file",
    "draw-exclusion-wrong": "exclusions",
    "draw-count-missing": "count",
    "draw-too-large": "count",
    "draw-source-wrong": "what-1",
    "draw-due-missing": "due-1",
    "draw-due-too-soon": "due-1",
    "draw-occasion-taken": "occasion",
    "draw-predecessor-not-void": "after",
}


class DueMissing(InvalidValue):
    """When a source speaks is not said, or no day and time."""

    code = "draw-due-missing"


class PoolFileUnreadable(InvalidValue):
    """The file of the pool is too large, or no text."""

    code = "draw-file-unreadable"


@dataclass(frozen=True)
class Fault:
    """What has to be put right, and the field that its link leads to."""

    anchor: str
    text: str


@dataclass(frozen=True)
class SaidSource:
    """A source as it was typed; `place`: from 1."""

    place: int
    what: str = ""
    where: str = ""
    due: str = ""
    numbers: str = ""
    decimals: str = ""
    lowest: str = ""
    highest: str = ""


@dataclass(frozen=True)
class SaidDraw:
    """The form as it was typed; a file of the pool is in `pool` already."""

    purpose: str = ""
    occasion: str = ""
    area: str = ""
    after: str = ""
    pool: str = ""
    exclusions: str = ""
    count: str = ""
    sources: tuple[SaidSource, ...] = field(
        default_factory=lambda: tuple(SaidSource(place) for place in range(1, SOURCES + 1))
    )


def typed(data: Mapping[str, str], files: MultiValueDict[str, UploadedFile[Any]]) -> SaidDraw:
    """What was typed.

    Raises: PoolFileUnreadable.
    """
    texts = {name: str(data.get(name, "")) for name in FIELDS}
    if (upload := files.get("pool_file")) is not None:
        texts["pool"] = " ".join(_first_column(upload))
    sources = tuple(
        SaidSource(place, **{name: str(data.get(f"{name}-{place}", "")).strip() for name in SOURCE_FIELDS})
        for place in range(1, SOURCES + 1)
    )
    return SaidDraw(**texts, sources=sources)


def draw_of(said: SaidDraw) -> DrawText:
    """The draw that was typed; whether it can be held is not looked at.

    Raises: AreaUnclear; UnknownDivision; DueMissing.
    """
    return DrawText(
        purpose=said.purpose.strip(),
        occasion=said.occasion.strip(),
        pool=tuple(filter(None, _BETWEEN.split(said.pool))),
        count=number_in(said.count) or 0,
        sources=tuple(_source(each) for each in said.sources if any((each.what, each.where, each.due))),
        exclusions=tuple(_excluded(line) for line in said.exclusions.splitlines() if line.strip()),
        area=area_named(said.area),
        after=number_in(said.after) or 0,
    )


def numbers_of(text: str) -> tuple[str, ...]:
    """The numbers of a source, typed with spaces or commas between them."""
    return tuple(filter(None, _BETWEEN.split(text)))


def fault_of(error: QingceError) -> Fault:
    """Where on the page an error is put right."""
    cause = error.params.get("field")
    anchor = PLACES.get(f"{error.code}/{cause}") or PLACES.get(error.code) or "form"
    return Fault(anchor, sentence(error))


def _source(said: SaidSource) -> Source:
    optional = {"highest": number_in(said.highest)} if said.highest else {}
    return Source(
        what=said.what,
        where=said.where,
        due_at=_moment(said),
        numbers=number_in(said.numbers) or 0,
        decimals=_whole(said.decimals),
        lowest=_whole(said.lowest),
        **{name: -1 if value is None else value for name, value in optional.items()},
    )


def _moment(said: SaidSource) -> datetime:
    try:
        found = parse_datetime(said.due.replace(" ", "T"))
    except ValueError:
        found = None
    if found is None:
        raise DueMissing(
            f"Say when source {said.place} is published at the earliest, such as 2026-12-01 21:30.", place=said.place
        )
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _whole(text: str) -> int:
    """A whole number; empty is 0, and what is none is one that no source may have."""
    found = number_in(text) if text else 0
    return -1 if found is None else found


def _excluded(line: str) -> Excluded:
    """Such as: P03, employer, works for the agency that is assessed."""
    number, reason, text, *_ = [*re.split(r"[,，;；\t]", line.strip(), maxsplit=2), "", ""]
    return Excluded(number.strip(), _reason(reason.strip()), text.strip())


def _reason(text: str) -> str:
    """The code of a reason that was typed as its code or its name in either language; else the text itself."""
    for language in ("en", "zh-hans"):
        with override(language):
            for value, label in ExclusionReason.choices:
                if text.casefold() in {value, str(label).casefold()}:
                    return str(value)
    return text


def _first_column(upload: UploadedFile[Any]) -> Iterable[str]:
    """The first cell of every row; a heading, which holds no digit, is passed over."""
    raw = upload.read(MOST_FILE_BYTES + 1)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable() from None
    if len(raw) > MOST_FILE_BYTES or "\0" in text:
        raise _unreadable()
    try:
        cells = [row[0].strip() for row in csv.reader(io.StringIO(text)) if row and row[0].strip()]
    except csv.Error:
        raise _unreadable() from None
    return cells[1:] if cells and not any(map(str.isdigit, cells[0])) else cells


def _unreadable() -> PoolFileUnreadable:
    most = MOST_FILE_BYTES // 1_000_000
    return PoolFileUnreadable(
        f"The file of the pool is no CSV in UTF-8 of at most {most} MB; put one public number into the first column "
        "of each row.",
        most=most,
    )
