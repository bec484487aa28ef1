"""A query put into the engine's terms: a term is found exactly where it is a substring of a folded text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur

from qingce.shared.search.enums import MOST_FILTER_VALUES, MOST_VALUES_OF_A_FILTER, Query, Unknown
from qingce.shared.search.errors import TooManyFilters
from qingce.shared.search.layout import LONGEST_GRAM, ideographs_in, numbers, pairs, pairs_of
from qingce.shared.search.readers import Reader
from qingce.shared.search.values import encodable


def term_match(reader: Reader, term: str, tier: int) -> tantivy.Query:
    """Documents that hold the term in a text of the tier or of a heavier one."""
    return _any_of(_term_in(reader, term, each) for each in range(tier + 1))


def _term_in(reader: Reader, term: str, tier: int) -> tantivy.Query:
    """Documents that hold the term in a text of just this tier."""
    found = lookups(term)
    if found.prefix:
        return tantivy.Query.regex_query(reader.schema, pairs(tier), f"\\x{{{ord(found.prefix):x}}}.")
    singles = [_exactly(reader, f"{field}_{tier}", text) for field, text in found.singles]
    if not found.phrase:
        return all_of(singles)
    return all_of([*singles, tantivy.Query.phrase_query(reader.schema, pairs(tier), list(found.phrase))])


@dataclass(frozen=True, slots=True)
class Lookups:
    """What is looked up for a term in a tier: kind of field and text of each, all of which must be there.

    Args:
        phrase: pairs and their places, which must also stand in this order; empty: the rest is exact already.
        prefix: one character, with which a pair must begin; each character begins one, for texts end with a separator.
    """

    singles: tuple[tuple[str, str], ...] = ()
    phrase: tuple[tuple[int, str], ...] = ()
    prefix: str = ""


def lookups(term: str) -> Lookups:
    """How a term is found in a tier.

    Two characters, and three to five ideographs, are one lookup; one character is all pairs that it begins. Of longer
    terms all sequences of five ideographs must occur, which leaves few documents; in those the positions of the pairs
    decide.
    """
    if len(term) == 1:
        return Lookups(prefix=term)
    parts = pairs_of(term)
    if len(parts) == 1:
        return Lookups((("pairs", parts[0]),))
    sequences = list(dict.fromkeys(part for run in ideographs_in(term) for part in _longest_parts(run)))
    if sequences == [term]:
        return Lookups((("grams", term),))
    # Every second pair, and the last one, are as exact as all of them.
    places = sorted({*range(0, len(parts), 2), len(parts) - 1})
    return Lookups(tuple(("grams", part) for part in sequences), tuple((place, parts[place]) for place in places))


def _longest_parts(run: str) -> list[str]:
    """A run of ideographs as overlapping sequences of the longest kind that is indexed."""
    length = min(len(run), LONGEST_GRAM)
    return [run[place : place + length] for place in range(len(run) - length + 1)]


def text_match(reader: Reader, query: Query, tier: int) -> list[tantivy.Query]:
    """What must hold for every term of the query to be found in texts of the tier."""
    return [term_match(reader, term, tier) for term in query.terms]


def not_match(reader: Reader, query: Query) -> list[tantivy.Query]:
    """What must not hold: the unwanted terms anywhere in the document."""
    body = len(reader.layout.tiers) - 1
    return [term_match(reader, term, body) for term in query.not_terms]


def check_filters(filters: Mapping[str, Sequence[str]]) -> None:
    """Refuse filters of more values than are looked up, whether they are known or not.

    Raises: TooManyFilters.
    """
    counts = [len(values) for values in filters.values()]
    if max(counts, default=0) > MOST_VALUES_OF_A_FILTER or sum(counts) > MOST_FILTER_VALUES:
        raise TooManyFilters(MOST_VALUES_OF_A_FILTER, MOST_FILTER_VALUES)


def known_filters(
    reader: Reader, filters: Mapping[str, Sequence[str]]
) -> tuple[dict[str, tantivy.Query], list[Unknown]]:
    """Filters by facet, and what of them fits nothing.

    A facet that does not exist filters nothing; a value that no document has is kept and so finds nothing.
    """
    names = {facet.name for facet in reader.layout.indexed.facets}
    known: dict[str, tantivy.Query] = {}
    unknown = [Unknown(name) for name in filters if name not in names]
    for name in (name for name in filters if name in names):
        values = list(dict.fromkeys(map(encodable, filters[name])))
        if values:
            known[name] = having_any(reader, name, values)
            unknown += [Unknown(name, value) for value in values if not documents_having(reader, name, value)]
    return known, unknown


def documents_having(reader: Reader, facet: str, value: str) -> int:
    """How many documents have a value of a facet, deleted ones that the engine still holds among them."""
    number = reader.whole.values.known(facet, value)
    return 0 if number is None else int(reader.searcher.doc_freq(numbers(facet), number))


def having_any(reader: Reader, facet: str, values: Iterable[str]) -> tantivy.Query:
    """Documents that have one of these values of a facet."""
    return _any_of(_having(reader, facet, each) for each in values)


def _having(reader: Reader, facet: str, value: str) -> tantivy.Query:
    number = reader.whole.values.known(facet, value)
    if number is None:
        return tantivy.Query.empty_query()
    return tantivy.Query.term_query(reader.schema, numbers(facet), number, "basic")


def all_of(wanted: Iterable[tantivy.Query], unwanted: Iterable[tantivy.Query] = ()) -> tantivy.Query:
    """Documents that match everything wanted and nothing unwanted."""
    musts = [(Occur.Must, each) for each in wanted] or [(Occur.Must, tantivy.Query.all_query())]
    nots = [(Occur.MustNot, each) for each in unwanted]
    return musts[0][1] if len(musts) == 1 and not nots else tantivy.Query.boolean_query([*musts, *nots])


def _any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    # Not the engine's set of terms: that fills a bitmap of all documents before the first hit.
    shoulds = [(Occur.Should, each) for each in queries]
    return shoulds[0][1] if len(shoulds) == 1 else tantivy.Query.boolean_query(shoulds)


def _exactly(reader: Reader, field: str, text: str) -> tantivy.Query:
    return tantivy.Query.term_query(reader.schema, field, text, "basic")
