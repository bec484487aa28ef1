"""Finding a part of a book by its kind and identifier, and where its page is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from qingce.doors.web.rules.uses import ROW, Part
from qingce.doors.web.rules.words import said
from qingce.pure.rules.book import rows_of
from qingce.pure.rules.errors import NoSuchRulebook

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from qingce.pure.rules.book import Book

KINDS: Mapping[str, StrOrPromise] = {
    "table": gettext_lazy("Decision table"),
    ROW: gettext_lazy("Row of a decision table"),
    "condition": gettext_lazy("Condition"),
    "parameter": gettext_lazy("Figure"),
    "requirement": gettext_lazy("List of documents"),
    "document": pgettext_lazy("rules", "Document"),
    "list": pgettext_lazy("rules", "List"),
    "fact": pgettext_lazy("rules", "Fact"),
}


def part_of(book: Book, part: Part) -> Any:
    """What the book states under this kind and identifier; None: nothing."""
    if part.kind == ROW:
        found = row_of(book, part)
        return found[1] if found else None
    sections: Mapping[str, Mapping[str, Any]] = {
        "table": book.tables,
        "condition": book.conditions,
        "parameter": book.parameters,
        "requirement": book.requirements,
        "document": book.documents,
        "list": book.lists,
        "fact": book.facts,
    }
    return sections.get(part.kind, {}).get(part.id)


def row_of(book: Book, part: Part) -> tuple[Any, Any] | None:
    """Group and row of a part that is a row; None: there is no such row."""
    table, _, row = part.id.partition("/")
    rows = rows_of(book.tables[table]) if table in book.tables else ()
    return next(((group, each) for group, each in rows if each.id == row), None)


def wanted_part(book: Book, part: Part) -> Any:
    """As `part_of`.

    Raises: NoSuchRulebook.
    """
    found = part_of(book, part)
    if found is None:
        raise NoSuchRulebook(f"{book.key} has no {part.kind} {part.id}.", name=f"{book.key} {part.kind} {part.id}")
    return found


def part_title(book: Book, part: Part) -> str:
    """What a part is called, in the reader's language."""
    return said(wanted_part(book, part).title)


def part_address(base: str, part: Part) -> str:
    """The page of a part; base: address of the version."""
    return f"{base}{'table' if part.kind == ROW else part.kind}/{part.id}/"
