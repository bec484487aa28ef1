"""How long a search may take, reckoned before it is made: the engine cannot be stopped on its way.

Only what is built to be slow comes near the limit: many words of which every one stands in millions of documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qingce.shared.search.enums import Query
from qingce.shared.search.errors import QueryTooBroad
from qingce.shared.search.layout import pairs
from qingce.shared.search.matching import Lookups, documents_having, lookups
from qingce.shared.search.readers import Reader

LONGEST_S = 2.0
FREE_TERMS, FREE_VALUES = 2, 10  # so few are not reckoned: they stay below the limit in every index so far
_LOOKUP_S, _PHRASE_S, _FACET_S = 5e-9, 150e-9, 8e-9  # for each document looked at; measured, see docs/performance.md


def check_effort(
    reader: Reader, query: Query, filters: Mapping[str, Sequence[str]], *, facets: int, limit_s: float | None = None
) -> None:
    """Refuse a search that would take longer than anybody waits.

    Args: facets: how many are counted. limit_s: instead of `LONGEST_S`.
    Raises: QueryTooBroad.
    """
    terms = len(query.terms) + len(query.not_terms)
    if terms <= FREE_TERMS and sum(map(len, filters.values())) <= FREE_VALUES:
        return
    limit_s = LONGEST_S if limit_s is None else limit_s
    if effort_s(reader, query, filters, facets=facets) > limit_s:
        raise QueryTooBroad(limit_s)


def effort_s(reader: Reader, query: Query, filters: Mapping[str, Sequence[str]], *, facets: int) -> float:
    """About how long a search takes [s]: the documents that its rarest part leaves, times what is done with each.

    Each facet that is filtered by takes a pass of its own, which all others share. For a single character the engine
    reads every pair that begins with it, in each pass and however few documents the rest leaves.
    """
    found = [lookups(term) for term in query.terms]
    tiers = range(len(reader.layout.tiers))
    rarest = [
        sum(min(_frequencies(reader, each, tier), default=reader.searcher.num_docs) for tier in tiers) for each in found
    ]
    chosen = [sum(documents_having(reader, name, value) for value in filters[name]) for name in filters]
    documents = min([reader.searcher.num_docs, *rarest, *chosen])
    every = [*found, *(lookups(term) for term in query.not_terms)]
    singles = sum(len(each.singles) for each in every) * len(tiers) + sum(map(len, filters.values()))
    phrases = sum(bool(each.phrase) for each in every) * len(tiers)
    begun = sum(_begun(reader, each.prefix, tier) for each in every if each.prefix for tier in tiers)
    passes = 2 + len(filters)
    return passes * begun * _LOOKUP_S + documents * (
        passes * (singles * _LOOKUP_S + phrases * _PHRASE_S) + facets * _FACET_S
    )


def _frequencies(reader: Reader, found: Lookups, tier: int) -> list[int]:
    if found.prefix:
        return [_begun(reader, found.prefix, tier)]
    return [reader.searcher.doc_freq(f"{field}_{tier}", text) for field, text in found.singles]


def _begun(reader: Reader, character: str, tier: int) -> int:
    """How often documents stand in the lists of the pairs that begin with a character."""
    return sum(count for _, count in reader.searcher.terms_with_prefix(pairs(tier), character))
