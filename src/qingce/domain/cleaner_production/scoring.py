"""A government's score by the rulebook: points for each list of a year, out of what its known lists could bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from qingce.domain.cleaner_production.counting import series_of
from qingce.domain.cleaner_production.enums import LEFT, UNLABELLED, ListKind, ListState, Series
from qingce.domain.cleaner_production.laws import BOOK
from qingce.domain.cleaner_production.reading import Matrix
from qingce.shared.rulebooks.errors import NoReleaseInForce
from qingce.shared.rulebooks.queries import book_at

if TYPE_CHECKING:
    from qingce.pure.rules.schema import Parameter

GROUNDS_NAMED = "score-grounds-named"
_WORDS = {ListState.PUBLISHED: "published", ListState.IN_PART: "in-part", **dict.fromkeys(LEFT, "left")}
# List and state → row of the rulebook; one that was not published has none, and brings nothing.
ROWS = {(kind, state): f"score-{kind}-{word}" for kind in ListKind for state, word in _WORDS.items()}
_MOST = {kind: ROWS[kind, ListState.PUBLISHED] for kind in ListKind}
IDS = (*dict.fromkeys(ROWS.values()), GROUNDS_NAMED)
Key = TypeVar("Key")


@dataclass(frozen=True)
class ScoreRow:
    """What brings points. Args: reason_zh, reason_en: why it is worth this much; a weight is always our own."""

    id: str
    zh: str
    en: str
    points: Decimal | int
    clause: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True)
class ScoreRule:
    """The rows that hold. Args: version: of the rulebook."""

    version: str
    rows: Mapping[str, ScoreRow]

    def most(self, kind: ListKind) -> Decimal | int:
        """What a list of a year can bring."""
        named = self.rows[GROUNDS_NAMED].points if kind == ListKind.ROSTER else 0
        return self.rows[_MOST[kind]].points + named


@dataclass(frozen=True)
class ScorePart:
    """How often a row holds."""

    row: ScoreRow
    count: int

    @property
    def points(self) -> Decimal | int:
        """What it brings."""
        return self.row.points * self.count


@dataclass(frozen=True)
class Score:
    """How much of what it owes a unit published itself.

    Args: published, left: lists; due: those with a cell. parts: each row of the rule; none where no rule holds.
    most: the points that its lists could bring.
    """

    published: int
    left: int
    due: int
    parts: tuple[ScorePart, ...]
    most: Decimal | int

    @property
    def points(self) -> Decimal | int:
        """All points together."""
        return sum(each.points for each in self.parts)

    @property
    def percent(self) -> int | None:
        """Of the points that could be had, rounded down; None: no rule holds, or nothing is known."""
        return int(100 * self.points // self.most) if self.most else None


def score_rule(*, on: date) -> ScoreRule | None:
    """The rule that holds on a day; None: no released version has one. One query, two if it is not in memory."""
    try:
        book = book_at(BOOK, on=on)
    except NoReleaseInForce:
        return None
    if not all(each in book.parameters for each in IDS):
        return None  # released before there was a score
    return ScoreRule(book.version, {each: _row(each, book.parameters[each], book.value(each, on=on)) for each in IDS})


def _row(name: str, stated: Parameter, points: Decimal | int) -> ScoreRow:
    reason_zh, reason_en = (stated.reason.zh, stated.reason.en) if stated.reason else ("", "")
    return ScoreRow(name, stated.title.zh, stated.title.en, points, stated.clause or "", reason_zh, reason_en)


def score_units(matrix: Matrix, rule: ScoreRule | None) -> Mapping[str, Score]:
    """The score of each unit that has a cell, over all years of the matrix."""
    return _scored(matrix, rule, lambda unit, _year: unit)


def score_years(matrix: Matrix, rule: ScoreRule | None) -> Mapping[tuple[str, int], Score]:
    """The score of each unit in each year that has a cell."""
    return _scored(matrix, rule, lambda unit, year: (unit, year))


def _scored(matrix: Matrix, rule: ScoreRule | None, key: Callable[[str, int], Key]) -> dict[Key, Score]:
    found: dict[Key, Counter[tuple[ListKind, ListState]]] = {}
    for cell, state in matrix.states.items():
        found.setdefault(key(cell.unit, cell.year), Counter())[cell.list, state] += 1
    named = Counter(key(*place) for place in _named(matrix))
    return {each: _score(counts, named[each], rule) for each, counts in found.items()}


def _named(matrix: Matrix) -> list[tuple[str, int]]:
    """Units and years of which a published roster names grounds."""
    published = {
        (cell.unit, cell.year)
        for cell, state in matrix.states.items()
        if cell.list is ListKind.ROSTER and series_of(state) == Series.PUBLISHED
    }
    return [place for place, told in matrix.grounds.items() if told not in UNLABELLED and place in published]


def _score(counts: Counter[tuple[ListKind, ListState]], named: int, rule: ScoreRule | None) -> Score:
    series: Counter[Series] = Counter()
    rows = Counter({GROUNDS_NAMED: named})
    for (kind, state), count in counts.items():
        series[series_of(state)] += count
        if (kind, state) in ROWS:
            rows[ROWS[kind, state]] += count
    parts = tuple(ScorePart(each, rows[each.id]) for each in rule.rows.values()) if rule else ()
    most = sum(rule.most(kind) * count for (kind, _state), count in counts.items()) if rule else 0
    return Score(series[Series.PUBLISHED], series[Series.LEFT], counts.total(), parts, most)
