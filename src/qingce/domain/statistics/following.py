"""How the cells follow the database: what changes is read again, a new place is built from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree

from django.conf import settings
from django.utils import timezone

from qingce.domain.records.queries import cells_between, last_record
from qingce.shared.changes.enums import IdRange
from qingce.shared.changes.queries import place_id
from qingce.shared.changes.registry import Follower, register_follower
from qingce.shared.parties.enums import NOBODY

MARK = "mark"  # as `keeping` writes it last
FORM = "cells-1"  # another form of the files is another folder


def register_trends() -> None:
    """Records are followed; of an enterprise that changes, its records change as well."""
    register_follower(
        Follower("trends", frozenset({"record"}), apply_ranges, place=_place, rebuild=build_all, is_there=_is_there)
    )


def trends_folder() -> Path:
    """Where this home keeps the cells."""
    return Path(settings.HOME) / "trends" / FORM


def _place() -> str:
    return place_id(trends_folder())


def _is_there() -> bool:
    """Whether all parts have been made; what somebody deleted of them is made anew with the mark, or the folder."""
    return (trends_folder() / MARK).exists()


def build_all() -> int:
    """Reads all records anew; what was there counts until its part is made. Returns: the number of the last one."""
    from qingce.domain.statistics.keeping import PART, KeptCells, frame_of

    last = last_record()
    kept = KeptCells(trends_folder())
    for first in range(0, last + 1, PART):
        kept.write(first // PART, frame_of(cells_between(first, first + PART - 1, actor=NOBODY)))
    kept.drop_after(last // PART)
    kept.set_mark(at=timezone.now())
    for former in trends_folder().parent.iterdir():
        if former != trends_folder():
            rmtree(former, ignore_errors=True)
    return last


def apply_ranges(ranges: Sequence[IdRange]) -> None:
    """Reads the records of these ranges again, and writes the parts anew in which they lie."""
    from qingce.domain.statistics.keeping import PART, KeptCells

    kept = KeptCells(trends_folder())
    for span in ranges:
        for part in range(span.first // PART, span.last // PART + 1):
            first, last = max(span.first, part * PART), min(span.last, part * PART + PART - 1)
            kept.put(first, last, cells_between(first, last, actor=NOBODY))
    kept.set_mark(at=timezone.now())
