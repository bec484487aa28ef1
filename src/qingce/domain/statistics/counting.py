"""Answering a question from the counts in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from qingce.domain.records.enums import Status
from qingce.domain.statistics.cube import State
from qingce.domain.statistics.enums import NOT_STATED, PLACES, UNIT, Counted, Question

OF_PAIR = (*PLACES, UNIT, "issuer")
STATUSES = {True: Status.CORRECTED.value, False: Status.OPEN.value}
_NONE = pl.lit(value=False)
_COUNT = pl.col("n").sum()


def counted(state: State, question: Question) -> Counted:
    """How many records fit a question, and how many with each value of each dimension."""
    kinds, pairs = _kinds(state, question), _pairs(question)
    chosen = None if pairs is None else state.pairs.filter(pairs).get_column("pair")
    by_pair = _added([pile.pairs(kinds) for pile in state.piles], "pair", state.pairs, pairs)
    by_kind = _added([pile.kinds(chosen) for pile in state.piles], "kind", state.kinds, kinds)
    counts = {name: _counts(by_pair, name) for name in OF_PAIR}
    counts["year"] = {str(year) if year else NOT_STATED: n for year, n in _counts(by_kind, "year").items()}
    for name, values in state.codes.items():
        counts[name] = {values[code]: n for code, n in _counts(by_kind, name).items()}
    counts["status"] = {STATUSES[each]: n for each, n in _counts(by_kind, "is_corrected").items()}
    synthetic = _counts(by_kind, "is_synthetic")
    return Counted(sum(synthetic.values()), synthetic.get(True, 0), state.mark.at, counts)


def _added(found: Sequence[pl.DataFrame], name: str, known: pl.DataFrame, which: pl.Expr | None) -> pl.DataFrame:
    """Records by number of a pair or a kind over all piles, with what the number stands for."""
    counts = pl.concat(found).group_by(name).agg(_COUNT).filter(pl.col("n") != 0)
    named = counts.join(known, on=name)
    return named if which is None else named.filter(which)


def _counts(rows: pl.DataFrame, name: str) -> dict[Any, int]:
    return dict(rows.group_by(name).agg(_COUNT).iter_rows())


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
