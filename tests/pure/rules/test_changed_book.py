"""A changed limit, an added row and a new version, made in text files alone, and what they change over many records."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.diffing import PartChange, diff, parts_changed
from qingce.pure.rules.library import Library, read_library
from tests.rulebook.books import ROOT

pytestmark = pytest.mark.requirement("POL-1", "POL-3")
OLD, NEW = "removal/2017-06-01", "removal/2027-01-01"
DAY = date(2027, 1, 1)
HEAD = """
id = "removal"
title = { zh = "记录撤除方式的判定", en = "How a record can be removed" }
source = "IPE-2017"
status = "in-force"
effective_on = 2027-01-01
supersedes = "2017-06-01"
"""
LIMIT = 'clause = "IPE-2017 §2.2.2 (7)"\nvalue = [{ from = 2017-06-01, value = 3 }]'
ROW = """
[[table.removal.group.row]]
id = "yellow-any"
title = { zh = "其他黄牌", en = "Any other yellow rating" }
when = ["rated-yellow"]
requires = "noise"
clause = "IPE-2017 §2.1 噪声"
"""
NEXT_GROUP = '\n[[table.removal.group]]\nid = "nuclear-safety"'
TONNES = ["2.999999", "3", "4.999999", "5", "9"]


def changed(root: Path, *changes: tuple[str, str, str]) -> Library:
    """The library with a second version that holds only its head and the files in which a text is replaced."""
    shutil.copytree(ROOT / "removal", root / "removal")
    later = root / NEW
    later.mkdir()
    (later / "book.toml").write_text(HEAD, encoding="utf-8")
    for name, old, new in changes:
        text = (root / OLD / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (later / name).write_text(text.replace(old, new), encoding="utf-8")
    return read_library(root)


def facts() -> pl.DataFrame:
    """Records of so many tonnes of waste, and a yellow rating about nothing else."""
    cases = [{"record_type": "supervision", "matters=waste-illegal-disposal": True, "waste_t": each} for each in TONNES]
    cases.append({"record_type": "credit-rating", "rating_colour": "yellow"})
    choices = [f"matters={each.id}" for each in read_library(ROOT).version(OLD).facts["matters"].choice]
    known = {"published_on": date(2026, 3, 1), "applied_on": DAY, "exceedance_days": 0, **dict.fromkeys(choices, False)}
    frame = pl.DataFrame([{**known, "waste_t": None, "rating_colour": "blue", **each} for each in cases])
    return frame.with_columns(pl.col("waste_t").cast(pl.Decimal(20, 6)))


@pytest.mark.parametrize(
    ("changes", "parts", "rows"),
    [
        ([], [], []),
        (
            [("parameters.toml", LIMIT, LIMIT.replace("value = 3", "value = 5"))],
            [PartChange("changed", "parameter", "illegal-waste-least")],
            [(1, "on-site", "person"), (2, "on-site", "person")],
        ),
        (
            [("table.toml", NEXT_GROUP, ROW + NEXT_GROUP)],
            [PartChange("added", "table", "removal/yellow-any")],
            [(5, "person", "off-site")],
        ),
    ],
    ids=["new version", "changed limit", "added row"],
)
def test_editing_text_files_changes_what_it_says_and_nothing_else(
    tmp_path: Path, changes: list[tuple[str, str, str]], parts: list[PartChange], rows: list[tuple[int, str, str]]
) -> None:
    library = changed(tmp_path, *changes)
    old, new = library.version(OLD), library.version(NEW)
    assert list(parts_changed(old, new)) == parts
    found = diff(*(compile_table(book, on=DAY) for book in (old, new)), frame=facts())
    assert found.rows.rows() == rows
    assert (found.total, found.changed) == (6, len(rows))
