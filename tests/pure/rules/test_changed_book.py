"""A changed limit, an added row and a new version, made in text files alone, and what they change over many records."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.diffing import PartChange, diff, parts_changed
from qingce.pure.rules.library import read_library
from tests.rulebook.books import LIBRARY
from tests.rulebook.later import FIVE_TONNES, NEW, OLD, lay_later, row_added

pytestmark = pytest.mark.requirement("POL-1", "POL-3")
DAY = date(2027, 1, 1)
ROW = """
[[table.removal.group.row]]
id = "yellow-any"
title = { zh = "其他黄牌", en = "Any other yellow rating" }
when = ["rated-yellow"]
requires = "noise"
clause = "IPE-2017 §2.1 噪声"
"""
TONNES = ["2.999999", "3", "4.999999", "5", "9"]


def facts() -> pl.DataFrame:
    """Records of so many tonnes of waste, and a yellow rating about nothing else."""
    cases = [{"record_type": "supervision", "matters=waste-illegal-disposal": True, "waste_t": each} for each in TONNES]
    cases.append({"record_type": "credit-rating", "rating_colour": "yellow"})
    choices = [f"matters={each.id}" for each in LIBRARY.version(OLD).facts["matters"].choice]
    known = {"published_on": date(2026, 3, 1), "applied_on": DAY, "exceedance_days": 0, **dict.fromkeys(choices, False)}
    frame = pl.DataFrame([{**known, "waste_t": None, "rating_colour": "blue", **each} for each in cases])
    return frame.with_columns(pl.col("waste_t").cast(pl.Decimal(20, 6)))


@pytest.mark.parametrize(
    ("changes", "parts", "rows"),
    [
        ([], [], []),
        (
            [FIVE_TONNES],
            [PartChange("changed", "parameter", "illegal-waste-least")],
            [(1, "on-site", "person"), (2, "on-site", "person")],
        ),
        (
            [row_added(ROW)],
            [PartChange("added", "table", "removal/yellow-any")],
            [(5, "person", "off-site")],
        ),
    ],
    ids=["new version", "changed limit", "added row"],
)
def test_editing_text_files_changes_what_it_says_and_nothing_else(
    tmp_path: Path, changes: list[tuple[str, str, str]], parts: list[PartChange], rows: list[tuple[int, str, str]]
) -> None:
    library = read_library(lay_later(tmp_path, *changes))
    old, new = library.version(OLD), library.version(NEW)
    assert list(parts_changed(old, new)) == parts
    found = diff(*(compile_table(book, on=DAY) for book in (old, new)), frame=facts())
    assert found.rows.rows() == rows
    assert (found.total, found.changed) == (6, len(rows))
