"""What a decision table says on a day, in the reader's language: made once, for it is the same for every case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingce.doors.web.rules.readings import condition_words
from qingce.doors.web.rules.words import clause_words, reason_of, said
from qingce.pure.rules.book import rows_of
from qingce.pure.rules.compiling import used_conditions
from qingce.pure.rules.operators import members_of, parameter_of

if TYPE_CHECKING:
    from datetime import date

    from django.utils.safestring import SafeString

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import Group, Row

KEPT = 64  # tables of one day in one language
CELLS = '<th scope="row"><a href="{}">{}</a></th><td data-label="{}"><span>{}</span></td>'


@dataclass(frozen=True)
class ConditionWords:
    """A condition in words.

    Args: reading: what it compares, with its figure, or what it is made of; empty: the title says it. is_choice: it
        asks whether a fact of several choices has this one, so that the fact's value tells nothing more. line: title
        and reading, for lists.
    """

    id: str
    title: str
    reading: str
    clause: SafeString
    reason: str
    address: str
    is_choice: bool
    line: SafeString


@dataclass(frozen=True)
class RowWords:
    """A row in words.

    Args: conditions: its group's first. cells: title and clause, for tables.
    """

    id: str
    title: str
    group: str
    outcome: str
    clause: SafeString
    reason: str
    address: str
    conditions: tuple[ConditionWords, ...]
    cells: SafeString


@dataclass(frozen=True)
class TableWords:
    """A table in words, with the version that it belongs to; `address`: of its page."""

    id: str
    title: str
    book_title: str
    source: str
    version: date
    is_draft: bool
    address: str
    book_address: str
    outcomes: Mapping[str, str]
    conditions: Mapping[str, ConditionWords]
    rows: Mapping[str, RowWords]


def table_words(book: Book, table: str, *, on: date) -> TableWords:
    """A table in the reader's language, its figures as they are on a day."""
    return _made(book, table, on, get_language() or "")


def book_address(book: str, version: str) -> str:
    """The page of a version of a book."""
    return reverse("web:rules-version", args=[book, version])


@lru_cache(maxsize=KEPT)
def _made(book: Book, name: str, on: date, language: str) -> TableWords:
    del language  # what is made depends on it, and so does what is kept
    table, base = book.tables[name], book_address(book.head.id, book.version)
    conditions = {each: condition_of(book, each, on=on) for each in used_conditions(book, table)}
    outcomes = {each.id: said(each.title) for each in table.outcome}
    return TableWords(
        id=name,
        title=said(table.title),
        book_title=said(book.head.title),
        source=book.head.source,
        version=book.head.effective_on,
        is_draft=book.head.status == "draft",
        address=f"{base}table/{name}/",
        book_address=base,
        outcomes=outcomes,
        conditions=conditions,
        rows={
            row.id: _row(group, row, f"{base}table/{name}/{row.id}/", outcomes[group.outcome], conditions)
            for group, row in rows_of(table)
        },
    )


def condition_of(book: Book, name: str, *, on: date) -> ConditionWords:
    """A condition in the reader's language, its figure as it is on a day."""
    condition = book.conditions[name]
    title = said(condition.title)
    reading = condition_words(book, name, on=on) if parameter_of(condition) or members_of(condition) else ""
    return ConditionWords(
        id=name,
        title=title,
        reading=reading,
        clause=clause_words(condition.clause),
        reason=reason_of(condition),
        address=f"{book_address(book.head.id, book.version)}condition/{name}/",
        is_choice=condition.contains is not None,
        line=format_html('{} <span class="small soft">{}</span>', title, reading) if reading else escape(title),
    )


def _row(group: Group, row: Row, address: str, outcome: str, conditions: Mapping[str, ConditionWords]) -> RowWords:
    title, clause = said(row.title), clause_words(row.clause)
    return RowWords(
        id=row.id,
        title=title,
        group=said(group.title),
        outcome=outcome,
        clause=clause,
        reason=reason_of(row),
        address=address,
        conditions=tuple(conditions[each] for each in (*group.when, *row.when)),
        cells=format_html(CELLS, address, title, _("Clause"), clause),
    )
