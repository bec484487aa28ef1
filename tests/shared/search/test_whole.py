"""What is kept of the search without words and filters: exact, once for each state, for many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from qingce.shared.search import readers, whole
from qingce.shared.search.enums import FacetCount
from qingce.shared.search.registry import FacetField

if TYPE_CHECKING:
    import tantivy

    from qingce.shared.search.values import Values
    from tests.shared.search.conftest import Shelf


def counted(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The facets of every pass over the hits from now on."""
    passes: list[list[str]] = []

    def count_values(
        searcher: tantivy.Searcher, values: Values, hits: tantivy.Query, facets: list[FacetField]
    ) -> object:
        passes.append([facet.name for facet in facets])
        return real(searcher, values, hits, facets)

    real = whole.count_values
    monkeypatch.setattr(whole, "count_values", count_values)
    return passes


def test_counts_are_made_once_for_each_state(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(1, "化工", type="a", region=["31"])
    shelf.build()
    passes = counted(monkeypatch)
    for _ in range(3):
        page = shelf.page(facets=["type"])
        assert (page.total, page.ids, page.facets) == (1, [1], {"type": [FacetCount("a", 1)]})
    assert shelf.page(facets=["region", "type"]).facets["region"] == [FacetCount("31", 1)]
    assert passes == [["type"], ["region"]]
    shelf.put(2, "化工", type="b")
    shelf.apply((2, 2))
    page = shelf.page(facets=["type"])
    assert (page.total, page.ids, page.facets) == (2, [2, 1], {"type": [FacetCount("a", 1), FacetCount("b", 1)]})
    del shelf.rows[1]
    shelf.apply((1, 1))
    page = shelf.page(facets=["type"])
    assert (page.total, page.ids, page.facets) == (1, [2], {"type": [FacetCount("b", 1)]})
    assert passes == [["type"], ["region"], ["type"], ["type"]]


def test_counts_serve_the_facet_that_alone_is_filtered_by(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(1, "化工", type="a", region=["31"])
    shelf.put(2, "化工", type="b", region=["11"])
    shelf.build()
    both = [FacetCount("a", 1), FacetCount("b", 1)]
    assert shelf.page(facets=["type"]).facets == {"type": both}
    passes = counted(monkeypatch)
    page = shelf.page(filters={"type": ["a"]}, facets=["type", "region"])
    assert (page.total, page.facets) == (1, {"type": both, "region": [FacetCount("31", 1)]})
    assert shelf.page("化", filters={"type": ["a"]}, facets=["type"]).facets == {"type": both}
    assert shelf.page("-无", facets=["type"]).facets == {"type": both}
    assert passes == []


def test_what_is_kept_cannot_be_spoilt_by_who_asked(shelf: Shelf) -> None:
    shelf.put(1, "化工", type="a")
    shelf.build()
    page = shelf.page(facets=["type"])
    page.facets["type"].clear()
    page.ids.clear()
    page = shelf.page(facets=["type"])
    assert (page.ids, page.facets) == ([1], {"type": [FacetCount("a", 1)]})


def test_pages_behind_those_that_are_kept_go_on_with_them(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "_HEAD", 25)
    for number in range(1, 48):
        shelf.put(number, "化工", day=number * 7 % 11)
    shelf.build()
    pages = [shelf.page(page=page, size=10) for page in range(1, 7)]
    assert {page.total for page in pages} == {47}
    whole_list = sorted(shelf.rows, key=lambda number: (number * 7 % 11, number), reverse=True)
    assert [each for page in pages for each in page.ids] == whole_list


def test_many_threads_get_the_same_and_count_once(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 200):
        shelf.put(number, "化工", type=str(number % 3))
    shelf.build()
    kept = readers.reader_of("note").whole
    passes = counted(monkeypatch)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: (kept.newest(0, 5), kept.counts([FacetField("type")])), range(64)))
    assert all(each == answers[0] for each in answers)
    assert answers[0][0] == [199, 198, 197, 196, 195]
    assert passes == [["type"]]
