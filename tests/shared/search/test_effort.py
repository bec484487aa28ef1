"""Queries built to be slow: answered when they are quick enough, refused with a reason when not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qingce.shared.search import effort
from qingce.shared.search.effort import effort_s
from qingce.shared.search.errors import QueryTooBroad
from qingce.shared.search.matching import Lookups, lookups
from qingce.shared.search.queries import SearchRequest, iterate_ids, parse_query
from qingce.shared.search.readers import reader_of

if TYPE_CHECKING:
    from tests.shared.search.conftest import Shelf

COMMON = "废 水 排 放 超 标"


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    for number in range(1, 41):
        shelf.put(number, "废水排放超标" + ("汞" if number == 1 else ""), type=str(number % 30))
    shelf.build()
    return shelf


def test_many_common_characters_are_refused_with_a_reason(filled: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled.page(COMMON).total == 40
    monkeypatch.setattr(effort, "LONGEST_S", 1e-6)
    with pytest.raises(QueryTooBroad, match="all so common"):
        filled.page(COMMON)
    with pytest.raises(QueryTooBroad):
        list(iterate_ids("note", SearchRequest(COMMON), 10))
    assert filled.page("废 水").total == 40


def test_many_filters_are_refused_where_they_leave_too_much(filled: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {"type": [str(number) for number in range(20)]}
    assert filled.page(filters=many, facets=["type"]).total == 30
    monkeypatch.setattr(effort, "LONGEST_S", 1e-6)
    with pytest.raises(QueryTooBroad):
        filled.page(filters=many, facets=["type"])


def test_effort_is_that_of_the_rarest_word(filled: Shelf) -> None:
    reader = reader_of("note")
    words = "废水 水排 排放 放超 超标 废水排"
    common, rare = (effort_s(reader, parse_query(text), {}, facets=0) for text in (words, f"{words} 标汞"))
    assert 0 < rare < common / 20
    assert effort_s(reader, parse_query(words), {"type": ["3"]}, facets=0) < common
    assert effort_s(reader, parse_query(words), {}, facets=3) > common


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("汞", Lookups(prefix="汞")),
        ("废水", Lookups((("pairs", "废水"),))),
        ("ph", Lookups((("pairs", "ph"),))),
        ("危险废物", Lookups((("grams", "危险废物"),))),
        ("排污许可证", Lookups((("grams", "排污许可证"),))),
        ("ph值", Lookups((), ((0, "ph"), (1, "h值")))),
        (
            "生态环境局长",
            Lookups((("grams", "生态环境局"), ("grams", "态环境局长")), ((0, "生态"), (2, "环境"), (4, "局长"))),
        ),
    ],
)
def test_lookups_are_few_and_exact(term: str, found: Lookups) -> None:
    assert lookups(term) == found


def test_effort_of_single_characters_is_that_of_their_pairs(filled: Shelf) -> None:
    reader = reader_of("note")
    common, rare = (effort_s(reader, parse_query(text), {}, facets=0) for text in (COMMON, f"{COMMON} 汞"))
    assert rare > common / 2
    assert effort_s(reader, parse_query("汞"), {}, facets=0) < common / 100


@pytest.mark.parametrize("character", [*r"\.+*?()|[]{}^$#&-~/<>@", '"', "😀", "a", "A", "：", "\uffff"])
def test_single_character_is_found_wherever_it_stands(shelf: Shelf, character: str) -> None:
    for number, text in enumerate((character, f"甲{character}", f"{character}乙", f"甲 {character} 乙", "甲乙"), 1):
        shelf.put(number, text)
    shelf.build()
    quoted = f"「{character}」"
    assert shelf.ids(quoted, newest=True) == [4, 3, 2, 1]
    assert shelf.ids(f"-{quoted}", newest=True) == [5]


def test_most_values_are_those_with_most_hits(shelf: Shelf) -> None:
    for number in range(1, 11):
        shelf.put(number, "化工", type="a" if number < 6 else "b" if number < 9 else f"c{number}")
    shelf.build()
    for text in ("化工", ""):
        counts = shelf.page(text, facets=["type"], most_values=2).facets["type"]
        assert [(each.value, each.count) for each in counts] == [("a", 5), ("b", 3)]


@pytest.mark.parametrize("page", [1, 2, 3, 4, 5])
def test_pages_over_several_stages_are_those_of_the_whole_list(shelf: Shelf, page: int) -> None:
    for number in range(1, 14):
        shelf.put(number, **{("name", "title", "body")[number % 3]: "化工"})
    shelf.build()
    every = shelf.ids("化工", size=50)
    found = shelf.page("化工", page=page, size=4)
    assert (found.total, found.ids) == (13, every[4 * (page - 1) : 4 * page])
