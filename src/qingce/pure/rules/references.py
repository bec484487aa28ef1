"""Everything that is named is there, and nothing stands twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.pure.rules.book import rows_of
from qingce.pure.rules.operators import members_of, parameter_of
from qingce.pure.rules.places import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import Group, Item, ListItem, Row, Table


def check_references(book: Book) -> None:
    """Refuses a name that nothing has, and an identifier that stands twice in one list.

    Raises: InvalidRulebook.
    """
    _check_conditions(book)
    for name, table in book.tables.items():
        _check_table(Place(book, "table", name), table)
    for name, requirement in book.requirements.items():
        place = Place(book, "requirement", name).at("item")
        _check_distinct(place, "item", (each.id for each in requirement.item))
        for item in requirement.item:
            _check_item(place.at(item.id), item)
    for name, rules in book.lists.items():
        place = Place(book, "list", name)
        for axis, values in rules.axis.items():
            _check_distinct(place.at("axis", axis), "value", (each.id for each in values))
        _check_distinct(place.at("item"), "item", (each.id for each in rules.item))
        for line in rules.item:
            _check_line(place, line)


def _check_conditions(book: Book) -> None:
    for name, condition in book.conditions.items():
        place = Place(book, "condition", name)
        facts = [each for each in (condition.fact, condition.until) if each]
        _check_known(place, "fact", facts, book.facts)
        _check_known(place, "condition", members_of(condition), book.conditions)
        wanted = parameter_of(condition)
        _check_known(place, "parameter", [wanted] if wanted else [], book.parameters)
        _check_circle(place, name)


def _check_circle(place: Place, name: str) -> None:
    """Depth first over what a condition is made of; unknown members were refused, or will be at their own place."""
    ahead, seen = list(members_of(place.book.conditions[name])), set()
    while ahead:
        each = ahead.pop()
        if each == name:
            place.refuse("this condition is made of itself.", cause="circle", name=name)
        if each not in seen and each in place.book.conditions:
            seen.add(each)
            ahead.extend(members_of(place.book.conditions[each]))


def _check_table(place: Place, table: Table) -> None:
    outcomes = [each.id for each in table.outcome]
    _check_distinct(place, "outcome", outcomes)
    _check_known(place.at("default"), "outcome", [table.default], outcomes)
    _check_distinct(place.at("across"), "outcome", table.across)
    _check_known(place.at("across"), "outcome", table.across, outcomes)
    if table.across and len(table.across) < len(outcomes):
        left = next(each for each in outcomes if each not in table.across)
        place.at("across").refuse(f"the outcome “{left}” is missing here.", cause="across", name=left)
    _check_distinct(place.at("group"), "group", (each.id for each in table.group))
    rows = [row.id for _, row in rows_of(table)]
    _check_distinct(place, "row", rows)
    for group in table.group:
        _check_group(place.at("group", group.id), group, outcomes)
    for group, row in rows_of(table):
        _check_row(place.at("group", group.id, "row", row.id), group, row, rows)


def _check_group(place: Place, group: Group, outcomes: Collection[str]) -> None:
    _check_known(place.at("outcome"), "outcome", [group.outcome], outcomes)
    _check_known(place.at("when"), "condition", group.when, place.book.conditions)


def _check_row(place: Place, group: Group, row: Row, rows: Collection[str]) -> None:
    when = (*group.when, *row.when)
    _check_known(place.at("when"), "condition", row.when, place.book.conditions)
    _check_distinct(place.at("when"), "condition", when)
    if not when:
        place.at("when").refuse("a row needs a condition; what always holds is the table's default.", cause="bare")
    _check_known(place.at("beats"), "row", row.beats, rows)
    _check_distinct(place.at("beats"), "row", row.beats)
    _check_known(place.at("beats_when"), "condition", row.beats_when, place.book.conditions)
    if row.beats_when and not row.beats:
        place.at("beats_when").refuse("this row beats none; say which, or drop this.", cause="beats-none")
    _check_known(place.at("requires"), "requirement", [row.requires] if row.requires else [], place.book.requirements)


def _check_item(place: Place, item: Item) -> None:
    book = place.book
    _check_known(place.at("any_of"), "document", item.any_of, book.documents)
    _check_distinct(place.at("any_of"), "document", item.any_of)
    _check_known(place.at("window"), "parameter", [item.window] if item.window else [], book.parameters)
    _check_known(place.at("between"), "fact", item.between or (), book.facts)
    _check_known(place.at("of_day"), "fact", [item.of_day] if item.of_day else [], book.facts)


def _check_line(place: Place, line: ListItem) -> None:
    here = place.at("item", line.id)
    rules = place.book.lists[place.name]
    if line.on and line.until and line.until < line.on:
        here.at("until").refuse("until lies before on.", cause="until-before")
    for axis, value in line.at.items():
        _check_known(here.at("at"), "axis", [axis], rules.axis)
        _check_known(here.at("at", axis), "value", [value], [each.id for each in rules.axis[axis]])
    _check_known(here.at("requires"), "requirement", [line.requires] if line.requires else [], place.book.requirements)


def _check_known(place: Place, kind: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            place.refuse_unknown(kind, name)


def _check_distinct(place: Place, kind: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            place.refuse_twice(kind, name)
        seen.add(name)
