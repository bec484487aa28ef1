"""Answering a question from the counts in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from qingce.domain.records.enums import Status
from qingce.domain.statistics.cube import State
from qingce.domain.statistics.enums import DIMENSIONS, NOT_STATED, PLACES, UNIT, Counted, Question

OF_PAIR = (*PLACES, UNIT, "issuer")
STATUSES = {True: Status.CORRECTED.value, False: Status.OPEN.value}
_NONE = pl.lit(value=False)
_COUNT = pl.col("n").sum()


def counted(state: State, question: Question, dimensions: Collection[str] = DIMENSIONS) -> Counted:
    """How many records fit a question, and how many with each value of some dimensions."""
    kinds, pairs = _kinds(state, question), _pairs(question)
    chosen = None if pairs is None else state.pairs.filter(pairs).get_column("pair")
    by_pair = _named([pile.pairs(kinds) for pile in state.piles], "pair", state.pairs, pairs)
    by_kind = _named([pile.kinds(chosen) for pile in state.piles], "kind", state.kinds, kinds)
    counts = {name: _counts(by_pair, name) for name in OF_PAIR if name in dimensions}
    if "year" in dimensions:
        counts["year"] = {str(year) if year else NOT_STATED: n for year, n in _counts(by_kind, "year").items()}
    for name, values in state.codes.items():
        if name in dimensions:
            counts[name] = {values[code]: n for code, n in _counts(by_kind, name).items()}
    total, corrected, synthetic = _sums(by_kind)
    if "status" in dimensions:
        statuses = {STATUSES[False]: total - corrected, STATUSES[True]: corrected}
        counts["status"] = {name: n for name, n in statuses.items() if n}
    return Counted(total, synthetic, state.mark.at, counts)


def _named(found: Sequence[pl.DataFrame], name: str, known: pl.DataFrame, which: pl.Expr | None) -> pl.DataFrame:
    """Records by number of a pair or a kind, of each pile by itself, with what the number stands for.

    Args: known: what each number stands for, at its own place.
    """
    rows = pl.concat(found) if found[-1].height else found[0]
    named = known[rows.get_column(name)].with_columns(rows.get_column("n"))
    return named if which is None else named.filter(which)


def _counts(rows: pl.DataFrame, name: str) -> dict[Any, int]:
    """Value → records, the value with most records first; those with equally many by value."""
    counts = rows.group_by(name).agg(_COUNT).filter(pl.col("n") != 0)
    return dict(counts.sort("n", name, descending=[True, False]).iter_rows())


def _sums(rows: pl.DataFrame) -> tuple[int, int, int]:
    """All, those that were corrected, and those that are synthetic."""
    flags = [pl.col("n").filter(pl.col(name)).sum().alias(name) for name in ("is_corrected", "is_synthetic")]
    total, corrected, synthetic = rows.select(pl.col("n").sum(), *flags).row(0)
    return total, corrected, synthetic


def _pairs(question: Question) -> pl.Expr | None:
    said = [_one_of(name, question.filters[name]) for name in OF_PAIR if name in question.filters]
    return pl.all_horizontal(said) if said else None


def _kinds(state: State, question: Question) -> pl.Expr | None:
    filters = question.filters
    said = [_one_of(name, _codes(values, filters[name])) for name, values in state.codes.items() if name in filters]
    if "year" in filters:
        said.append(_one_of("year", [int(each) for each in filters["year"] if _is_year(each)]))
    if "status" in filters:
        said.append(_one_of("is_corrected", [each for each, value in STATUSES.items() if value in filters["status"]]))
    if question.first_year is not None:
        said.append(pl.col("year") >= question.first_year)
    if question.last_year is not None:
        said.append(pl.col("year").is_between(1, question.last_year))  # 0: not stated
    return pl.all_horizontal(said) if said else None


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == 4 and text != "0000"  # noqa: PLR2004  # digits


def _codes(values: Mapping[int, str], wanted: Sequence[str]) -> list[int]:
    return [code for code, value in values.items() if value in wanted]


def _one_of(name: str, values: Sequence[object]) -> pl.Expr:
    """Few values: compared one by one, which is faster than a set."""
    return reduce(or_, (pl.col(name) == value for value in values), _NONE)
