"""A decision table made ready: its conditions and rows as bits, its parameters read on a day.

The truth of all conditions at once is two whole numbers: the bits of those that are true, and of those that are
false; what is in neither is unknown. Rows are kept in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Literal

from qingce.pure.rules.book import rows_of
from qingce.pure.rules.operators import closure, members_of, operators_of, parameter_of
from qingce.pure.rules.values import choice_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.operators import Operator
    from qingce.pure.rules.schema import Group, Row, Table

MONTHS = {"months": 1, "years": 12}


@dataclass(frozen=True)
class Term:
    """A term in calendar months or in calendar days; the other is 0."""

    months: int
    days: int


@dataclass(frozen=True)
class Test:
    """A condition that rests on a fact.

    Args: bit: of the condition. expects: of a yes-no fact. choices: those that `is`, `one_of` and `contains` name.
        limit: the parameter's value on the day. until, term: of `within`.
    """

    bit: int
    name: str
    operator: Operator
    fact: str
    expects: bool | None = None
    choices: tuple[str, ...] = ()
    limit: Decimal | int = 0
    until: str = ""
    term: Term | None = None


@dataclass(frozen=True)
class Composite:
    """A condition made of others; members: their bits."""

    bit: int
    name: str
    operator: Literal["all", "any", "not"]
    members: int


@dataclass(frozen=True)
class CompiledRow:
    """A row with the conditions of its group.

    Args: bit: of the row. outcome: place among the table's outcomes. conditions: places among the table's conditions,
        the group's first. needs: their bits. beats: bits of rows. beats_when: bits of conditions.
    """

    bit: int
    row: Row
    group: Group
    outcome: int
    conditions: tuple[int, ...]
    needs: int
    beats: int
    beats_when: int


@dataclass(frozen=True, eq=False)
class CompiledTable:
    """A table on a day.

    Args: conditions: identifiers, members before what they make up; the place is the bit. rows_of_outcome: bits of
        rows, by the outcome's place. yielding: for each outcome, bits of the rows that yield and of the others.
        settling: bits of the rows that yield to rows which nothing beats: if one holds, its outcome is settled though
        the row may not count.
        needs: bits of conditions, by the row's bit. rows_needing: bits of rows, by the condition's bit. rows_asking:
        bits of the rows that ask for documents. shown: of each condition its name, its fact, the name under which its
        choice of many may be known by itself, and the places of its members.
    """

    book: Book
    name: str
    table: Table
    conditions: tuple[str, ...]
    tests: Mapping[str, tuple[Test, ...]]
    spans: tuple[Test, ...]
    composites: tuple[Composite, ...]
    rows: tuple[CompiledRow, ...]
    beating: tuple[CompiledRow, ...]
    outcomes: tuple[str, ...]
    rows_of_outcome: tuple[int, ...]
    yielding: tuple[tuple[int, int], ...]
    settling: int
    needs: Mapping[int, int]
    rows_needing: Mapping[int, int]
    rows_asking: int
    facts: tuple[str, ...]
    shown: tuple[tuple[str, str, str, tuple[int, ...]], ...]

    @property
    def default(self) -> str:
        """The outcome if no row counts."""
        return self.table.default


def compile_table(book: Book, table: str = "", *, on: date) -> CompiledTable:
    """The table with its parameters as they are on a day; kept, so that asking again costs nothing.

    Args: table: may be left out if the book has one, or one of its own name.
    Raises: NoSuchRulebook: no such table. NoValueThen: a parameter has no value on the day.
    """
    name, found = book.table(table)
    wanted = _parameters(book, found)
    return _compiled(book, name, tuple((each, book.value(each, on=on)) for each in wanted))


def used_conditions(book: Book, table: Table) -> list[str]:
    """The conditions of a table and all that they are made of, members first."""
    named = (each for group, row in rows_of(table) for each in (*group.when, *row.when, *row.beats_when))
    return closure(book.conditions, named)


@lru_cache(maxsize=256)
def _parameters(book: Book, table: Table) -> tuple[str, ...]:
    used = (parameter_of(book.conditions[each]) for each in used_conditions(book, table))
    return tuple(dict.fromkeys(each for each in used if each))


@lru_cache(maxsize=256)
def _compiled(book: Book, name: str, limits: tuple[tuple[str, Decimal | int], ...]) -> CompiledTable:
    table = book.tables[name]
    conditions = used_conditions(book, table)
    place = {each: number for number, each in enumerate(conditions)}
    tests = [_test(book, each, 1 << place[each], dict(limits)) for each in conditions]
    rows = _rows(table, place)
    outcomes = tuple(each.id for each in table.outcome)
    by_outcome = tuple(_bits(row for row in rows if row.outcome == number) for number in range(len(outcomes)))
    late = _bits(row for row in rows if row.row.yields)
    beaten = reduce(or_, (row.beats for row in rows), 0)
    return CompiledTable(
        book=book,
        name=name,
        table=table,
        conditions=tuple(conditions),
        tests=_by_fact([each for each in tests if each is not None and each.term is None]),
        spans=tuple(each for each in tests if each is not None and each.term is not None),
        composites=tuple(_composite(book, each, place) for each in conditions if members_of(book.conditions[each])),
        rows=rows,
        beating=tuple(row for row in rows if row.beats),
        outcomes=outcomes,
        rows_of_outcome=by_outcome,
        yielding=tuple((mine & late, mine & ~late) for mine in by_outcome if mine & late),
        settling=sum(mine & late for mine in by_outcome if not mine & beaten),
        needs={row.bit: row.needs for row in rows},
        rows_needing={
            bit: _bits(row for row in rows if row.needs & bit) for bit in bits_of((1 << len(conditions)) - 1)
        },
        rows_asking=_bits(row for row in rows if row.row.requires),
        facts=_facts(book, conditions),
        shown=tuple(_shown(book, each, place) for each in conditions),
    )


def _test(book: Book, name: str, bit: int, limits: Mapping[str, Decimal | int]) -> Test | None:
    condition = book.conditions[name]
    if condition.fact is None:
        return None
    operator = operators_of(condition)[0]
    parameter = parameter_of(condition)
    if isinstance(condition.is_, bool):
        return Test(bit, name, operator, condition.fact, expects=condition.is_)
    if parameter is None:
        named = condition.is_ or condition.contains
        return Test(bit, name, operator, condition.fact, choices=(named,) if named else condition.one_of)
    if operator != "within":
        return Test(bit, name, operator, condition.fact, limit=limits[parameter])
    span = int(limits[parameter])
    months = MONTHS.get(book.parameters[parameter].unit, 0)
    term = Term(span * months, 0) if months else Term(0, span)
    return Test(bit, name, operator, condition.fact, until=str(condition.until), term=term)


def _composite(book: Book, name: str, place: Mapping[str, int]) -> Composite:
    condition = book.conditions[name]
    members = sum(1 << place[each] for each in members_of(condition))
    operator: Literal["all", "any", "not"] = "all" if condition.all_ else "any" if condition.any_ else "not"
    return Composite(1 << place[name], name, operator, members)


def _shown(book: Book, name: str, place: Mapping[str, int]) -> tuple[str, str, str, tuple[int, ...]]:
    condition = book.conditions[name]
    choice = choice_key(str(condition.fact), condition.contains) if condition.contains else ""
    return name, condition.fact or "", choice, tuple(place[each] for each in members_of(condition))


def _by_fact(tests: list[Test]) -> dict[str, tuple[Test, ...]]:
    facts = dict.fromkeys(each.fact for each in tests)
    return {fact: tuple(each for each in tests if each.fact == fact) for fact in facts}


def _rows(table: Table, place: Mapping[str, int]) -> tuple[CompiledRow, ...]:
    both = list(rows_of(table))
    bit = {row.id: 1 << number for number, (_, row) in enumerate(both)}
    outcomes = [each.id for each in table.outcome]
    return tuple(
        CompiledRow(
            bit=bit[row.id],
            row=row,
            group=group,
            outcome=outcomes.index(group.outcome),
            conditions=tuple(place[each] for each in (*group.when, *row.when)),
            needs=sum(1 << place[each] for each in (*group.when, *row.when)),
            beats=sum(bit[each] for each in row.beats),
            beats_when=sum(1 << place[each] for each in row.beats_when),
        )
        for group, row in both
    )


def bits_of(many: int) -> Iterator[int]:
    """Each bit of a number by itself, the lowest first."""
    while many:
        bit = many & -many
        yield bit
        many ^= bit


def _bits(rows: Iterable[CompiledRow]) -> int:
    total = 0
    for row in rows:
        total |= row.bit
    return total


def _facts(book: Book, conditions: list[str]) -> tuple[str, ...]:
    """The facts that the table rests on, in the book's order."""
    used = {each for name in conditions for each in (book.conditions[name].fact, book.conditions[name].until)}
    return tuple(each for each in book.facts if each in used)
