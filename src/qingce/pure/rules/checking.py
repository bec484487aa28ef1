"""Whether a book is sound as a whole: the checks that one file alone cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qingce.pure.rules.dating import check_values
from qingce.pure.rules.fitting import check_conditions, check_facts
from qingce.pure.rules.matching import check_matching
from qingce.pure.rules.places import stated_parts
from qingce.pure.rules.precedence import check_precedence
from qingce.pure.rules.references import check_references
from qingce.pure.rules.usage import check_usage

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book


def check_book(book: Book) -> None:
    """Refuses a book that contradicts itself, names what it lacks, or holds what nothing uses.

    Raises: InvalidRulebook: names the file, the key and what is wrong.
    """
    _check_reasons(book)
    check_facts(book)
    check_references(book)
    check_conditions(book)
    check_values(book)
    check_precedence(book)
    check_matching(book)
    check_usage(book)


def _check_reasons(book: Book) -> None:
    for place, part in stated_parts(book):
        if part.status == "ours" and part.reason is None:
            place.at("reason").refuse("what is ours and not the source's needs its reason.", cause="reason")
