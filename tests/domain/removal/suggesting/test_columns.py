"""A column of texts suggests what each text does alone."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.suggesting import read_labels
from qingce.domain.removal.suggesting import facts_of, suggest
from qingce.domain.removal.suggesting.columns import read_column, set_aside_column, suggest_columns
from qingce.domain.removal.suggesting.setting_aside import set_aside
from qingce.domain.removal.suggesting.texts import read_text
from tests.domain.removal.suggesting.test_suggest import FRAGMENTS, ODD

AMOUNTS = ["废机油3吨", "约1.2 t废酸", "危险废物三百公斤", "其中废油2吨"]
TEXTS = st.lists(st.sampled_from(FRAGMENTS + ODD + AMOUNTS) | st.text(max_size=5), max_size=8).map("".join)
# Polars holds no broken surrogates.
SOUND = TEXTS.filter(lambda text: text.isprintable() or "\ud800" not in text)


def alone(text: str) -> tuple[set[str] | None, object]:
    facts = facts_of(suggest(text))
    matters, tonnes = facts.get("matters"), facts.get("waste_t")
    return (set(matters) if isinstance(matters, list) else None), tonnes


def together(texts: list[str]) -> list[tuple[set[str] | None, object]]:
    frame = suggest_columns(pl.Series(texts, dtype=pl.String))
    return [_read(row) for row in frame.iter_rows(named=True)]


def _read(row: dict[str, object]) -> tuple[set[str] | None, object]:
    choices = {name.partition("=")[2]: value for name, value in row.items() if "=" in name}
    assert all(value is None for value in choices.values()) or all(value is not None for value in choices.values())
    found = {choice for choice, value in choices.items() if value}
    return found or None, row["waste_t"]


@pytest.mark.requirement("REM-1")
def test_labelled_decisions_suggest_the_same_alone_and_together() -> None:
    texts = [text for each in read_labels() for text in each.texts.values()]
    assert together(texts) == [alone(text) for text in texts]


@settings(deadline=None, max_examples=60)
@given(st.lists(SOUND, min_size=1, max_size=6))
def test_any_texts_suggest_the_same_alone_and_together(texts: list[str]) -> None:
    read = read_column(pl.Series(texts, dtype=pl.String))
    assert read.to_list() == [read_text(text).text for text in texts]
    assert set_aside_column(read).to_list() == [set_aside(read_text(text)).text for text in texts]
    assert together(texts) == [alone(text) for text in texts]


def test_column_may_be_empty_or_hold_nulls() -> None:
    assert suggest_columns(pl.Series([], dtype=pl.String)).height == 0
    frame = suggest_columns(pl.Series([None, "私设暗管"], dtype=pl.String))
    assert frame["matters=hidden-outlet"].to_list() == [None, True]
    assert frame["matters=exceedance"].to_list() == [None, False]
