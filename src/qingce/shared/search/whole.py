"""What a search without words and filters finds: the same for everybody until the index changes, so found once.

Every other search costs what it finds; this one finds everything, and it is the one that most pages ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any

import tantivy

from qingce.shared.search.enums import FacetCount
from qingce.shared.search.layout import id_of, numbers
from qingce.shared.search.values import Values

MOST_VALUES = 60_000  # more than any facet has; below it the engine's counts are exact
_HEAD = 1_000


class Whole:
    """All documents of one state of an index; several threads may ask at once, and the first one's answer is kept."""

    def __init__(self, searcher: tantivy.Searcher, values: Values) -> None:
        self._searcher = searcher
        self.values = values
        self._lock = Lock()
        self._head: list[int] | None = None
        self._counts: dict[str, list[FacetCount]] = {}

    @property
    def total(self) -> int:
        """How many documents there are."""
        return int(self._searcher.num_docs)

    def newest(self, offset: int, size: int) -> list[int] | None:
        """The ids of one page, newest first; None for pages further back than are kept."""
        if offset + size > _HEAD:
            return None
        with self._lock:
            if self._head is None:
                everything = tantivy.Query.all_query()
                hits = self._searcher.search(everything, _HEAD, order_by_field="newest", count=False).hits
                self._head = [id_of(key) for key, _ in hits]
        return self._head[offset : offset + size]

    def counts(self, facets: Iterable[str]) -> dict[str, list[FacetCount]]:
        """How many documents each value of these facets has."""
        names = list(facets)
        with self._lock:
            missing = [name for name in names if name not in self._counts]
            if missing:
                self._counts |= count_values(self._searcher, self.values, tantivy.Query.all_query(), missing)
        return {name: list(self._counts[name]) for name in names}


def count_values(
    searcher: tantivy.Searcher, values: Values, hits: tantivy.Query, facets: Sequence[str], *, most: int = 0
) -> dict[str, list[FacetCount]]:
    """How many hits each value of these facets has, by falling count, then by value; one pass over the hits.

    Args: most: how many values of each are told; 0: all. Every count is exact, for each part of the index tells all.
    """
    size = {"size": min(most or MOST_VALUES, MOST_VALUES), "segment_size": MOST_VALUES}
    asked = {name: {"terms": {"field": numbers(name), **size}} for name in facets}
    found = searcher.aggregate(hits, asked)
    return {name: _sorted(found[name]["buckets"], values, name) for name in facets}


def _sorted(buckets: list[dict[str, Any]], values: Values, name: str) -> list[FacetCount]:
    counts = [FacetCount(values.value(name, int(bucket["key"])), bucket["doc_count"]) for bucket in buckets]
    return sorted(counts, key=lambda each: (-each.count, each.value))
