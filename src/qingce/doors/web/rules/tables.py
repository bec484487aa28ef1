"""A decision table with all its rows, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.doors.web.rules.table_words import RowWords, TableWords, table_words
from qingce.doors.web.rules.words import clause_words, reason_of, said

if TYPE_CHECKING:
    from datetime import date

    from django.utils.safestring import SafeString

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import Group


@dataclass(frozen=True)
class TableRow:
    """A row with the list of documents that it takes: title and address; None: none."""

    words: RowWords
    documents: tuple[str, str] | None


@dataclass(frozen=True)
class TableGroup:
    """Rows of one category, which come to one outcome."""

    id: str
    title: str
    outcome: str
    clause: SafeString
    reason: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class ShownTable:
    """A table; outcomes: the strongest first; default: if no row counts; across: precedence between violations."""

    words: TableWords
    clause: SafeString
    reason: str
    outcomes: tuple[str, ...]
    default: str
    across: tuple[str, ...]
    groups: tuple[TableGroup, ...]


def shown_table(book: Book, name: str, *, on: date) -> ShownTable:
    """A table in the reader's language, its figures as they are on a day."""
    table, words = book.tables[name], table_words(book, name, on=on)
    return ShownTable(
        words=words,
        clause=clause_words(table.clause),
        reason=reason_of(table),
        outcomes=tuple(words.outcomes.values()),
        default=words.outcomes[table.default],
        across=tuple(words.outcomes[each] for each in table.across),
        groups=tuple(_group(book, each, words) for each in table.group),
    )


def _group(book: Book, group: Group, words: TableWords) -> TableGroup:
    return TableGroup(
        id=group.id,
        title=said(group.title),
        outcome=words.outcomes[group.outcome],
        clause=clause_words(group.clause),
        reason=reason_of(group),
        rows=tuple(TableRow(words.rows[row.id], _documents(book, row.requires, words)) for row in group.row),
    )


def _documents(book: Book, name: str | None, words: TableWords) -> tuple[str, str] | None:
    if name is None:
        return None
    return said(book.requirements[name].title), f"{words.book_address}requirement/{name}/"
