"""Asking the index: hits with exact totals and counts, all hits for a download, suggestions while typing.

Relevance is the same at every call and on every machine: hits whose terms all stand in the heaviest texts come
first, then those that also need the next lighter ones, and so on; within each by boost, then the newest, then the
highest id. It does not depend on how often a word occurs elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import tantivy

from qingce.pure.kernel.text import fold
from qingce.shared.search.counting import count_facets
from qingce.shared.search.effort import check_effort
from qingce.shared.search.enums import (
    FURTHEST_OFFSET,
    LARGEST_PAGE,
    LONGEST_QUERY,
    Difference,
    FacetCount,
    Notice,
    Order,
    Query,
    SearchPage,
    SearchRequest,
    Unknown,
)
from qingce.shared.search.errors import IndexMissing, PageTooFar
from qingce.shared.search.layout import SEPARATOR, id_of
from qingce.shared.search.marking import highlight, snippet
from qingce.shared.search.matching import (
    all_of,
    check_filters,
    having_any,
    known_filters,
    not_match,
    term_match,
    text_match,
)
from qingce.shared.search.parsing import parse_query
from qingce.shared.search.readers import Reader, reader_of

__all__ = [
    "Difference", "FacetCount", "Notice", "Order", "Query", "SearchPage", "SearchRequest", "Unknown",
    "has_index", "highlight", "ids_after", "iterate_ids", "parse_query", "search", "snippet", "suggest",
]  # fmt: skip

_CHUNK = 5_000
_FEW, _MOST_YEARS = 2_000, 5  # fewer hits, or more years, are ordered as they are


@dataclass(frozen=True)
class _Stage:
    """Hits that rank alike, and the key they are ordered by."""

    match: tantivy.Query
    key: str


def search(kind: str, request: SearchRequest) -> SearchPage:
    """One page of hits, with the exact total and exact counts per value of the facets asked for.

    Raises:
        QueryTooLong, TooManyTerms, TooManyFilters, QueryTooBroad, PageTooFar: the request asks for too much.
        IndexMissing; UnknownKind.
    """
    started = time.perf_counter()
    query = parse_query(request.text)
    check_filters(request.filters)
    size = min(max(request.size, 1), LARGEST_PAGE)
    offset = (max(request.page, 1) - 1) * size
    if offset > FURTHEST_OFFSET:
        raise PageTooFar(request.page, FURTHEST_OFFSET)
    reader = reader_of(kind)
    filters, unknown = known_filters(reader, request.filters)
    asked = {name: request.filters[name] for name in filters}
    check_effort(reader, query, asked, facets=len(request.facets))
    counted = count_facets(reader, query, filters, request.facets, most=request.most_values)
    total, ids = _found(reader, query, request.order, filters, counted.years, (offset, size))
    took_ms = (time.perf_counter() - started) * 1_000
    return SearchPage(total, ids, counted.facets, list(query.notices), unknown + counted.unknown, took_ms)


def _found(
    reader: Reader,
    query: Query,
    order: Order,
    filters: dict[str, tantivy.Query],
    years: list[FacetCount] | None,
    place: tuple[int, int],
) -> tuple[int, list[int]]:
    """The total and the hits of one page, given by its offset and size."""
    offset, size = place
    kept = None if query.has_terms or filters else reader.whole.newest(offset, size)
    if kept is not None:
        return reader.whole.total, kept
    stages = _stages(reader, query, order, filters)
    if years is not None and (facet := reader.layout.year):
        if stages[0].key == "newest" and (last := _last_of(years, offset + size)):
            stages = [_Stage(all_of([stages[0].match, having_any(reader, facet.name, last)]), "newest")]
        return sum(each.count for each in years), _page(reader, stages, offset, size)[1]
    total, ids = _page(reader, stages, offset, size)
    return _count(reader, _newest(reader, query, filters)) if total is None else total, ids


def _last_of(years: list[FacetCount], wanted: int) -> list[str]:
    """The last years that hold as many hits as are wanted: the newest hits are among theirs.

    To order hits, the engine reads the key of each from a column of 8 bytes; that took most of the time of a common
    word. The documents of a year are one lookup.

    Returns: none where the hits are few, or lie in many years: all are ordered then.
    """
    if sum(each.count for each in years) <= _FEW:
        return []
    last: list[str] = []
    for each in sorted(years, key=lambda each: int(each.value or 0), reverse=True)[:_MOST_YEARS]:
        last.append(each.value)
        wanted -= each.count
        if wanted <= 0:
            return last if each.value else []
    return []


def iterate_ids(kind: str, request: SearchRequest, limit: int) -> Iterator[int]:
    """The ids of up to `limit` hits in the request's order, for downloads; its page and size are not looked at.

    All come from one state of the index, also if it changes meanwhile.

    Raises: as `search`, at the first step.
    """
    query = parse_query(request.text)
    check_filters(request.filters)
    reader = reader_of(kind)
    filters, _ = known_filters(reader, request.filters)
    check_effort(reader, query, {name: request.filters[name] for name in filters}, facets=0)
    for stage in _stages(reader, query, request.order, filters):
        for found in _all_hits(reader, stage, limit):
            yield found
            limit -= 1


def has_index(kind: str) -> bool:
    """Whether there is an index that can be searched; opens it, and asks it nothing.

    Raises: UnknownKind.
    """
    try:
        reader_of(kind)
    except IndexMissing:
        return False
    return True


def ids_after(kind: str, after_id: int, limit: int) -> list[int]:
    """Up to `limit` ids above one, in rising order: the last of them continues the list, however long it is.

    Args: after_id: 0 begins. limit: 0 or below gives none.
    Raises: IndexMissing; UnknownKind.
    """
    reader = reader_of(kind)
    if limit <= 0:
        return []
    above = tantivy.Query.range_query(
        reader.schema, "id", tantivy.FieldType.Integer, lower_bound=after_id, include_lower=False
    )
    hits = reader.searcher.search(above, limit, count=False, order_by_field="id", order=tantivy.Order.Asc).hits
    return [key for key, _ in hits]


def suggest(kind: str, text: str, limit: int = 8) -> list[int]:
    """Rows whose name begins with the text, then rows whose name holds it; the heavier boost first in each.

    The name is the text of greatest weight.

    Returns: at most `limit` ids; none for an empty text or one too long to be a name.
    Raises: IndexMissing; UnknownKind.
    """
    term = fold(text[:LONGEST_QUERY])
    if not term:
        return []
    reader = reader_of(kind)
    prefix = term_match(reader, SEPARATOR + term, 0)
    inside = all_of([term_match(reader, term, 0)], [prefix])
    _, ids = _page(reader, [_Stage(prefix, "rank"), _Stage(inside, "rank")], 0, limit)
    return ids


def _newest(reader: Reader, query: Query, filters: dict[str, tantivy.Query]) -> tantivy.Query:
    """All hits of a query."""
    body = len(reader.layout.tiers) - 1
    return all_of([*text_match(reader, query, body), *filters.values()], not_match(reader, query))


def _stages(reader: Reader, query: Query, order: Order, filters: dict[str, tantivy.Query]) -> list[_Stage]:
    """The hits of a query in the order of their stages; no hit is in two."""
    if order == Order.NEWEST or not query.terms:
        return [_Stage(_newest(reader, query, filters), "newest")]
    unwanted = not_match(reader, query)
    stages: list[_Stage] = []
    before: list[tantivy.Query] = []
    for tier in range(len(reader.layout.tiers)):
        match = text_match(reader, query, tier)
        stages.append(_Stage(all_of([*match, *filters.values()], [*unwanted, *before]), "rank"))
        before = [all_of(match)]
    return stages


def _page(reader: Reader, stages: list[_Stage], offset: int, size: int) -> tuple[int | None, list[int]]:
    """The hits of one page, and the total over all stages, or None where the page is full before the last of them.

    A stage that the page does not need costs nothing; one that lies before the page is only counted.
    """
    before = 0
    ids: list[int] = []
    for stage in stages:
        skip, is_last = max(offset - before, 0), stage is stages[-1]
        result = reader.searcher.search(
            stage.match, size - len(ids), count=is_last, order_by_field=stage.key, offset=skip
        )
        ids += [id_of(key) for key, _ in result.hits]
        if is_last:
            return before + result.count, ids  # type: ignore[attr-defined]  # the engine's stub leaves it out
        if len(ids) == size:
            return None, ids
        before += skip + len(result.hits) if result.hits or not skip else _count(reader, stage.match)
    return before, ids


def _count(reader: Reader, match: tantivy.Query) -> int:
    # The engine lists at least one hit, and gives points for it unless told by what to order.
    result = reader.searcher.search(match, 1, order_by_field="newest")
    return int(result.count)  # type: ignore[attr-defined]  # as above


def _all_hits(reader: Reader, stage: _Stage, limit: int) -> Iterator[int]:
    """Chunk by chunk, each continuing below the last key of the one before."""
    match = stage.match
    while limit > 0:
        hits = reader.searcher.search(match, min(limit, _CHUNK), order_by_field=stage.key, count=False).hits
        yield from (id_of(key) for key, _ in hits)
        limit -= len(hits)
        if len(hits) < _CHUNK:
            return
        below = tantivy.Query.range_query(
            reader.schema, stage.key, tantivy.FieldType.Integer, upper_bound=hits[-1][0], include_upper=False
        )
        match = all_of([stage.match, below])
