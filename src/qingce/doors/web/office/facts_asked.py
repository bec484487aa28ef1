"""What the form of a violation asks for, and in which order: the rulebook says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.doors.web.determination import TABLE
from qingce.pure.rules.compiling import compile_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.compiling import CompiledTable


def asked_facts(book: Book, *, on: date) -> tuple[str, ...]:
    """The facts that the table decides on, and the days that its documents must cover; in the order of the book."""
    table = compile_table(book, TABLE, on=on)
    wanted = {*table.facts, *_days(table)}
    return tuple(name for name in book.facts if name in wanted)


def _days(table: CompiledTable) -> Iterator[str]:
    for row in table.rows:
        for item in table.book.requirements[row.row.requires].item if row.row.requires else ():
            yield from item.between or ()
            if item.of_day:
                yield item.of_day
