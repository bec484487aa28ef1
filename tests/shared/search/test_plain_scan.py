"""The index answers as a plain scan of the rows would: hits, order, totals and counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingce.pure.kernel.text import fold
from qingce.shared.search.enums import FacetCount, SearchRequest
from qingce.shared.search.queries import iterate_ids
from qingce.shared.search.registry import Document

if TYPE_CHECKING:
    from tests.shared.search.conftest import Shelf

LETTERS = "上海化工厂臺台亞亚aAbＢ12１-% \u3000\n"
TYPES, REGIONS = ("a", "b", ""), ("31", "3101", "11")

texts = st.text(LETTERS, max_size=12)
# Of two letters, long texts hold most sequences of four without holding every longer one made of them.
monotonous = st.text("上海", min_size=12, max_size=30)
documents = st.tuples(
    st.fixed_dictionaries({"name": texts, "title": texts, "body": texts | monotonous}),
    st.fixed_dictionaries({"type": st.sampled_from(TYPES), "region": st.lists(st.sampled_from(REGIONS), max_size=3)}),
    st.integers(0, 3),
    st.sampled_from([1.0, 2.0]),
)


@dataclass(frozen=True)
class Asked:
    """A query as it was made up: what it is in writing and what it means."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    filters: dict[str, list[str]]
    newest: bool

    @property
    def text(self) -> str:
        return " ".join([*(f"“{each}”" for each in self.wanted), *(f"-「{each}」" for each in self.unwanted)])


def plain_matches(row: Document, asked: Asked, *, without: str = "") -> bool:
    """Whether the row is a hit; `without` names a facet whose filter is left out."""
    held = [fold(text) for text in row.texts.values()]
    filters = {name: values for name, values in asked.filters.items() if values and name != without}
    return (
        all(any(fold(term) in text for text in held) for term in asked.wanted)
        and not any(fold(term) in text for text in held for term in asked.unwanted if fold(term))
        and all(set(values) & values_of(row, name) for name, values in filters.items())
    )


def values_of(row: Document, facet: str) -> set[str]:
    value = row.facets[facet]
    return set(value if not isinstance(value, str) else [value] if value else [])


def plain_order(row: Document, asked: Asked) -> tuple[float, ...]:
    terms = [fold(term) for term in asked.wanted if fold(term)]
    if asked.newest or not terms:
        return (-row.day, -row.id)
    tiers = (("name",), ("name", "title"), ("name", "title", "body"))
    tier = next(
        number
        for number, names in enumerate(tiers)
        if all(any(term in fold(row.texts[name]) for name in names) for term in terms)
    )
    return (tier, -row.boost, -row.day, -row.id)


def plain_counts(rows: list[Document], asked: Asked, facet: str) -> list[FacetCount]:
    counts = Counter(
        value for row in rows if plain_matches(row, asked, without=facet) for value in values_of(row, facet)
    )
    return sorted((FacetCount(*each) for each in counts.items()), key=lambda each: (-each.count, each.value))


@st.composite
def shelves(draw: st.DrawFn) -> tuple[list[Document], list[Asked]]:
    """A few documents, and queries made of what stands in them or nearly does."""
    rows = [
        Document(number, made[0], made[1], day=made[2], boost=made[3])
        for number, made in enumerate(draw(st.lists(documents, max_size=12)), 1)
    ]
    whole = [text for row in rows for text in row.texts.values() if text] or ["上"]

    @st.composite
    def terms(draw: st.DrawFn) -> str:
        text = draw(st.sampled_from(whole) | texts.filter(bool))
        if draw(st.integers(0, 2)) == 0:
            return draw(st.text("上海", min_size=5, max_size=7))
        start = draw(st.integers(0, len(text) - 1))
        return text[start : start + draw(st.integers(1, 8))]

    filters = st.fixed_dictionaries(
        {},
        optional={
            "type": st.lists(st.sampled_from(["a", "b", "zz"]), max_size=2),
            "region": st.lists(st.sampled_from(REGIONS), max_size=2),
        },
    )
    several = st.lists(terms(), max_size=3).map(tuple)
    fewer = st.lists(terms(), max_size=1).map(tuple)
    asked = st.builds(Asked, several, fewer, filters, st.booleans())
    return rows, draw(st.lists(asked, min_size=4, max_size=10))


@pytest.mark.requirement("REC-6")
@settings(
    max_examples=80,
    deadline=None,
    # Every example fills the shelf and builds the index anew.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=shelves())
def test_search_equals_a_plain_scan(shelf: Shelf, made: tuple[list[Document], list[Asked]]) -> None:
    rows, queries = made
    shelf.rows = {row.id: row for row in rows}
    shelf.build()
    # The first two are those of which something is kept; each is asked twice, before and after it is.
    kept = [Asked((), (), filters, newest=False) for filters in ({}, {"type": ["a"]})]
    for asked in [*kept, *kept, *queries]:
        hits = sorted((row for row in rows if plain_matches(row, asked)), key=lambda row: plain_order(row, asked))
        page = shelf.page(asked.text, newest=asked.newest, filters=asked.filters, size=5, facets=["type", "region"])
        order = "newest" if asked.newest else "relevance"
        request = SearchRequest(asked.text, asked.filters, order=order)
        assert page.total == len(hits)
        assert page.ids == [row.id for row in hits[:5]]
        assert list(iterate_ids("note", request, 100)) == [row.id for row in hits]
        assert page.facets == {name: plain_counts(rows, asked, name) for name in ("type", "region")}
