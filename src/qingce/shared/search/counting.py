"""How many hits each value of a facet has, with every filter applied but the facet's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import tantivy

from qingce.shared.search.enums import FacetCount, Query, Unknown
from qingce.shared.search.layout import column
from qingce.shared.search.matching import all_of, not_match, text_match
from qingce.shared.search.readers import Reader

MOST_VALUES = 60_000  # more than any facet has; below it the engine's counts are exact


def count_facets(
    reader: Reader, query: Query, filters: dict[str, tantivy.Query], facets: Sequence[str]
) -> tuple[dict[str, list[FacetCount]], list[Unknown]]:
    """Counts per facet, and the facets asked for that do not exist.

    Facets that are not filtered by share one pass over the hits; each other one takes a pass of its own.
    """
    names = [name for name in dict.fromkeys(facets) if name in _names(reader)]
    free = [name for name in names if name not in filters]
    counts = _pass(reader, query, filters.values(), free) if free else {}
    for own in (name for name in names if name in filters):
        others = [each for name, each in filters.items() if name != own]
        counts |= _pass(reader, query, others, [own])
    unknown = [Unknown(name) for name in dict.fromkeys(facets) if name not in names]
    return {name: counts[name] for name in names}, unknown


def _names(reader: Reader) -> set[str]:
    return {facet.name for facet in reader.layout.indexed.facets}


def _pass(
    reader: Reader, query: Query, filters: Iterable[tantivy.Query], facets: Sequence[str]
) -> dict[str, list[FacetCount]]:
    body = len(reader.layout.tiers) - 1
    hits = all_of([*text_match(reader, query, body), *filters], not_match(reader, query))
    asked = {name: {"terms": {"field": column(name), "size": MOST_VALUES}} for name in facets}
    found = reader.searcher.aggregate(hits, asked)
    return {name: _sorted(found[name]["buckets"]) for name in facets}


def _sorted(buckets: list[dict[str, object]]) -> list[FacetCount]:
    counts = [FacetCount(str(bucket["key"]), int(str(bucket["doc_count"]))) for bucket in buckets]
    return sorted(counts, key=lambda each: (-each.count, each.value))
