"""What a changed table would change."""

from __future__ import annotations

import polars as pl
import pytest

from qingce.pure.rules.diffing import Change, diff
from tests.pure.rules.small import small_table

pytestmark = pytest.mark.requirement("POL-3")
FRAME = pl.DataFrame(
    {
        "kind": ["praise", "order", "order", "order", None],
        "days": [11, 5, 6, 11, 5],
        "published_on": ["2025-01-01"] * 5,
        "applied_on": ["2026-01-01"] * 5,
        "matters=fault": [False] * 5,
        "matters=excess": [False] * 5,
        "matters=dumping": [False] * 5,
    }
).with_columns(pl.col("published_on", "applied_on").str.to_date())


def test_a_diff_counts_every_pair_and_lists_what_changes() -> None:
    new = small_table(("value = 10", "value = 5"))
    found = diff(small_table(), new, FRAME)
    assert found.counts == (
        Change("person", "visit", 1),
        Change(None, None, 1),
        Change("none", "none", 1),
        Change("person", "person", 1),
        Change("visit", "visit", 1),
    )
    assert (found.total, found.changed) == (5, 1)
    assert found.rows.rows() == [(2, "person", "visit")]


def test_a_fact_that_is_no_longer_needed_makes_what_was_open_known() -> None:
    new = small_table(('when = ["serious-kind", "recent"]', 'when = ["recent"]'))
    found = diff(small_table(), new, FRAME.with_columns(days=pl.lit(11)))
    assert found.rows.rows() == []
    assert Change(None, None, 1) in found.counts


def test_the_same_table_changes_nothing() -> None:
    assert diff(small_table(), small_table(), FRAME).changed == 0
    assert diff(small_table(), small_table(), FRAME.head(0)).counts == ()
