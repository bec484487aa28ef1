"""What a reader typed, understood: words, quoted phrases, and a minus before what must not occur."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qingce.pure.kernel.text import clean, fold
from qingce.shared.search.enums import LONGEST_QUERY, MOST_TERMS, Notice, Query
from qingce.shared.search.errors import QueryTooLong, TooManyTerms

# Straight and curly quotes are typed in any mixture, so that each of them closes each other.
_QUOTES = dict.fromkeys('"＂“”„‟', '"＂“”„‟') | {"「": "」", "『": "』"}
_MINUS = "-－−"


@dataclass(frozen=True, slots=True)
class _Piece:
    """One word or phrase as it stands in the query."""

    text: str
    is_not: bool = False
    notice: Notice | None = None


def parse_query(text: str) -> Query:
    """The terms of a query.

    Words between spaces of any width must all occur; a phrase in quotes occurs as it stands; a minus right before a
    word or a phrase means that it must not occur. A quote that is not closed ends with the query.

    Returns: folded terms in the order typed.
    Raises: QueryTooLong, TooManyTerms: more than can be looked for.
    """
    cleaned = clean(text)
    if len(cleaned) > LONGEST_QUERY:
        raise QueryTooLong(len(cleaned), LONGEST_QUERY)
    pieces = list(_pieces(cleaned))
    terms = _folded(piece.text for piece in pieces if not piece.is_not)
    not_terms = _folded(piece.text for piece in pieces if piece.is_not)
    if len(terms) + len(not_terms) > MOST_TERMS:
        raise TooManyTerms(len(terms) + len(not_terms), MOST_TERMS)
    return Query(terms, not_terms, tuple(dict.fromkeys(piece.notice for piece in pieces if piece.notice)))


def _folded(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for term in map(fold, texts) if term))


def _pieces(text: str) -> Iterator[_Piece]:
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        is_not = text[place] in _MINUS
        start = place + is_not
        if start == len(text) or text[start].isspace():
            yield _Piece("", notice=Notice.LONE_MINUS) if is_not else _Piece("")
            place = start + 1
        elif text[start] in _QUOTES:
            piece, place = _phrase(text, start, is_not=is_not)
            yield piece
        else:
            place = _word_end(text, start)
            yield _Piece(text[start:place], is_not)


def _phrase(text: str, start: int, *, is_not: bool) -> tuple[_Piece, int]:
    """The phrase whose opening quote stands at `start`, and the place behind it."""
    closing = _QUOTES[text[start]]
    ends = [place for place in (text.find(mark, start + 1) for mark in closing) if place > 0]
    if not ends:
        return _Piece(text[start + 1 :], is_not, Notice.QUOTE_NOT_CLOSED), len(text)
    return _Piece(text[start + 1 : min(ends)], is_not), min(ends) + 1


def _word_end(text: str, start: int) -> int:
    for place in range(start, len(text)):
        if text[place].isspace() or text[place] in _QUOTES:
            return place
    return len(text)
