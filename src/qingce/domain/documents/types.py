"""The types of papers, as the rulebook that holds on a day has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from qingce.domain.documents.enums import Audience
from qingce.domain.documents.errors import DocumentTypeUnknown
from qingce.shared.rulebooks.queries import book_at

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book

BOOK = "documents"


@dataclass(frozen=True)
class DocumentType:
    """A type of paper.

    Args: name_zh, name_en: its names. written_by: as documents of a rulebook have it. is_sealed: it takes the
        enterprise's seal. dates: issued, valid-from, expires, period. words: by which it is recognised.
    """

    id: str
    name_zh: str
    name_en: str
    clause: str
    written_by: str
    is_sealed: bool
    dates: frozenset[str]
    is_numbered: bool
    audience: Audience
    words: tuple[str, ...]


def document_types(*, on: date) -> Mapping[str, DocumentType]:
    """Every type that holds on a day, in the order of the book; one query, two for a book that is not in memory.

    Raises: NoReleaseInForce.
    """
    return _types(book_at(BOOK, on=on))


def type_named(name: str, *, on: date) -> DocumentType:
    """The type of this name; cost as `document_types`.

    Raises: DocumentTypeUnknown; NoReleaseInForce.
    """
    found = document_types(on=on).get(name)
    if found is None:
        raise DocumentTypeUnknown("Choose what the document is from the list.")
    return found


@lru_cache(maxsize=8)
def _types(book: Book) -> Mapping[str, DocumentType]:
    return {
        name: DocumentType(
            id=name,
            name_zh=stated.title.zh,
            name_en=stated.title.en,
            clause=stated.clause,
            written_by=stated.written_by,
            is_sealed=stated.sealed,
            dates=frozenset(stated.paper.dates),
            is_numbered=stated.paper.numbered,
            audience=Audience(stated.paper.audience),
            words=tuple(stated.paper.words),
        )
        for name, stated in book.documents.items()
        if stated.paper
    }
