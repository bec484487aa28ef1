"""What a search without words and filters finds: the same for everybody until the index changes, so found once.

Every other search costs what it finds; this one finds everything, and it is the one that most pages ask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any

import tantivy

from qingce.shared.search.enums import FacetCount
from qingce.shared.search.layout import id_of, numbers, sets
from qingce.shared.search.registry import FacetField
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

    def counts(self, facets: Iterable[FacetField]) -> dict[str, list[FacetCount]]:
        """How many documents each value of these facets has."""
        asked = list(facets)
        with self._lock:
            missing = [facet for facet in asked if facet.name not in self._counts]
            if missing:
                self._counts |= count_values(self._searcher, self.values, tantivy.Query.all_query(), missing)
        return {facet.name: list(self._counts[facet.name]) for facet in asked}


def count_values(
    searcher: tantivy.Searcher, values: Values, hits: tantivy.Query, facets: Sequence[FacetField], *, most: int = 0
) -> dict[str, list[FacetCount]]:
    """How many hits each value of these facets has, by falling count, then by value; one pass over the hits.

    Every count is exact, for each part of the index tells all.

    Args: most: how many values of each are told; 0: all. Of years all are, and what has none as the empty one.
    """
    found = searcher.aggregate(hits, {facet.name: {"terms": _terms(facet, values, most)} for facet in facets})
    counts = {facet: _sorted(found[facet.name]["buckets"], values, facet) for facet in facets}
    return {facet.name: told if facet.of_day else told[: most or None] for facet, told in counts.items()}


def _terms(facet: FacetField, values: Values, most: int) -> dict[str, Any]:
    if facet.many:  # all sets, for a value may be in each of them
        every = max(values.count_sets(facet.name), 1)
        return {"field": sets(facet.name), "size": every, "segment_size": every}
    # One more, for those that have none.
    told = min(most + 1, MOST_VALUES) if most and not facet.of_day else MOST_VALUES
    return {"field": numbers(facet.name), "size": told, "segment_size": MOST_VALUES}


def _sorted(buckets: list[dict[str, Any]], values: Values, facet: FacetField) -> list[FacetCount]:
    name, counted = facet.name, Counter[int]()
    for bucket in buckets:
        for number in values.members(name, int(bucket["key"])) if facet.many else (int(bucket["key"]),):
            counted[number] += bucket["doc_count"]
    counts = [FacetCount(values.value(name, number), count) for number, count in counted.items()]
    told = (each for each in counts if each.value or facet.of_day)
    return sorted(told, key=lambda each: (-each.count, each.value))
