"""How many hits each value of a facet has, with every filter applied but the facet's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import tantivy

from qingce.shared.search.enums import FacetCount, Query, Unknown
from qingce.shared.search.matching import all_of, not_match, text_match
from qingce.shared.search.readers import Reader
from qingce.shared.search.registry import FacetField
from qingce.shared.search.whole import count_values


@dataclass(frozen=True)
class Counted:
    """What was counted of a search.

    Args:
        facets: counts of the facets asked for.
        unknown: those asked for that do not exist.
        years: hits by the year of their day, the empty one of those without a day among them; None: the kind has no
            facet of years, or everything is found, of which the number is known.
    """

    facets: dict[str, list[FacetCount]]
    unknown: list[Unknown]
    years: list[FacetCount] | None


def count_facets(
    reader: Reader, query: Query, filters: dict[str, tantivy.Query], facets: Sequence[str], *, most: int = 0
) -> Counted:
    """Counts per facet, and by year.

    Facets that are not filtered by share one pass over the hits with the years; each other one takes a pass of its
    own. Where nothing but the facet's own filter is left, all documents count, which is known.

    Args: most: how many values of each facet are told; 0: all.
    """
    fields = {facet.name: facet for facet in reader.layout.indexed.facets}
    names = [name for name in dict.fromkeys(facets) if name in fields]
    known = [name for name in names if not query.has_terms and not filters.keys() - {name}]
    year = reader.layout.year if query.has_terms or filters else None
    free = [fields[name] for name in names if name not in known and name not in filters]
    together = [*free, *([year] if year and year not in free else [])]
    found = _pass(reader, query, filters.values(), together, most) if together else {}
    counts = {facet.name: found[facet.name] for facet in free}
    counts |= reader.whole.counts(fields[name] for name in known) if known else {}
    for own in (name for name in names if name in filters and name not in known):
        others = [each for name, each in filters.items() if name != own]
        counts |= _pass(reader, query, others, [fields[own]], most)
    told = {name: [each for each in counts[name] if each.value][: most or None] for name in names}
    unknown = [Unknown(name) for name in dict.fromkeys(facets) if name not in fields]
    return Counted(told, unknown, found[year.name] if year else None)


def _pass(
    reader: Reader, query: Query, filters: Iterable[tantivy.Query], facets: Sequence[FacetField], most: int
) -> dict[str, list[FacetCount]]:
    body = len(reader.layout.tiers) - 1
    hits = all_of([*text_match(reader, query, body), *filters], not_match(reader, query))
    return count_values(reader.searcher, reader.whole.values, hits, facets, most=most)
