"""Whether each row of a table can match at all, found over the representative answers to its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.pure.rules.answers import askable
from qingce.pure.rules.compiling import compile_table, used_conditions
from qingce.pure.rules.dating import change_days
from qingce.pure.rules.operators import parameter_of
from qingce.pure.rules.places import Place
from qingce.pure.rules.truth import with_composites

if TYPE_CHECKING:
    from datetime import date

    from qingce.pure.rules.answers import Asked
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.compiling import CompiledRow, CompiledTable
    from qingce.pure.rules.schema import Table
    from qingce.pure.rules.truth import Bits

MOST_STEPS = 100_000


def check_matching(book: Book) -> None:
    """Refuses a row whose conditions, with those of its group, exclude one another, on any day of the version.

    Raises: InvalidRulebook.
    """
    for name, table in book.tables.items():
        for day in change_days(book, _parameters(book, table)):
            compiled = compile_table(book, name, on=day)
            for row in compiled.rows:
                _check_row(Place(book, "table", name).at("group", row.group.id, "row", row.row.id), compiled, row, day)


def can_hold(table: CompiledTable, needs: int) -> bool:
    """Whether any answers make all of these conditions true.

    Args: needs: bits of conditions.
    Returns: True also where there are too many combinations to look through.
    """
    wanted = _leaves(table, needs)
    asked = [each for each in askable(table) if each.bits & wanted]
    return _Search(table, needs).reaches(asked, (0, 0))


class _Search:
    """Answers one question after another and turns back as soon as a needed condition is false."""

    def __init__(self, table: CompiledTable, needs: int) -> None:
        self._table = table
        self._needs = needs
        self._left = MOST_STEPS

    def reaches(self, asked: list[Asked], settled: Bits) -> bool:
        true, false = with_composites(self._table.composites, settled)
        if false & self._needs:
            return False
        if self._needs & ~true == 0 or not self._left:
            return True
        self._left -= 1
        return any(self.reaches(asked[1:], (settled[0] | true, settled[1] | false)) for true, false in asked[0].answers)


def _leaves(table: CompiledTable, bits: int) -> int:
    """These conditions and all that they are made of."""
    for each in reversed(table.composites):
        if each.bit & bits:
            bits |= each.members
    return bits


def _parameters(book: Book, table: Table) -> list[str]:
    used = (parameter_of(book.conditions[each]) for each in used_conditions(book, table))
    return [each for each in used if each]


def _check_row(place: Place, table: CompiledTable, row: CompiledRow, day: date) -> None:
    if not can_hold(table, row.needs):
        said = ", ".join(table.conditions[each] for each in row.conditions)
        place.at("when").refuse(
            f"this row can never match: its conditions exclude one another on {day} ({said}).",
            cause="never",
            conditions=said,
        )
    if row.beats_when and not can_hold(table, row.needs | row.beats_when):
        place.at("beats_when").refuse("what this asks excludes what the row needs.", cause="never-beats")
