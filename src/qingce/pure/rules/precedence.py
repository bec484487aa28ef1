"""Which row beats which says one thing only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.pure.rules.book import rows_of
from qingce.pure.rules.places import Place

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import Group, Row, Table


def check_precedence(book: Book) -> None:
    """Refuses rows that beat themselves or one another, and a row that is always beaten.

    Raises: InvalidRulebook.
    """
    for name, table in book.tables.items():
        rows = {row.id: (group, row) for group, row in rows_of(table)}
        for group, row in rows.values():
            place = Place(book, "table", name).at("group", group.id, "row", row.id)
            _check_circle(place, row.id, rows)
            _check_yielding(place, table, group, row)
            _check_beaten(place, row, rows)


def _check_circle(place: Place, name: str, rows: dict[str, tuple[Group, Row]]) -> None:
    ahead, seen = [(name, each) for each in rows[name][1].beats], set()
    while ahead:
        through, each = ahead.pop()
        if each == name:
            place.at("beats").refuse(
                f"contradictory precedence: this row is beaten by {through}, which it beats.",
                cause="beats",
                other=through,
            )
        if each not in seen:
            seen.add(each)
            ahead.extend((each, other) for other in rows[each][1].beats)


def _check_yielding(place: Place, table: Table, group: Group, row: Row) -> None:
    """What yields to every row of its outcome cannot beat one of them."""
    if row.yields:
        same = {other.id for its, other in rows_of(table) if its.outcome == group.outcome and not other.yields}
        for each in row.beats:
            if each in same:
                place.at("beats").refuse(
                    f"contradictory precedence: this row yields to {each}, which it beats.", cause="beats", other=each
                )


def _check_beaten(place: Place, row: Row, rows: dict[str, tuple[Group, Row]]) -> None:
    """A row beaten whenever it holds, because the other asks nothing that this one does not ask as well."""
    needs = _needs(*rows[row.id])
    for group, other in rows.values():
        if row.id in other.beats and _needs(group, other) | set(other.beats_when) <= needs:
            place.refuse(
                f"contradictory precedence: whenever this row holds, {other.id} holds and beats it.",
                cause="always-beaten",
                other=other.id,
            )


def _needs(group: Group, row: Row) -> set[str]:
    return {*group.when, *row.when}
