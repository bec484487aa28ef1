"""The values that pass between `search` and the rooms and doors that ask it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_QUERY = 200
MOST_TERMS = 20
MOST_VALUES_OF_A_FILTER = 20
MOST_FILTER_VALUES = 50
FURTHEST_OFFSET = 10_000
LARGEST_PAGE = 100


class Order(StrEnum):
    """How hits are ordered; without words to look for, relevance is the same as newest."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


class Notice(StrEnum):
    """What a reader should be told about how a query was understood."""

    QUOTE_NOT_CLOSED = "quote-not-closed"
    LONE_MINUS = "lone-minus"


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood: every term must occur, no `not_terms` may; all folded, none empty, none twice."""

    terms: tuple[str, ...] = ()
    not_terms: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def has_terms(self) -> bool:
        """Whether there is any word to look for or to leave out."""
        return bool(self.terms or self.not_terms)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search.

    Args:
        text: what the reader typed.
        filters: facet name to the values of which a hit has at least one; different facets must all hold. At most
            20 values for each facet, 50 in all.
        page: from 1. size: hits per page, 1 to 100.
        facets: names of the facets to count.
        most_values: how many values of each facet are listed, those with most hits first; 0: all.
    """

    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: Order = Order.RELEVANCE
    page: int = 1
    size: int = 20
    facets: Sequence[str] = ()
    most_values: int = 0


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many hits have this value, with every filter applied but the facet's own."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A filter that fits nothing: no such facet (`value` is None), or no document with this value."""

    facet: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of hits: `total` and `facets` are exact; a facet lists its values by falling count, then by value."""

    total: int
    ids: list[int]
    facets: dict[str, list[FacetCount]]
    notices: list[Notice]
    unknown: list[Unknown]
    took_ms: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids by which the index differs from the database.

    Args:
        missing: not indexed. surplus: indexed in vain. stale: indexed with old content.
        unreadable: rows that the database or the index cannot read; they are left out of the index until they can.
    """

    missing: tuple[int, ...] = ()
    surplus: tuple[int, ...] = ()
    stale: tuple[int, ...] = ()
    unreadable: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.missing or self.surplus or self.stale or self.unreadable)
