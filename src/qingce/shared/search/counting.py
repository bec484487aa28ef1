"""How many hits each value of a facet has, with every filter applied but the facet's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import tantivy

from qingce.shared.search.enums import FacetCount, Query, Unknown
from qingce.shared.search.matching import all_of, not_match, text_match
from qingce.shared.search.readers import Reader
from qingce.shared.search.registry import FacetField
from qingce.shared.search.whole import count_values


def count_facets(
    reader: Reader, query: Query, filters: dict[str, tantivy.Query], facets: Sequence[str], *, most: int = 0
) -> tuple[dict[str, list[FacetCount]], list[Unknown]]:
    """Counts per facet, and the facets asked for that do not exist.

    Facets that are not filtered by share one pass over the hits; each other one takes a pass of its own. Where
    nothing but the facet's own filter is left, all documents count, which is known.

    Args: most: how many values of each facet are told; 0: all.
    """
    fields = {facet.name: facet for facet in reader.layout.indexed.facets}
    names = [name for name in dict.fromkeys(facets) if name in fields]
    known = [name for name in names if not query.has_terms and not filters.keys() - {name}]
    free = [name for name in names if name not in known and name not in filters]
    counts = reader.whole.counts(fields[name] for name in known) if known else {}
    counts = {name: values[: most or None] for name, values in counts.items()}
    counts |= _pass(reader, query, filters.values(), [fields[name] for name in free], most) if free else {}
    for own in (name for name in names if name in filters and name not in known):
        others = [each for name, each in filters.items() if name != own]
        counts |= _pass(reader, query, others, [fields[own]], most)
    unknown = [Unknown(name) for name in dict.fromkeys(facets) if name not in names]
    return {name: counts[name] for name in names}, unknown


def _pass(
    reader: Reader, query: Query, filters: Iterable[tantivy.Query], facets: Sequence[FacetField], most: int
) -> dict[str, list[FacetCount]]:
    body = len(reader.layout.tiers) - 1
    hits = all_of([*text_match(reader, query, body), *filters], not_match(reader, query))
    return count_values(reader.searcher, reader.whole.values, hits, facets, most=most)
