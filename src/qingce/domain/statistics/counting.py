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
from qingce.domain.statistics.names import BITS, LAST_YEAR, part_of

OF_PAIR = (*PLACES, UNIT, "issuer")
STATUSES = {True: Status.CORRECTED.value, False: Status.OPEN.value}
_NONE = pl.lit(value=False)
_COUNT = pl.col("n").sum()


def counted(state: State, question: Question, dimensions: Collection[str] = DIMENSIONS) -> Counted:
    """How many records fit a question, and how many with each value of some dimensions."""
    kinds, pairs = _kinds(state, question), _pairs(question)
    chosen = None if pairs is None else state.pairs.filter(pairs).get_column("pair")
    found = [pile.counts(chosen, kinds) for pile in state.piles]
    by_pair, by_kind = (pl.concat(each) for each in zip(*found, strict=True))
    named = state.pairs.select(OF_PAIR)[by_pair.get_column("pair")].with_columns(by_pair.get_column("n"))
    counts = {name: _counts(named, name) for name in OF_PAIR if name in dimensions}
    said = by_kind.select("n", *(part_of(name).alias(name) for name in BITS))
    if "year" in dimensions:
        counts["year"] = {str(year) if year else NOT_STATED: n for year, n in _counts(said, "year").items()}
    for name, values in state.codes.items():
        if name in dimensions:
            counts[name] = {values[code]: n for code, n in _counts(said, name).items()}
    total, corrected, synthetic = _sums(said)
    if "status" in dimensions:
        statuses = {STATUSES[False]: total - corrected, STATUSES[True]: corrected}
        counts["status"] = {name: n for name, n in statuses.items() if n}
    return Counted(total, synthetic, state.mark.at, counts)


def _counts(rows: pl.DataFrame, name: str) -> dict[Any, int]:
    """Value → records, the value with most records first; those with equally many by value."""
    counts = rows.group_by(name).agg(_COUNT).filter(pl.col("n") != 0)
    return dict(counts.sort("n", name, descending=[True, False]).iter_rows())


def _sums(rows: pl.DataFrame) -> tuple[int, int, int]:
    """All, those that were corrected, and those that are synthetic."""
    flags = [(pl.col("n") * pl.col(name)).sum().alias(name) for name in ("is_corrected", "is_synthetic")]
    total, corrected, synthetic = rows.select(pl.col("n").sum(), *flags).row(0)
    return total, corrected, synthetic


def _pairs(question: Question) -> pl.Expr | None:
    said = [_one_of(pl.col(name), question.filters[name]) for name in OF_PAIR if name in question.filters]
    return pl.all_horizontal(said) if said else None


def _kinds(state: State, question: Question) -> pl.Expr | None:
    filters = question.filters
    said = [
        _one_of(part_of(name), _codes(values, filters[name])) for name, values in state.codes.items() if name in filters
    ]
    if "year" in filters:
        said.append(_one_of(part_of("year"), [int(each) for each in filters["year"] if _is_year(each)]))
    if "status" in filters:
        flags = [each for each, value in STATUSES.items() if value in filters["status"]]
        said.append(_one_of(part_of("is_corrected"), [int(each) for each in flags]))
    if question.first_year is not None or question.last_year is not None:
        # Kinds are ordered by year, and those without one come first: no need to take them apart.
        first, last = max(question.first_year or 1, 1), LAST_YEAR if question.last_year is None else question.last_year
        one = 1 << BITS["year"][0]
        is_any = question.first_year is not None and question.first_year > LAST_YEAR
        said.append(_NONE if is_any else pl.col("kind").is_between(first * one, (min(last, LAST_YEAR) + 1) * one - 1))
    return pl.all_horizontal(said) if said else None


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == 4 and text != "0000"  # noqa: PLR2004  # digits


def _codes(values: Mapping[int, str], wanted: Sequence[str]) -> list[int]:
    return [code for code, value in values.items() if value in wanted]


def _one_of(column: pl.Expr, values: Sequence[object]) -> pl.Expr:
    """Few values: compared one by one, which is faster than a set."""
    return reduce(or_, (column == value for value in values), _NONE)
