"""Lists of documents that a rule asks for: alternatives, windows, who writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from qingce.doors.web.rules.readings import window_words
from qingce.doors.web.rules.words import WRITERS, clause_words, reason_of, said

if TYPE_CHECKING:
    from datetime import date

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import Item
    from qingce.pure.rules.values import Value


@dataclass(frozen=True)
class ShownDocument:
    """A paper; `writer`: empty: anybody may write it."""

    title: str
    writer: StrOrPromise
    is_sealed: bool
    address: str


@dataclass(frozen=True)
class ShownItem:
    """A line of a list: one of these papers, for a time; `window`: empty: no time is asked for."""

    id: str
    title: str
    alternatives: tuple[ShownDocument, ...]
    window: str
    clause: SafeString
    reason: str

    @property
    def is_named_by_its_paper(self) -> bool:
        """Whether the only paper that will do is called as the line is."""
        return len(self.alternatives) == 1 and self.alternatives[0].title == self.title


@dataclass(frozen=True)
class ShownRequirement:
    """A list of documents."""

    id: str
    title: str
    clause: SafeString
    reason: str
    address: str
    items: tuple[ShownItem, ...]


def shown_requirement(book: Book, name: str, *, on: date, facts: Mapping[str, Value]) -> ShownRequirement:
    """A list of documents in the reader's language, its times as they are on a day."""
    found = book.requirements[name]
    base = reverse("web:rules-version", args=[book.head.id, book.version])
    return ShownRequirement(
        id=name,
        title=said(found.title),
        clause=clause_words(found.clause),
        reason=reason_of(found),
        address=f"{base}requirement/{name}/",
        items=tuple(_item(book, each, base, on=on, facts=facts) for each in found.item),
    )


def _item(book: Book, item: Item, base: str, *, on: date, facts: Mapping[str, Value]) -> ShownItem:
    return ShownItem(
        id=item.id,
        title=said(item.title),
        alternatives=tuple(_document(book, each, base) for each in item.any_of),
        window=window_words(book, item, on=on, facts=facts),
        clause=clause_words(item.clause),
        reason=reason_of(item),
    )


def _document(book: Book, name: str, base: str) -> ShownDocument:
    found = book.documents[name]
    return ShownDocument(said(found.title), WRITERS.get(found.written_by, ""), found.sealed, f"{base}document/{name}/")
