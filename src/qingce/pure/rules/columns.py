"""Millions of cases at once: a table as expressions over columns of facts.

The expressions are made of the same compiled table that decides one case. A fact is a column, of several choices one
column for each choice; null is unknown, and Boolean columns follow the same logic of three values as one case does.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from qingce.pure.rules.compiling import bits_of
from qingce.pure.rules.fact_columns import columns_of, fitted
from qingce.pure.rules.truth import earliest_start
from qingce.pure.rules.values import choice_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    import polars as pl

    from qingce.pure.rules.compiling import CompiledRow, CompiledTable, Composite, Test

__all__ = ["columns_of", "decide_columns"]
OUTCOME = "outcome"
ROW = "row="
PLAIN = ("is", "contains")
SMALLEST_PART = 65_536
WORD = 64  # rows; parts that end with a whole word of bits need no shifting
DAYS_BETWEEN_MONTHS = 32  # more than a month has, so that months and days can be compared as one number


def decide_columns(table: CompiledTable, frame: pl.DataFrame, *, rows: bool = False) -> pl.DataFrame:
    """Decides each row of a frame.

    Args: frame: columns as `columns_of` names them; a column that is missing is unknown throughout, others are left
        alone. rows: also tell of each row of the table whether it counts.
    Returns: as long as the frame: `outcome` (an enumeration in the table's order; null = unknown); with `rows`, too,
        a Boolean `row=<id>` for each row of the table (null = undecided).
    Raises: InvalidFact: a column has another type, or holds what the fact cannot be.
    """
    import polars as pl

    ready = fitted(table.book, list(table.facts), frame)
    layers = _layers(table, ready, rows=rows)
    return pl.concat(pl.collect_all([_through(layers, part) for part in _parts(ready)]))


def _parts(frame: pl.DataFrame) -> Iterator[pl.LazyFrame]:
    """As many parts as there are threads: one expression is worked out by one thread."""
    import polars as pl

    least = -(-frame.height // pl.thread_pool_size())
    length = max(SMALLEST_PART, -(-least // WORD) * WORD)
    return (frame.slice(start, length).lazy() for start in range(0, max(1, frame.height), length))


def _through(layers: list[list[pl.Expr]], part: pl.LazyFrame) -> pl.LazyFrame:
    *shared, last = layers
    for layer in shared:
        part = part.with_columns(layer)
    return part.select(last)


def _layers(table: CompiledTable, frame: pl.DataFrame, *, rows: bool) -> list[list[pl.Expr]]:
    """What is looked at more than once comes first, as columns that the next layer reads."""
    made = _Expressions(table, frame)
    last = [made.fires(row).alias(f"{ROW}{row.row.id}") for row in table.rows] if rows else []
    return [made.compared(), made.precedence(), made.counting(), [made.outcome(), *last]]


class _Expressions:
    """What a table says, as expressions over a frame of facts."""

    def __init__(self, table: CompiledTable, frame: pl.DataFrame) -> None:
        import polars as pl

        self._table = table
        self._frame = frame
        self._tests = [test for tests in table.tests.values() for test in tests]
        self._conditions = {test.bit: _test(test) for test in self._tests if test.operator in PLAIN}
        named = [test.bit for test in (*self._tests, *table.spans) if test.operator not in PLAIN]
        self._conditions |= {bit: pl.col(f"condition={bit}") for bit in named}
        for each in table.composites:
            self._conditions[each.bit] = self._composite(each)

    def compared(self) -> list[pl.Expr]:
        """Conditions that compare or choose; the others are columns as they are."""
        found = {test.bit: _test(test) for test in self._tests if test.operator not in PLAIN}
        found |= {span.bit: _span(span, self._frame) for span in self._table.spans}
        return [made.alias(f"condition={bit}") for bit, made in found.items()]

    def precedence(self) -> list[pl.Expr]:
        """Whether a row beats others, and whether any row holds to which others yield; by their bits."""
        found = {f"beats={row.bit}": self._all(row.needs | row.beats_when) for row in self._table.beating}
        for _, others in self._table.yielding:
            holding = [self._all(row.needs) for row in self._table.rows if row.bit & others]
            found |= {f"holds={others}": _any_of(holding)} if holding else {}
        return [made.alias(name) for name, made in found.items()]

    def counting(self) -> list[pl.Expr]:
        """Whether any row of an outcome counts."""
        by_outcome = enumerate(self._table.rows_of_outcome)
        return [self._any(rows).alias(f"any={place}") for place, rows in by_outcome if rows]

    def outcome(self) -> pl.Expr:
        """The strongest outcome of which a row counts; null where a stronger or the same one is undecided."""
        import polars as pl

        kind = pl.Enum(self._table.outcomes)
        default = pl.lit(self._table.default, kind)
        chain = default
        for place, rows in reversed(list(enumerate(self._table.rows_of_outcome))):
            if rows:
                counts = pl.col(f"any={place}")
                known = pl.lit(self._table.outcomes[place], kind)
                open_ = counts.is_null()
                if self._table.outcomes[place] == self._table.default:  # what nothing else matches is this as well
                    open_ &= chain.ne_missing(default)
                chain = pl.when(counts).then(known).when(open_).then(None).otherwise(chain)
        return chain.alias(OUTCOME)

    def fires(self, row: CompiledRow) -> pl.Expr:
        """Whether a row counts."""
        beaters = self._beaters(row)
        return _all_of([self._all(row.needs), ~_any_of(beaters)] if beaters else [self._all(row.needs)])

    def _any(self, rows: int) -> pl.Expr:
        """Whether any of these rows counts; what they share is looked at once."""
        free = self._looked_at(rows)
        together: dict[tuple[int, int, bool], list[CompiledRow]] = {}
        for row in self._table.rows:
            if row.bit & rows & ~free & ~self._table.settling:
                shared = sum(1 << place for place in row.conditions[: len(row.group.when)])
                key = (shared if shared != row.needs else 0, self._beaten_by(row), row.row.yields)
                together.setdefault(key, []).append(row)
        found = [self._alike(shared, alike) for (shared, _, _), alike in together.items()]
        # A row that yields to what nothing beats speaks for its outcome as soon as it holds, as in `truth`.
        found += [self._all(row.needs) for row in self._table.rows if row.bit & rows & self._table.settling]
        return _any_of([*([_known("holds", free)] if free else []), *found])

    def _looked_at(self, rows: int) -> int:
        """Those that `precedence` has looked at already: one of them holds, and none of them can be beaten."""
        for _, others in self._table.yielding:
            mine = [row for row in self._table.rows if row.bit & others]
            if others & rows and not any(self._beaten_by(row) for row in mine):
                return others
        return 0

    def _beaten_by(self, row: CompiledRow) -> int:
        return sum(other.bit for other in self._table.beating if other.beats & row.bit)

    def _alike(self, shared: int, rows: list[CompiledRow]) -> pl.Expr:
        """Whether any of these rows counts, which share conditions and what beats them."""
        holds = _any_of([self._all(row.needs & ~shared) for row in rows])
        parts = [self._all(shared), holds] if shared else [holds]
        beaters = self._beaters(rows[0])
        return _all_of([*parts, ~_any_of(beaters)] if beaters else parts)

    def _beaters(self, row: CompiledRow) -> list[pl.Expr]:
        others = [others for yielding, others in self._table.yielding if yielding & row.bit and others]
        beating = [_known("beats", bit) for bit in bits_of(self._beaten_by(row))]
        return [*beating, *(_known("holds", each) for each in others)]

    def _all(self, conditions: int) -> pl.Expr:
        return _all_of([self._conditions[bit] for bit in bits_of(conditions)])

    def _composite(self, composite: Composite) -> pl.Expr:
        members = [self._conditions[bit] for bit in bits_of(composite.members)]
        if composite.operator == "not":
            return ~members[0]
        return _all_of(members) if composite.operator == "all" else _any_of(members)


def _known(what: str, rows: int) -> pl.Expr:
    """A column of `precedence`."""
    import polars as pl

    return pl.col(f"{what}={rows}")


def _all_of(parts: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(and_, parts)


def _any_of(parts: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(or_, parts)


def _test(test: Test) -> pl.Expr:
    import polars as pl

    column = pl.col(test.fact)
    if test.operator == "contains":
        return pl.col(choice_key(test.fact, test.choices[0]))
    if test.operator == "one_of":
        return _any_of([column == each for each in test.choices])
    if test.operator == "is":
        return column == test.choices[0] if test.expects is None else column if test.expects else ~column
    if test.operator in {"at_least", "above"}:
        return column >= test.limit if test.operator == "at_least" else column > test.limit
    return column <= test.limit if test.operator == "at_most" else column < test.limit


def _span(span: Test, frame: pl.DataFrame) -> pl.Expr:
    """Whether `until` is within the term; if it is one day throughout, starts are held against the earliest one."""
    import polars as pl

    start, until = pl.col(span.fact), pl.col(span.until)
    term = span.term
    if term is None:
        raise AssertionError("within has a term")
    only = _only_value(frame.get_column(span.until))
    if only is not None:
        return start >= earliest_start(only, term)
    if term.months:
        return _day_number(start) + term.months * DAYS_BETWEEN_MONTHS >= _day_number(until)
    return until - start <= pl.duration(days=term.days)


def _day_number(column: pl.Expr) -> pl.Expr:
    """Months and days as one number; adding months to it needs no thought for the length of months."""
    import polars as pl

    months = column.dt.year().cast(pl.Int32) * 12 + column.dt.month().cast(pl.Int32)
    return months * DAYS_BETWEEN_MONTHS + column.dt.day().cast(pl.Int32)


def _only_value(column: pl.Series) -> date | None:
    first, last = column.min(), column.max()
    if first is None or first != last or column.null_count():
        return None
    return first  # type: ignore[return-value]  # of a column of dates
