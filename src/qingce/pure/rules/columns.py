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
    from collections.abc import Iterator, Sequence
    from datetime import date

    import polars as pl

    from qingce.pure.rules.compiling import CompiledRow, CompiledTable, Composite, Test

__all__ = ["columns_of", "decide_columns"]
OUTCOME = "outcome"
ROW = "row="
PLAIN = ("is", "one_of", "contains")
CHOOSING = ("is", "one_of")
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
        self._tests = {test.bit: test for tests in table.tests.values() for test in tests}
        named = [test for test in (*self._tests.values(), *table.spans) if test.operator not in PLAIN]
        self._conditions = {bit: _test(test) for bit, test in self._tests.items() if test.operator in PLAIN}
        self._conditions |= {test.bit: pl.col(f"condition={test.name}") for test in named}
        for each in table.composites:
            self._conditions[each.bit] = self._composite(each)

    def compared(self) -> list[pl.Expr]:
        """Conditions that compare numbers and dates; the others are columns as they are, or nearly."""
        found = {test.name: _test(test) for test in self._tests.values() if test.operator not in PLAIN}
        found |= {span.name: _span(span, self._frame) for span in self._table.spans}
        return [made.alias(f"condition={name}") for name, made in found.items()]

    def precedence(self) -> list[pl.Expr]:
        """Whether rows that beat the same ones do so, and whether any row holds to which others yield."""
        alike: dict[int, list[int]] = {}
        for row in self._table.beating:
            alike.setdefault(row.beats, []).append(row.needs | row.beats_when)
        found = [self._any_of(needs).alias(f"beats={beaten}") for beaten, needs in alike.items()]
        for _, others in self._table.yielding:
            holding = [row.needs for row in self._table.rows if row.bit & others]
            found += [self._any_of(holding).alias(f"holds={others}")] if holding else []
        return found

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
        beaters = [*self._beaters(row.bit), *(_known("holds", each) for each in self._before(row))]
        holds = self._all_of(row.needs)
        return holds & ~reduce(or_, beaters) if beaters else holds

    def _any(self, rows: int) -> pl.Expr:
        """Whether any of these rows counts; what they all need, and what beats several, is looked at once."""
        free = self._looked_at(rows)
        mine = [row for row in self._table.rows if row.bit & rows & ~free]
        common = reduce(and_, (row.needs for row in mine), -1) if mine and not free else 0
        if any(row.needs == common for row in mine):
            common = 0
        together: dict[tuple[tuple[int, ...], tuple[int, ...]], list[CompiledRow]] = {}
        for row in mine:
            # A row that yields to what nothing beats speaks for its outcome as soon as it holds, as in `truth`.
            before = () if row.bit & self._table.settling else self._before(row)
            together.setdefault((self._beating(row.bit), before), []).append(row)
        found = [_known("holds", free)] if free else []
        for (_, before), alike in together.items():
            holds = self._any_of([row.needs & ~common for row in alike])
            beaters = [*self._beaters(alike[0].bit), *(_known("holds", each) for each in before)]
            found.append(holds & ~reduce(or_, beaters) if beaters else holds)
        counts = reduce(or_, found)
        return self._all_of(common) & counts if common else counts

    def _looked_at(self, rows: int) -> int:
        """Those that `precedence` has looked at already: one of them holds, and none of them can be beaten."""
        for _, others in self._table.yielding:
            if others & rows and not any(row.beats & others for row in self._table.beating):
                return others
        return 0

    def _beating(self, row: int) -> tuple[int, ...]:
        """The sets of rows beaten together in which this one is."""
        return tuple(dict.fromkeys(each.beats for each in self._table.beating if each.beats & row))

    def _beaters(self, row: int) -> list[pl.Expr]:
        return [_known("beats", each) for each in self._beating(row)]

    def _before(self, row: CompiledRow) -> tuple[int, ...]:
        """The rows to which this one yields."""
        return tuple(others for yielding, others in self._table.yielding if yielding & row.bit and others)

    def _any_of(self, terms: list[int]) -> pl.Expr:
        """Whether all conditions of any of these sets hold; a condition that several need is taken out of them."""
        shared = most_shared(terms)
        if not shared:
            return reduce(or_, self._each_of(terms))
        without = [each & ~shared for each in terms if each & shared]
        both = self._conditions[shared] & self._any_of(without) if all(without) else self._conditions[shared]
        left = [each for each in terms if not each & shared]
        return both | self._any_of(left) if left else both

    def _each_of(self, terms: list[int]) -> Iterator[pl.Expr]:
        """Each set; several choices of one fact are one question."""
        chosen: dict[str, list[str]] = {}
        for each in terms:
            test = self._tests.get(each)
            if test is not None and test.operator in CHOOSING and test.expects is None:
                chosen.setdefault(test.fact, []).extend(test.choices)
            else:
                yield self._all_of(each)
        yield from (_is_one_of(fact, choices) for fact, choices in chosen.items())

    def _all_of(self, conditions: int) -> pl.Expr:
        return reduce(and_, (self._conditions[bit] for bit in bits_of(conditions)))

    def _composite(self, composite: Composite) -> pl.Expr:
        if composite.operator == "not":
            return ~self._conditions[composite.members]
        members = list(bits_of(composite.members))
        return self._all_of(composite.members) if composite.operator == "all" else self._any_of(members)


def most_shared(terms: list[int]) -> int:
    """The bit that most of these numbers have, the lowest of equals; 0: none is in two of them."""
    count: dict[int, int] = {}
    for each in terms:
        for bit in bits_of(each):
            count[bit] = count.get(bit, 0) + 1
    most = max(count, key=lambda bit: (count[bit], -bit))
    return most if count[most] > 1 else 0


def _known(what: str, rows: int) -> pl.Expr:
    """A column of `precedence`."""
    import polars as pl

    return pl.col(f"{what}={rows}")


def _is_one_of(fact: str, choices: Sequence[str]) -> pl.Expr:
    import polars as pl

    return pl.col(fact) == choices[0] if len(choices) == 1 else pl.col(fact).is_in(list(choices))


def _test(test: Test) -> pl.Expr:
    import polars as pl

    column = pl.col(test.fact)
    if test.operator == "contains":
        return pl.col(choice_key(test.fact, test.choices[0]))
    if test.expects is not None:
        return column if test.expects else ~column
    if test.choices:
        return _is_one_of(test.fact, test.choices)
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
