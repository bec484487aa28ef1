"""The version of the removal rules that holds today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from qingce.domain.removal.enums import BOOK
from qingce.shared.rulebooks.errors import NoReleaseInForce
from qingce.shared.rulebooks.queries import book_at

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book


def current_book() -> Book | None:
    """The version that holds today; None: none is released. One query."""
    try:
        return book_at(BOOK, on=localdate())
    except NoReleaseInForce:
        return None
